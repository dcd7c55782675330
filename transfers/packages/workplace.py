"""Where one package is made, beside the place where it will lie, and what of it is finished.

The journal has a line a record, written when all files of the record are, so that a killed
build goes on from there. A directory that it does not name is not finished, and removed. A
torn last line is what the kill left; it counts as not written.
"""

import fcntl
import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from records.copies.store import keep_name
from records.rules import Refused
from records.sentences import gettext as _
from transfers.packages.files import Written


class Workplace:
    """Where one package is made: the bag and the journal."""

    def __init__(self, parent: Path, name: str) -> None:
        self.final = parent / name
        self.place = parent / f".{name}.work"
        self.bag = self.place / "bag"
        self.data = self.bag / "data"
        self.journal = self.place / "journal.jsonl"

    @contextmanager
    def opened(self) -> Iterator[None]:
        """Take up where a former build stopped, even if it only missed its last step.

        Of two builders in one place the second is refused: the lock is the first one's
        until it ends or dies.
        """
        self.place.mkdir(parents=True, exist_ok=True)
        with (self.place / "lock").open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise Refused(
                    _("%(package)s is being built there already. Wait until that is done.")
                    % {"package": self.final.name}
                ) from None
            if self.final.exists():
                if self.journal.exists() and not self.bag.exists():
                    self.final.rename(self.bag)
                else:
                    shutil.rmtree(self.final)
            self.data.mkdir(parents=True, exist_ok=True)
            yield

    def publish(self) -> None:
        """Give the bag its name; after that no power cut takes it back."""
        self.bag.rename(self.final)
        keep_name(self.final)

    def close(self) -> None:
        """Throw the workplace away: the package stands, or nobody wants it any more."""
        shutil.rmtree(self.place, ignore_errors=True)


@dataclass(frozen=True)
class Packed:
    """One record that lies in the package, with its line of the lists.

    `beside` says with which others its sheet was set: the bytes of that depend on them.
    """

    directory: str
    row: dict[str, Any]
    paper_only: bool
    files: list[Written]
    beside: str = ""

    def line(self) -> bytes:
        """Its line of the journal."""
        told = {**vars(self), "files": [file._asdict() for file in self.files]}
        return json.dumps(told, ensure_ascii=False).encode() + b"\n"


class Journal:
    """The finished records of one build, in a file beside the bag."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._mend()
        self._out = path.open("ab")

    def _mend(self) -> None:
        """Cut off a torn last line, so that the next one begins on its own."""
        if not self.path.exists():
            return
        with self.path.open("rb+") as file:
            whole = sum(len(line) for line in file if line.endswith(b"\n"))
            file.truncate(whole)

    def add(self, packed: Packed) -> None:
        self._out.write(packed.line())
        self._out.flush()

    def close(self) -> None:
        self._out.close()

    def rewrite(self, kept: list[Packed]) -> None:
        """Keep only these, in their order: the order of the package."""
        self.close()
        partial = self.path.with_suffix(".new")
        with partial.open("wb") as file:
            file.writelines(packed.line() for packed in kept)
        partial.replace(self.path)
        self._out = self.path.open("ab")

    def __iter__(self) -> Iterator[Packed]:
        if not self.path.exists():
            return
        with self.path.open(encoding="utf-8") as file:
            for line in file:
                told = json.loads(line)
                files = [Written(**written) for written in told.pop("files")]
                yield Packed(files=files, **told)
