"""Tables as people send them: XLSX, XLS, ODS and CSV, told apart by their bytes.

Readers for the confined child process, from which nothing of Django is imported. One
form comes out: rows of cells from row 1 and column A on, whatever was blank before.
"""

import zipfile
from collections.abc import Iterator
from functools import cached_property
from itertools import islice
from struct import unpack_from
from typing import Any, BinaryIO, NamedTuple

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError
from python_calamine import SheetTypeEnum as Kind
from python_calamine import SheetVisibleEnum as Visible

from records.confined.wire import Fault
from records.tables import csv
from records.tables.excerpt import Excerpt, excerpt
from records.tables.extent import refuse_far_cells
from records.tables.ods import CONTENT, Document
from records.tables.rules import (
    LONGEST_CELL,
    MOST_COLUMNS,
    MOST_ROWS,
    MOST_UNPACKED,
    Merge,
    letter,
)
from records.tables.sight import Line, as_shown, filled
from records.tables.xls import Stream
from records.tables.xlsx import Package

ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
# records of an XLS: its beginning and end, and that it is locked
BEGIN, END, FILE_PASS = b"\x09\x08\x10\x00\x00\x06", 0x0A, 0x2F
MANIFEST = "META-INF/manifest.xml"
BLOCK = 500  # rows that are handed over at once
BLOCK_TEXT = 1 << 20  # or less, where they hold more characters than this


def rows(file: BinaryIO, sheets: list[str]) -> Iterator[dict[str, Any] | list[Line]]:
    """Of each sheet its name, how many rows it has, blank ones too, and its merged cells; its rows.

    With the name it is told whether the file has `others`. The rows come in blocks. "" is the
    first sheet that can be seen; a CSV file is one sheet without a name.
    """
    book = _opened(file)
    others = any(name not in sheets for name in book.names())
    for name in sheets:
        sheet = book.sheet(name or book.first())
        told = {"sheet": sheet.name, "rows": sheet.total, "merged": sheet.merged}
        yield told | {"others": others}
        yield from _blocks(sheet.lines)


def heads(file: BinaryIO, most: int) -> Iterator[dict[str, Any] | list[tuple[str, bool]]]:
    """The names of the sheets and whether they are hidden; of each the number of rows, the first.

    Of a hidden sheet no row is given; of one that cannot be read why not. What is amiss behind
    the first rows of a long sheet is told when its rows are read.
    """
    book = _opened(file, most)
    names = book.sheets()
    yield names
    for name, hidden in names:
        try:
            sheet = book.sheet(name)
            first = [] if hidden else [line for line, _size in islice(_measured(sheet.lines), most)]
            yield {"rows": sheet.total, "head": first}
        except Fault as fault:
            yield {"fault": fault.key, "told": fault.told}


def others(file: BinaryIO, sheets: list[str]) -> Iterator[list[Line]]:
    """Of every sheet but some, hidden ones too: its name as a row, then its rows in blocks."""
    book = _opened(file)
    for name in book.names():
        if name not in sheets:
            yield [[name]]
            yield from _blocks(book.sheet(name).lines)


class Sheet(NamedTuple):
    """A sheet with its rows: cells show what a person sees, and what is merged stands in each."""

    name: str
    total: int
    lines: Iterator[Line]
    merged: list[Merge]


class Book:
    """A file that is open: a workbook, or a text with one sheet without a name."""

    def __init__(
        self, file: BinaryIO, book: CalamineWorkbook | None, totals: dict[str, int] | None = None
    ) -> None:
        """`totals`: the rows of those parts of the file of which only the first are read."""
        self.file, self.book, self.totals = file, book, totals or {}

    def names(self) -> list[str]:
        """What a workbook has, hidden or no table, too; a text has nothing beside itself."""
        return list(self.book.sheet_names) if self.book else []

    def sheets(self) -> list[tuple[str, bool]]:
        """The sheets, and whether each is hidden."""
        if self.book is None:
            return [("", False)]
        listed = [one for one in self.book.sheets_metadata if one.typ == Kind.WorkSheet]
        return [(one.name, one.visible != Visible.Visible) for one in listed]

    def first(self) -> str:
        """The first sheet that can be seen. A fault where all are hidden."""
        for name, hidden in self.sheets():
            if not hidden:
                return name
        raise Fault("hidden")

    def sheet(self, name: str) -> Sheet:
        """A sheet by its name. A fault where there is none, or where it is too large."""
        if self.book is None:
            total, columns, cells = csv.read(self.file)
            return _fitting(Sheet(name, total, cells, []), columns)
        found = _in_workbook(self.file, self.book, name)
        last_row, last_column = found.end or (-1, -1)
        merged = self._merged(found)
        lines = as_shown(_from_column_a(found), self._beside.odd(name))
        total = self._total(name) or last_row + 1
        sheet = Sheet(name, total, filled(lines, merged) if merged else lines, merged)
        return _fitting(sheet, last_column + 1)

    @cached_property
    def _beside(self) -> Package | Document | Stream:
        """What stands in the file beside the cells that calamine reads."""
        if not _begins(self.file, ZIP):
            return Stream(self.file)
        with zipfile.ZipFile(self.file) as archive:
            is_ods = CONTENT in archive.namelist()
        return Document(self.file) if is_ods else Package(self.file)

    def _total(self, name: str) -> int:
        """How many rows a sheet has of which only the first are read; else 0."""
        if not self.totals or not isinstance(self._beside, Package):
            return 0
        return self.totals.get(self._beside.part(name) or "", 0)

    def _merged(self, sheet: CalamineSheet) -> list[Merge]:
        """The cells that go down over several rows."""
        if isinstance(self._beside, Document):
            return self._beside.merged(sheet.name)
        found = sheet.merged_cell_ranges or []
        return [(row + 1, place, last + 1) for (row, place), (last, _place) in found if last > row]


