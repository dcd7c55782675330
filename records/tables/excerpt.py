"""The first rows of a long XLSX as a workbook of its own: a header is found without the rest.

A sheet is read into memory whole, however few rows are wanted, which takes most of the time
that a person waits for the columns of a long table. Here its first rows are cut out in the
bytes, with all that stands behind the rows, and the last row is sought at their end. Where
anything is not as spreadsheet programs write it, the workbook is read as it is.
"""

import re
import zipfile
from collections.abc import Iterator
from io import BytesIO
from typing import BinaryIO, NamedTuple

SHEETS = "xl/worksheets/"
LONG = 2 << 20  # bytes of a sheet; a shorter one is read in no time
BLOCK = 1 << 20
ROWS_END = re.compile(rb"</(?:\w+:)?sheetData\s*>")
ROW = re.compile(rb"""<(?:\w+:)?row\s(?:[^<>]*?\s)?r\s*=\s*["']([0-9]{1,7})["']""")
# What a cell holds; the signs of a number that is too simple to be read as nothing.
HOLDS = re.compile(rb"<(?:\w+:)?v>[^<\s]|<(?:\w+:)?t(?:\s[^<>]*)?>[^<\s]")
MAY_HOLD = re.compile(rb"<(?:\w+:)?(?:v|is|f)\b")


class Excerpt(NamedTuple):
    """A workbook of first rows, and how many rows each part has of which not all are in it."""

    file: BinaryIO
    rows: dict[str, int]


def excerpt(file: BinaryIO, most: int) -> Excerpt:
    """The workbook with no more than its first rows, as far as it is long and can be cut."""
    file.seek(0)
    made, rows = BytesIO(file.read()), {}
    file.seek(0)
    with zipfile.ZipFile(made, "a") as archive:
        for part in list(archive.infolist()):
            name = part.filename
            is_long = name.startswith(SHEETS) and part.file_size >= LONG
            if is_long and (found := _cut(archive, name, most)):
                archive.filelist.remove(part)
                archive.NameToInfo.pop(name, None)
                archive.writestr(name, found[0])
                rows[name] = found[1]
    made.seek(0)
    return Excerpt(made if rows else file, rows)


def _cut(archive: zipfile.ZipFile, name: str, most: int) -> tuple[bytes, int] | None:
    """A sheet with its first rows and what stands behind all of them; how many there are."""
    blocks = _blocks(archive, name)
    head = next(blocks, b"")
    cut = next((one.start() for one in ROW.finditer(head) if int(one[1]) > most), 0)
    before = tail = b""
    for block in blocks:
        before, tail = tail, block
    tail = before + tail
    end = ROWS_END.search(tail)
    last = _last_row(tail[: end.start()]) if end else 0
    return (head[:cut] + tail[end.start() :], last) if cut and end and last else None


def _blocks(archive: zipfile.ZipFile, name: str) -> Iterator[bytes]:
    with archive.open(name) as member:
        while block := member.read(BLOCK):
            yield block


def _last_row(rows: bytes) -> int:
    """The last row that holds something; 0 where it cannot be told from its signs."""
    end = len(rows)
    for row in reversed(list(ROW.finditer(rows))):
        if HOLDS.search(rows, row.start(), end):
            return int(row[1])
        if MAY_HOLD.search(rows, row.start(), end):
            return 0
        end = row.start()
    return 0
