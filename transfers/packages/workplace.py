"""Where one package is made, beside the place where it will lie."""

import shutil
from pathlib import Path


class Workplace:
    """Where one package is made: the bag, the record in the making, the journal."""

    def __init__(self, parent: Path, name: str) -> None:
        self.final = parent / name
        self.place = parent / f".{name}.work"
        self.bag = self.place / "bag"
        self.data = self.bag / "data"
        self.staging = self.place / "staging"
        self.journal = self.place / "journal.jsonl"

    def open(self) -> None:
        """Take up where a former build stopped, even if it only missed its last step."""
        self.place.mkdir(parents=True, exist_ok=True)
        if self.final.exists():
            if self.journal.exists() and not self.bag.exists():
                self.final.rename(self.bag)
            else:
                shutil.rmtree(self.final)
        self.data.mkdir(parents=True, exist_ok=True)

    def close(self) -> None:
        """Throw the workplace away: the package stands, or nobody wants it any more."""
        shutil.rmtree(self.place, ignore_errors=True)