def _fitting(sheet: Sheet, columns: int) -> Sheet:
    if columns > MOST_COLUMNS:
        raise Fault("wide", columns=columns, most=MOST_COLUMNS)
    if sheet.total > MOST_ROWS:
        raise Fault("long", rows=sheet.total, most=MOST_ROWS)
    return sheet


def _opened(file: BinaryIO, most: int = 0) -> Book:
    """The file as a book; of a long workbook no more than its first rows where `most` says so."""
    if not file.read(1):
        raise Fault("empty")
    zipped = _begins(file, ZIP)
    if zipped:
        _refuse_bomb(file)
    elif not _begins(file, OLE):
        return Book(file, None)
    first, totals = excerpt(file, most) if zipped and most else Excerpt(file, {})
    try:
        book = CalamineWorkbook.from_filelike(first)
    except (CalamineError, OSError, ValueError) as fault:
        raise _locked(file, fault) from None
    if zipped:
        refuse_far_cells(file)
    return Book(first, book, totals)


def _begins(file: BinaryIO, sign: bytes) -> bool:
    file.seek(0)
    head = file.read(len(sign))
    file.seek(0)
    return head == sign


def _refuse_bomb(file: BinaryIO) -> None:
    try:
        with zipfile.ZipFile(file) as archive:
            members = archive.infolist()
            if any(entry.flag_bits & 1 for entry in members) or _ods_is_locked(archive):
                raise Fault("password")
    except zipfile.BadZipFile:
        raise Fault("broken") from None
    file.seek(0)
    if any(member.filename == "xl/workbook.bin" for member in members):
        raise Fault("broken")  # XLSB, whose cells cannot be looked over beforehand
    if sum(member.file_size for member in members) > MOST_UNPACKED:
        raise Fault("unpacked")


def _ods_is_locked(archive: zipfile.ZipFile) -> bool:
    """An ODS with a password says in its manifest that its content is encrypted."""
    if MANIFEST not in archive.namelist():
        return False
    with archive.open(MANIFEST) as manifest:
        return b"encryption-data" in manifest.read(1 << 20)


def _locked(file: BinaryIO, fault: Exception) -> Fault:
    """An XLSX with a password is an OLE file that holds an encrypted package."""
    file.seek(0)
    locked = isinstance(fault, PasswordError) or is_locked(file.read(1 << 20))
    return Fault("password" if locked else "broken")


def is_locked(head: bytes) -> bool:
    """Whether the head of an OLE file says that its content has a password."""
    return ENCRYPTED in head or _bears_password(head)


def _bears_password(head: bytes) -> bool:
    """An XLS with a password says so before its cells ([MS-XLS] 2.4.117)."""
    place = head.find(BEGIN)
    while 0 <= place <= len(head) - 4:
        kind, size = unpack_from("<HH", head, place)
        if kind in {FILE_PASS, END}:
            return bool(kind == FILE_PASS)
        place += 4 + size
    return False


def _in_workbook(file: BinaryIO, book: CalamineWorkbook, name: str) -> CalamineSheet:
    if name not in book.sheet_names:
        raise Fault("sheet", sheet=name)
    try:
        return book.get_sheet_by_name(name)
    except (CalamineError, OSError, ValueError) as fault:
        raise _locked(file, fault) from None


def _from_column_a(sheet: CalamineSheet) -> Iterator[Line]:
    # calamine gives rows from row 1 on, but cells from the first column that is used
    blank: Line = [""] * (sheet.start[1] if sheet.start else 0)
    for row in sheet.iter_rows():
        yield blank + row


def _measured(lines: Iterator[Line]) -> Iterator[tuple[Line, int]]:
    """The rows with how many characters each holds; no cell is longer than spreadsheets have."""
    for number, row in enumerate(lines, start=1):
        size = sum(len(cell) for cell in row if isinstance(cell, str))
        if size > LONGEST_CELL:
            _refuse_long(row, number)
        yield row, size


def _refuse_long(row: Line, number: int) -> None:
    for place, cell in enumerate(row):
        if isinstance(cell, str) and len(cell) > LONGEST_CELL:
            raise Fault("cell", cell=f"{letter(place)}{number}", most=LONGEST_CELL)


def _blocks(lines: Iterator[Line]) -> Iterator[list[Line]]:
    block: list[Line] = []
    text = 0
    for row, size in _measured(lines):
        block.append(row)
        text += size
        if len(block) == BLOCK or text > BLOCK_TEXT:
            yield block
            block, text = [], 0
    if block:
        yield block
