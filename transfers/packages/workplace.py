"""Where one package is made, beside the place where it will lie."""

import fcntl
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.utils.translation import gettext as _

from records.rules import Refused


class Workplace:
    """Where one package is made: the bag, the record in the making, the journal."""

    def __init__(self, parent: Path, name: str) -> None:
        self.final = parent / name
        self.place = parent / f".{name}.work"
        self.bag = self.place / "bag"
        self.data = self.bag / "data"
        self.staging = self.place / "staging"
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

    def close(self) -> None:
        """Throw the workplace away: the package stands, or nobody wants it any more."""
        shutil.rmtree(self.place, ignore_errors=True)
