"""What the name of a file says of the record that it belongs to, and of which part of it."""

import re
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import NamedTuple

from records.copies.actions import storable
from records.holdings import codes
from records.holdings.rules import Part
from records.values import document_numbers
from records.values.text import normal

PARTS = {  # words behind a name
    "正本": Part.ORIGINAL,
    "附件": Part.ATTACHMENT,
    "定稿": Part.FINAL_DRAFT,
    "文件处理单": Part.PROCESSING_SHEET,
    "处理单": Part.PROCESSING_SHEET,
    "发文稿纸": Part.ISSUE_SHEET,
}
_ADDED = rf"(?:(?P<part>{'|'.join(PARTS)})|副本|复件|扫描件|扫描|copy)\s*[0-9]{{0,3}}"
_BEHIND = re.compile(  # (1), （附件2）, _正本, " - 副本", _01
    rf"[\s_–—－-]*(?:[(（\[【](?:[0-9]{{1,3}}|{_ADDED})[)）\]】]|{_ADDED.replace('part', 'bare')}"
    r"|[\s_][0-9]{1,3})$",
    re.IGNORECASE,
)
_BEFORE = re.compile(r"^[0-9]{1,4}(?:[\s_.．、，-]+|(?=[\u4e00-\u9fff]))")
_BETWEEN = re.compile(r"[\s_]+|(?<=号)(?=[\u4e00-\u9fff])")
MOST_ADDED = 3


class Said(NamedTuple):
    """One reading of a name in the forms of an archival code, a document number and a title.

    `part` is the kind of component that it names, if any.
    """

    code: str
    number: str
    title: str
    part: str


def said(name: str) -> list[Said]:
    """What a name may say: first the file's own, then its folders', the nearest first.

    Of each the name as it is comes first, then without what copying and scanning add to it
    (1, 副本, 正本, a running number before it), then what stands before and behind the first
    space. A folder that is called by an archival code holds the pages of that record.
    """
    path = PurePosixPath(name)
    parts = [path.stem, *(parent.name for parent in path.parents if parent.name)]
    return list(dict.fromkeys(found for part in parts for found in _readings(part.strip())))


def _readings(name: str) -> Iterator[Said]:
    yield from _read(name)
    bare, part = _without(name)
    yield from _read(bare, part)
    yield from _read(_BEFORE.sub("", bare), part)
    first, *rest = _BETWEEN.split(bare, maxsplit=1)
    if rest:
        yield from (one._replace(title="") for one in _read(first, part))
        yield from _read(rest[0], part)


def _without(name: str) -> tuple[str, str]:
    """The name without what was added behind it, and which part that names."""
    part = ""
    for _word in range(MOST_ADDED):
        found = _BEHIND.search(name)
        if not found or not found.start():
            break
        word = found["part"] or found["bare"]
        name, part = name[: found.start()], PARTS[word].value if word else part
    return name, part


def _read(part: str, named: str = "") -> Iterator[Said]:
    title = normal(part)
    if title:
        number = normal(document_numbers.normalise(part))
        yield Said(codes.normalise(part.replace("_", "-")).text, number, title, named)


def tidy(name: str) -> str:
    """The name as it is kept: its own folders, none above them, and no drive."""
    parts = [one.strip() for one in name.replace("\\", "/").split("/")]
    kept = [one for one in parts if one not in ("", ".", "..") and not one.endswith(":")]
    return storable("/".join(kept))
