"""What the name of a file says of the record that it belongs to."""

from pathlib import PurePosixPath
from typing import NamedTuple

from records.copies.actions import storable
from records.holdings import codes
from records.values import document_numbers
from records.values.text import normal


class Said(NamedTuple):
    """One part of a name in the forms of an archival code, a document number and a title."""

    code: str
    number: str
    title: str


def said(name: str) -> list[Said]:
    """What a name may say: first the file's own, then its folders', the nearest first.

    A folder that is called by an archival code holds the pages of that record.
    """
    path = PurePosixPath(name)
    parts = [path.stem, *(parent.name for parent in path.parents if parent.name)]
    return [found for part in parts if (found := _read(part.strip())).title]


def _read(part: str) -> Said:
    number = normal(document_numbers.normalise(part))
    return Said(codes.normalise(part).text, number, normal(part))


def tidy(name: str) -> str:
    """The name as it is kept: its own folders, none above them, and no drive."""
    parts = [one.strip() for one in name.replace("\\", "/").split("/")]
    kept = [one for one in parts if one not in ("", ".", "..") and not one.endswith(":")]
    return storable("/".join(kept))
