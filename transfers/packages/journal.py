"""What of a package is finished: one line a record, so that a killed build goes on from there.

A line is written when the record's directory has its final name. A torn last line is
what the kill left; it counts as not written.
"""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Written:
    """One file of the payload: its path below `data/`, bytes and digests."""

    path: str
    size: int
    sha256: str
    sha512: str


@dataclass(frozen=True)
class Packed:
    """One record that lies in the package, with its line of the lists."""

    directory: str
    row: dict[str, Any]
    paper_only: bool
    files: list[Written]


class Journal:
    """The finished records of one build, in a file beside the bag."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._mend()
        self._out = path.open("a", encoding="utf-8")

    def _mend(self) -> None:
        """Cut off a torn last line, so that the next one begins on its own."""
        if not self.path.exists():
            return
        with self.path.open("rb+") as file:
            whole = sum(len(line) for line in file if line.endswith(b"\n"))
            file.truncate(whole)

    def add(self, packed: Packed) -> None:
        self._out.write(json.dumps(asdict(packed), ensure_ascii=False) + "\n")
        self._out.flush()

    def close(self) -> None:
        self._out.close()

    def rewrite(self, kept: list[Packed]) -> None:
        """Keep only these, in their order: the order of the package."""
        self.close()
        partial = self.path.with_suffix(".new")
        with partial.open("w", encoding="utf-8") as file:
            for packed in kept:
                file.write(json.dumps(asdict(packed), ensure_ascii=False) + "\n")
        partial.replace(self.path)
        self._out = self.path.open("a", encoding="utf-8")

    def __iter__(self) -> Iterator[Packed]:
        if not self.path.exists():
            return
        with self.path.open(encoding="utf-8") as file:
            for line in file:
                told = json.loads(line)
                files = [Written(**written) for written in told.pop("files")]
                yield Packed(files=files, **told)
