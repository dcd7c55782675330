"""What calamine does not tell of an XLS: formats that hide a part of what is held, and errors.

The old format is a file in a file: an OLE container ([MS-CFB]) with a stream of records
([MS-XLS]). Where it is built otherwise than these say, nothing is told.
"""

from collections.abc import Iterator
from contextlib import suppress
from struct import error, iter_unpack, unpack_from
from typing import BinaryIO

from records.tables.number_formats import BUILT_IN, Look, look
from records.tables.rules import Odd

STREAMS = {"workbook", "book"}
ENDS = 0xFFFFFFFA  # a number of a sector from here on is none
ENTRY = 128  # bytes of an entry of the directory
BEGIN, END = 0x0809, 0x0A
BOUND_SHEET, XF, FORMAT = 0x85, 0xE0, 0x41E
NUMBER, RK, MULTIPLE, ERROR, FORMULA = 0x203, 0x27E, 0xBD, 0x205, 0x06
ERRORS = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
}


class Stream:
    """The records of an XLS."""

    def __init__(self, file: BinaryIO) -> None:
        file.seek(0)
        self.data = b""
        self.sheets: dict[str, int] = {}
        self.formats: list[Look | None] = []
        with suppress(error, IndexError, KeyError):
            self.data = _Container(file.read()).stream()
            self._read_beginning()

    def odd(self, sheet: str) -> Iterator[Odd]:
        """The cells of a sheet that show something else than they hold, row by row."""
        found: list[Odd] = []
        with suppress(error, IndexError):
            for kind, begin, size in self._records(self.sheets.get(sheet, len(self.data))):
                if kind in {NUMBER, RK, FORMULA, MULTIPLE, ERROR}:
                    found += self._cells(kind, begin, size)
        return iter(sorted(found, key=lambda one: one[:2]))

    def _read_beginning(self) -> None:
        codes: dict[int, str] = dict(BUILT_IN)
        numbers = []
        for kind, begin, size in self._records(0):
            if kind == FORMAT:
                codes[unpack_from("<H", self.data, begin)[0]] = self._text(begin + 2, size - 2, "H")
            elif kind == XF:
                numbers.append(unpack_from("<H", self.data, begin + 2)[0])
            elif kind == BOUND_SHEET:
                (place,) = unpack_from("<I", self.data, begin)
                self.sheets[self._text(begin + 6, size - 6, "B")] = place
        self.formats = [look(codes.get(number, "")) for number in numbers]

    def _records(self, begin: int) -> Iterator[tuple[int, int, int]]:
        """Kind, beginning and size of each record, to the end of what begins here."""
        depth = 0
        while begin + 4 <= len(self.data):
            kind, size = unpack_from("<HH", self.data, begin)
            depth += (kind == BEGIN) - (kind == END)
            if depth <= 0:
                return
            yield kind, begin + 4, size
            begin += 4 + size

    def _text(self, begin: int, size: int, length: str) -> str:
        """A text with its length before it: a byte or two for each sign."""
        (count,) = unpack_from(f"<{length}", self.data, begin)
        begin += 2 if length == "H" else 1
        wide = self.data[begin] & 1
        signs = self.data[begin + 1 : begin + 1 + count * (2 if wide else 1)]
        return signs.decode("utf-16-le" if wide else "latin-1", errors="replace")

    def _cells(self, kind: int, begin: int, size: int) -> Iterator[Odd]:
        row, place, style = unpack_from("<HHH", self.data, begin)
        if kind == MULTIPLE:
            runs = iter_unpack("<HI", self.data[begin + 4 : begin + size - 2])
            for offset, (style, _value) in enumerate(runs):
                if seen := self.formats[style]:
                    yield row + 1, place + offset, seen
        elif wrong := self._error(kind, begin):
            yield row + 1, place, wrong
        elif kind != ERROR and (seen := self.formats[style]):
            yield row + 1, place, seen

    def _error(self, kind: int, begin: int) -> str:
        value = self.data[begin + 6 : begin + 14]
        if kind == ERROR and value[1]:
            return ERRORS.get(value[0], "#N/A")
        if kind == FORMULA and value[6:8] == b"\xff\xff" and value[0] == 2:
            return ERRORS.get(value[2], "#N/A")
        return ""


class _Container:
    """A file of sectors, and which sector follows on which."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.size = 1 << unpack_from("<H", data, 30)[0]
        self.follows: list[int] = []
        for sector in self._tables():
            self.follows += [one for (one,) in iter_unpack("<I", self._sector(sector))]

    def _tables(self) -> Iterator[int]:
        """The sectors that say what follows: the first in the head, further ones in a chain."""
        yield from (one for one in unpack_from("<109I", self.data, 76) if one < ENDS)
        further, left = unpack_from("<II", self.data, 68)
        while further < ENDS and left:
            *named, further = (one for (one,) in iter_unpack("<I", self._sector(further)))
            yield from (one for one in named if one < ENDS)
            left -= 1

    def _sector(self, number: int) -> bytes:
        begin = (number + 1) * self.size
        return self.data[begin : begin + self.size].ljust(self.size, b"\0")

    def _chain(self, number: int) -> bytes:
        parts: list[bytes] = []
        while number < ENDS and len(parts) <= len(self.follows):
            parts.append(self._sector(number))
            number = self.follows[number]
        return b"".join(parts)

    def stream(self) -> bytes:
        """The stream of records; KeyError where there is none. A short one lies among others."""
        directory = self._chain(unpack_from("<I", self.data, 48)[0])
        entries = {}
        for begin in range(0, len(directory), ENTRY):
            name = directory[begin : begin + unpack_from("<H", directory, begin + 64)[0]]
            start, size = unpack_from("<II", directory, begin + 116)
            entries[name.decode("utf-16-le", errors="replace").strip("\0").lower()] = start, size
        start, size = next(entries[name] for name in entries if name in STREAMS)
        if size >= unpack_from("<I", self.data, 56)[0]:
            return self._chain(start)[:size]
        return self._short(entries["root entry"][0], start)[:size]

    def _short(self, root: int, number: int) -> bytes:
        held, size = self._chain(root), 1 << unpack_from("<H", self.data, 32)[0]
        table = self._chain(unpack_from("<I", self.data, 60)[0])
        follows = [one for (one,) in iter_unpack("<I", table)]
        parts: list[bytes] = []
        while number < ENDS and len(parts) <= len(follows):
            parts.append(held[number * size : (number + 1) * size])
            number = follows[number]
        return b"".join(parts)
