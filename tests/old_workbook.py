"""Workbooks of the old format (XLS), written record by record ([MS-XLS], [MS-CFB])."""

import struct
from collections.abc import Sequence
from typing import Any

SECTOR, NONE, LAST, TABLE = 512, 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
ERRORS = {"#DIV/0!": 0x07, "#N/A": 0x2A}


def xls(
    rows: Sequence[Sequence[Any]],
    *,
    formats: Sequence[str] = (),
    looks: dict[tuple[int, int], int] | None = None,
    merged: Sequence[tuple[int, int, int, int]] = (),
) -> bytes:
    """A workbook of one sheet: texts, numbers, errors (`#N/A`) and formulas (`=#N/A`).

    `looks` says by row and column, from 0, which of the formats a cell has; a number below
    1000 means one that is built in. `merged` are (first row, last row, first column, last).
    """
    codes = [(164 + place, code) for place, code in enumerate(formats)]
    numbers = [0, *(number for number, _code in codes), *sorted(set((looks or {}).values()) - {0})]
    looks = {at: numbers.index(number) for at, number in (looks or {}).items()}
    body = _begin(0x10) + _record(0x200, struct.pack("<IIHHH", 0, len(rows), 0, 20, 0))
    for row, cells in enumerate(rows):
        body += b"".join(
            _cell(row, place, looks.get((row, place), 0), cell)
            for place, cell in enumerate(cells)
            if cell != ""
        )
    ranges = b"".join(struct.pack("<HHHH", *one) for one in merged)
    body += _record(0xE5, struct.pack("<H", len(merged)) + ranges) + _record(0x0A)
    return _container(_globals(codes, numbers) + body)


def _record(kind: int, body: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def _begin(kind: int) -> bytes:
    return _record(0x809, struct.pack("<HHHHII", 0x600, kind, 0x1FAA, 1997, 0, 6))


def _text(text: str, length: str = "H") -> bytes:
    return struct.pack(f"<{length}B", len(text), 1) + text.encode("utf-16-le")


def _globals(codes: Sequence[tuple[int, str]], numbers: Sequence[int]) -> bytes:
    head = _begin(0x05) + _record(0x42, struct.pack("<H", 1200))
    head += b"".join(
        _record(0x41E, struct.pack("<H", number) + _text(code)) for number, code in codes
    )
    head += b"".join(_record(0xE0, struct.pack("<HH", 0, one) + bytes(16)) for one in numbers)
    name = _text("目录", "B")
    place = len(head) + 4 + 6 + len(name) + 4
    return head + _record(0x85, struct.pack("<IBB", place, 0, 0) + name) + _record(0x0A)


def _cell(row: int, place: int, look: int, value: Any) -> bytes:
    at = struct.pack("<HHH", row, place, look)
    if value in ERRORS:
        return _record(0x205, at + struct.pack("<BB", ERRORS[value], 1))
    if isinstance(value, str) and value.startswith("="):
        result = struct.pack("<BBBBBBH", 2, 0, ERRORS[value[1:]], 0, 0, 0, 0xFFFF)
        return _record(0x06, at + result + struct.pack("<HIHB", 0, 0, 1, 0x16))
    if isinstance(value, str):
        return _record(0x204, at + _text(value))
    if isinstance(value, int):  # as pairs of style and value, though it is only one
        pair = struct.pack("<HI", look, (value << 2) | 2)
        return _record(0xBD, at[:4] + pair + struct.pack("<H", place))
    return _record(0x203, at + struct.pack("<d", value))


def _container(stream: bytes) -> bytes:
    stream = stream.ljust(4096, b"\0")
    count = -(-len(stream) // SECTOR)
    table = [TABLE, LAST, *range(3, count + 2), LAST]
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    head += struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    head += struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, LAST, 0, LAST, 0)
    head += struct.pack("<109I", 0, *[NONE] * 108)
    entries = _entry("Root Entry", 5, LAST, 0, child=1) + _entry("Workbook", 2, 2, len(stream))
    fat = struct.pack("<128I", *table, *[NONE] * (128 - len(table)))
    return head + fat + entries.ljust(SECTOR, b"\0") + stream.ljust(count * SECTOR, b"\0")


def _entry(name: str, kind: int, start: int, size: int, child: int = NONE) -> bytes:
    written = name.encode("utf-16-le") + b"\0\0"
    head = written.ljust(64, b"\0") + struct.pack("<HBB", len(written), kind, 1)
    return (
        head + struct.pack("<III", NONE, NONE, child) + bytes(36) + struct.pack("<IQ", start, size)
    )
