"""Tables as people send them: XLSX, XLS, ODS and CSV, told apart by their bytes.

One form comes out: rows of cells from row 1 and column A on, whatever was blank
before the table. What cannot be read is refused in one sentence.
"""

import codecs
import csv
import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import islice
from typing import BinaryIO, TypeAlias

from django.utils.translation import gettext as _
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError
from python_calamine import SheetVisibleEnum as Visible

from records.imports.rules import MOST_COLUMNS, MOST_ROWS, MOST_UNPACKED
from records.workflow.rules import Refused

Cell: TypeAlias = str | int | float | bool | date | datetime | time | timedelta

ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
ENCODINGS = ("utf-8", "gb18030")
BY_MARK = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
DELIMITERS = ",\t;"
LINES_LOOKED_AT = 30  # from which the delimiter is told


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
    if not table.total:
        raise Refused(_("The table is empty: there is nothing below or above any header."))
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
            unpacked = sum(member.file_size for member in archive.infolist())
    except zipfile.BadZipFile:
        raise _broken() from None
    stream.seek(0)
    if unpacked > MOST_UNPACKED:
        raise Refused(_("The workbook is too large once unpacked. Divide it by year."))


def _broken() -> Refused:
    return Refused(
        _(
            "The file cannot be opened as a table: it is damaged or of another kind."
            " Open it in your spreadsheet program and save it as XLSX."
        )
    )


def _workbook(stream: BinaryIO) -> CalamineWorkbook:
    try:
        return CalamineWorkbook.from_filelike(stream)
    except (CalamineError, OSError, ValueError) as fault:
        raise _locked(stream, fault) or _broken() from None


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
    try:
        sheet = workbook.get_sheet_by_name(name)
    except (CalamineError, OSError, ValueError) as fault:
        raise _locked(stream, fault) or _broken() from None
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
    encoding = _encoding(stream)
    try:
        delimiter = _delimiter(list(islice(_lines(stream, encoding), LINES_LOOKED_AT)))
        widths = [len(row) for row in csv.reader(_lines(stream, encoding), delimiter=delimiter)]
    except csv.Error:
        raise _broken() from None
    _refuse_wide(max(widths, default=0))
    return Table(len(widths), _cells(_lines(stream, encoding), delimiter))


def _cells(lines: Iterator[str], delimiter: str) -> Iterator[list[Cell]]:
    for row in csv.reader(lines, delimiter=delimiter):
        yield list(row)


def _lines(stream: BinaryIO, encoding: str) -> Iterator[str]:
    stream.seek(0)
    reader = io.TextIOWrapper(stream, encoding=encoding, newline="")
    try:
        # not `yield from`, which would close the file when nobody wants more lines
        for line in reader:  # noqa: UP028
            yield line
    finally:
        reader.detach()


def _delimiter(lines: list[str]) -> str:
    """The sign that cuts the first lines into most cells."""

    def cells(delimiter: str) -> int:
        return sum(len(row) for row in csv.reader(lines, delimiter=delimiter))

    return max(DELIMITERS, key=cells)


def _encoding(stream: BinaryIO) -> str:
    """UTF-8 if every byte fits, else GB18030; a mark at the beginning decides first."""
    stream.seek(0)
    head = stream.read(1024)
    if b"<html" in head.lower() or b"<table" in head.lower():
        raise Refused(
            _(
                "The file is a web page with the name of a table."
                " Open it in your spreadsheet program and save it as XLSX."
            )
        )
    for mark, encoding in BY_MARK.items():
        if head.startswith(mark):
            return encoding
    for encoding in ENCODINGS:
        if b"\x00" not in head and _decodes(stream, encoding):
            return encoding
    raise _broken()


def _decodes(stream: BinaryIO, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    stream.seek(0)
    try:
        while part := stream.read(1 << 20):
            decoder.decode(part)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True
