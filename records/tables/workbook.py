"""Tables as people send them: XLSX, XLS, ODS and CSV, told apart by their bytes.

Readers for the confined child process, from which nothing of Django is imported. One
form comes out: rows of cells from row 1 and column A on, whatever was blank before.
"""

import zipfile
from collections.abc import Iterator
from itertools import islice
from struct import unpack_from
from typing import BinaryIO, TypeAlias

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError
from python_calamine import SheetVisibleEnum as Visible

from records.confined.wire import Fault
from records.tables import csv
from records.tables.extent import refuse_far_cells
from records.tables.rules import LONGEST_CELL, MOST_COLUMNS, MOST_ROWS, MOST_UNPACKED, Cell, letter

Rows: TypeAlias = Iterator[list[Cell]]

ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
# records of an XLS: its beginning and end, and that it is locked
BEGIN, END, FILE_PASS = b"\x09\x08\x10\x00\x00\x06", 0x0A, 0x2F
MANIFEST = "META-INF/manifest.xml"
BLOCK = 500  # rows that are handed over at once
BLOCK_TEXT = 1 << 20  # or less, where they hold more characters than this


def rows(file: BinaryIO, sheet: str) -> Iterator[int | list[list[Cell]]]:
    """How many rows a sheet has, blank ones with them, then the rows in blocks.

    "" is the first sheet that can be seen; a CSV file is one sheet without a name.
    """
    book = _opened(file)
    names = [sheet] if sheet else _visible(book)
    if not names:
        raise Fault("hidden")
    total, cells = _sheet(file, book, names[0])
    yield total
    yield from _blocks(cells)


def heads(file: BinaryIO, sheet: str, most: int) -> Iterator[list[str] | list[list[Cell]]]:
    """The names of the visible sheets, then of each the first rows, blank ones with them.

    With `sheet` only the head of this one is read.
    """
    book = _opened(file)
    names = _visible(book)
    yield names
    for name in [sheet] if sheet else names:
        _total, cells = _sheet(file, book, name)
        yield [row for row, _size in islice(_measured(cells), most)]


def others(file: BinaryIO, sheet: str) -> Iterator[list[list[Cell]]]:
    """Of every sheet but one, hidden ones too: its name as a row, then its rows in blocks."""
    book = _opened(file)
    for name in book.sheet_names if book else ():
        if name != sheet:
            yield [[name]]
            yield from _blocks(_sheet(file, book, name)[1])


def _opened(file: BinaryIO) -> CalamineWorkbook | None:
    """The workbook, opened once; None where the file is text."""
    if not file.read(1):
        raise Fault("empty")
    zipped = _begins(file, ZIP)
    if zipped:
        _refuse_bomb(file)
    elif not _begins(file, OLE):
        return None
    try:
        book = CalamineWorkbook.from_filelike(file)
    except (CalamineError, OSError, ValueError) as fault:
        raise _locked(file, fault) from None
    if zipped:
        refuse_far_cells(file)
    return book


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


def _visible(book: CalamineWorkbook | None) -> list[str]:
    if book is None:
        return [""]
    return [sheet.name for sheet in book.sheets_metadata if sheet.visible == Visible.Visible]


def _sheet(file: BinaryIO, book: CalamineWorkbook | None, name: str) -> tuple[int, Rows]:
    """How many rows there are, and the rows; a table that is too large is refused."""
    if book is None:
        total, columns, cells = csv.read(file)
    else:
        sheet = _in_workbook(file, book, name)
        last_row, last_column = sheet.end or (-1, -1)
        total, columns, cells = last_row + 1, last_column + 1, _from_column_a(sheet)
    if columns > MOST_COLUMNS:
        raise Fault("wide", columns=columns, most=MOST_COLUMNS)
    if total > MOST_ROWS:
        raise Fault("long", rows=total, most=MOST_ROWS)
    return total, cells


def _in_workbook(file: BinaryIO, book: CalamineWorkbook, name: str) -> CalamineSheet:
    if name not in book.sheet_names:
        raise Fault("sheet", sheet=name)
    try:
        return book.get_sheet_by_name(name)
    except (CalamineError, OSError, ValueError) as fault:
        raise _locked(file, fault) from None


def _from_column_a(sheet: CalamineSheet) -> Rows:
    # calamine gives rows from row 1 on, but cells from the first column that is used
    blank: list[Cell] = [""] * (sheet.start[1] if sheet.start else 0)
    for row in sheet.iter_rows():
        yield blank + row


def _measured(cells: Rows) -> Iterator[tuple[list[Cell], int]]:
    """The rows with how many characters each holds; no cell is longer than spreadsheets have."""
    for number, row in enumerate(cells, start=1):
        size = sum(len(cell) for cell in row if isinstance(cell, str))
        if size > LONGEST_CELL:
            _refuse_long(row, number)
        yield row, size


def _refuse_long(row: list[Cell], number: int) -> None:
    for place, cell in enumerate(row):
        if isinstance(cell, str) and len(cell) > LONGEST_CELL:
            raise Fault("cell", cell=f"{letter(place)}{number}", most=LONGEST_CELL)


def _blocks(cells: Rows) -> Iterator[list[list[Cell]]]:
    block: list[list[Cell]] = []
    text = 0
    for row, size in _measured(cells):
        block.append(row)
        text += size
        if len(block) == BLOCK or text > BLOCK_TEXT:
            yield block
            block, text = [], 0
    if block:
        yield block
