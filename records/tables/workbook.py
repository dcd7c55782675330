"""Tables as people send them: XLSX, XLS, ODS and CSV, told apart by their bytes.

One form comes out: rows of cells from row 1 and column A on, whatever was blank
before the table. What cannot be read is refused in one sentence.
"""

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import BinaryIO, TypeAlias

from django.utils.translation import gettext as _
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError
from python_calamine import SheetVisibleEnum as Visible

from records.rules import Refused
from records.tables import csv
from records.tables.csv import broken
from records.tables.extent import refuse_far_cells
from records.tables.rules import MOST_COLUMNS, MOST_ROWS, MOST_UNPACKED

Cell: TypeAlias = str | int | float | bool | date | datetime | time | timedelta

ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


@dataclass(frozen=True)
class Table:
    """Rows of a sheet; `total` counts them with the blank ones."""

    total: int
    rows: Iterator[list[Cell]]


def sheet_names(stream: BinaryIO) -> list[str]:
    """The visible sheets of a workbook; a CSV file is one sheet without a name."""
    if not _is_workbook(stream):
        return [""]
    sheets = _workbook(stream).sheets_metadata
    return [sheet.name for sheet in sheets if sheet.visible == Visible.Visible]


def read_table(stream: BinaryIO, sheet: str) -> Table:
    """The rows of one sheet, one after the other, each from column A on."""
    table = _sheet(stream, sheet) if _is_workbook(stream) else _text(stream)
    if table.total > MOST_ROWS:
        raise Refused(
            _("The table has %(rows)d rows; at most %(most)d are taken at once. Divide it by year.")
            % {"rows": table.total, "most": MOST_ROWS}
        )
    return table


def _is_workbook(stream: BinaryIO) -> bool:
    stream.seek(0)
    head = stream.read(len(OLE))
    stream.seek(0)
    if not head:
        raise Refused(_("The file is empty: it holds not one byte. Save the table again."))
    if head.startswith(ZIP):
        _refuse_bomb(stream)
    return head.startswith((ZIP, OLE))


def _refuse_bomb(stream: BinaryIO) -> None:
    try:
        with zipfile.ZipFile(stream) as archive:
            members = archive.infolist()
    except zipfile.BadZipFile:
        raise broken() from None
    stream.seek(0)
    if any(member.filename == "xl/workbook.bin" for member in members):
        raise broken()  # XLSB, whose cells cannot be looked over beforehand
    if sum(member.file_size for member in members) > MOST_UNPACKED:
        raise Refused(_("The workbook is too large once unpacked. Divide it by year."))


def _workbook(stream: BinaryIO) -> CalamineWorkbook:
    try:
        return CalamineWorkbook.from_filelike(stream)
    except (CalamineError, OSError, ValueError) as fault:
        raise _locked(stream, fault) or broken() from None


def _locked(stream: BinaryIO, fault: Exception) -> Refused | None:
    """An XLSX with a password is an OLE file that holds an encrypted package."""
    stream.seek(0)
    if not isinstance(fault, PasswordError) and ENCRYPTED not in stream.read(1 << 20):
        return None
    return Refused(_("The workbook has a password. Save it without one and send it again."))


def _sheet(stream: BinaryIO, name: str) -> Table:
    workbook = _workbook(stream)
    if name not in workbook.sheet_names:
        raise Refused(_("There is no sheet “%(sheet)s” in this workbook.") % {"sheet": name})
    refuse_far_cells(stream)
    try:
        sheet = workbook.get_sheet_by_name(name)
    except (CalamineError, OSError, ValueError) as fault:
        raise _locked(stream, fault) or broken() from None
    last_row, last_column = sheet.end or (-1, -1)
    _refuse_wide(last_column + 1)
    return Table(last_row + 1, _from_column_a(sheet))


def _from_column_a(sheet: CalamineSheet) -> Iterator[list[Cell]]:
    # calamine gives rows from row 1 on, but cells from the first column that is used
    blank: list[Cell] = [""] * (sheet.start[1] if sheet.start else 0)
    for row in sheet.iter_rows():
        yield blank + row


def _refuse_wide(columns: int) -> None:
    if columns > MOST_COLUMNS:
        raise Refused(
            _("The table has %(columns)d columns; at most %(most)d are read. Drop the others.")
            % {"columns": columns, "most": MOST_COLUMNS}
        )


def _text(stream: BinaryIO) -> Table:
    rows, width, cells = csv.read(stream)
    _refuse_wide(width)
    return Table(rows, cells)
