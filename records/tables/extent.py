"""How far the sheets of an XLSX workbook reach, told before they are opened.

A sheet is read into memory as a whole rectangle: one cell that somebody touched by
mistake in the last corner would be 17 thousand million cells. The references are
looked over first, in the bytes, so that the cell can be named; what is only coloured
does not count. This is a quick answer and no guard: the guard is the limit on memory.
"""

import re
import zipfile
from collections.abc import Iterator
from typing import BinaryIO

from records.confined.wire import Fault
from records.tables.rules import MOST_CELLS, MOST_COLUMNS, MOST_ROWS, position

FAR = re.compile(
    rb"""r=["']([A-Z]{2,3})([0-9]{1,7})["'][^<>]*>\s*<(?:\w+:)?(?:v|is|f)\b"""
)  # beyond Z
ROW = re.compile(rb"""<(?:[a-z]+:)?row\b[^<>]*?\br=["']([0-9]{1,7})["']""")
BLOCK, OVERLAP = 1 << 20, 200


REPEATED = re.compile(rb"""number-rows-repeated=["']([0-9]{1,19})["']""")
MOST_REPEATED = 1 << 24  # rows of the longest sheet that an office program knows


def refuse_far_cells(file: BinaryIO) -> None:
    """Refuse a zipped workbook that reaches too far to be held in memory."""
    with zipfile.ZipFile(file) as archive:
        for name in archive.namelist():
            if name.endswith(".xml") and "sharedStrings" not in name:
                _refuse_far(archive, name)
            if name == "content.xml":
                _refuse_repeated(archive, name)
    file.seek(0)


def _refuse_repeated(archive: zipfile.ZipFile, name: str) -> None:
    """An ODS writes equal rows once, and how often they stand there."""
    rows = max((int(found[1]) for found in _found(archive, name, REPEATED)), default=0)
    if rows > MOST_REPEATED:
        raise Fault("long", rows=rows, most=MOST_ROWS)


def _refuse_far(archive: zipfile.ZipFile, name: str) -> None:
    far = {(found[1], found[2]) for found in _found(archive, name, FAR)}
    if not far:
        return
    letters = max((found.decode() for found, _row in far), key=position)
    columns = position(letters) + 1
    rows = max(int(row) for _column, row in far)
    if columns <= MOST_COLUMNS:
        rows = max((rows, *(int(found[1]) for found in _found(archive, name, ROW))))
    if columns > MOST_COLUMNS or columns * rows > MOST_CELLS:
        raise Fault("far", column=letters, row=rows)


def _found(
    archive: zipfile.ZipFile, name: str, what: re.Pattern[bytes]
) -> Iterator[re.Match[bytes]]:
    """What is found in a member, read piece by piece; what lies on a seam is found twice."""
    with archive.open(name) as member:
        held = b""
        while block := member.read(BLOCK):
            held = held[-OVERLAP:] + block
            yield from what.finditer(held)
