"""Reading a table that somebody sent, in a confined child process: rows, or a sentence."""

from collections.abc import Generator, Iterator
from contextlib import closing
from dataclasses import dataclass
from itertools import chain
from typing import IO, Any

from django.utils.translation import gettext_lazy as _

from records.confined.process import Sentences, again, stream
from records.confined.wire import moment
from records.rules import Refused
from records.tables import workbook
from records.tables.rules import MOST_ROWS, Cell

MOST_OF_HEADS = 16 * 1024**2  # bytes
PLAIN = {str, float, int, bool}

SENTENCES: Sentences = {
    "empty": _("The file is empty: it holds not one byte. Save the table again."),
    "broken": _(
        "The file cannot be opened as a table: it is damaged or of another kind."
        " Open it in your spreadsheet program and save it as XLSX."
    ),
    "web page": _(
        "The file is a web page with the name of a table."
        " Open it in your spreadsheet program and save it as XLSX."
    ),
    "password": _("The workbook has a password. Save it without one and send it again."),
    "hidden": _(
        "The table is empty. Hidden sheets are not read: show the one you mean, save, resend."
    ),
    "sheet": _("There is no sheet “%(sheet)s” in this workbook."),
    "quotation": _(
        "A quotation mark in line %(line)d is not closed, so that the rows below it run"
        " together. Close it or take it out, or save the table as XLSX."
    ),
    "cell": _(
        "Cell %(cell)s holds more than %(most)d characters, more than a spreadsheet takes."
        " Shorten it."
    ),
    "long": _(
        "The table has %(rows)d rows; at most %(most)d are taken at once. Divide it by year."
    ),
    "wide": _("The table has %(columns)d columns; at most %(most)d are read. Drop the others."),
    "far": _(
        "The sheet reaches to column %(column)s and row %(row)d, perhaps by a cell that was"
        " touched by mistake. Delete the columns and rows beside and below your table."
    ),
    "unpacked": _("The workbook is too large once unpacked. Divide it by year."),
    "memory": _(
        "The table needs more memory than one table may: it unpacks to far more than it shows,"
        " perhaps by cells that were touched far away. Copy the rows and columns that you mean"
        " into a new workbook and send that, or divide the table by year."
    ),
    "time": _(
        "The table takes too long to be read. Copy the rows and columns that you mean into a new"
        " workbook and send that, or divide the table by year."
    ),
    "size": _(
        "The table holds more text than is taken from one table. Copy the rows and columns that"
        " you mean into a new workbook and send that, or divide the table by year."
    ),
}


@dataclass(frozen=True)
class Table:
    """Rows of a sheet; `total` counts them with the blank ones."""

    total: int
    rows: Iterator[list[Cell]]


@dataclass(frozen=True)
class Heads:
    """The visible sheets of a workbook, and the first rows of one after the other."""

    sheets: list[str]
    rows: Generator[list[list[Cell]], None, None]


def read_table(file: IO[bytes], sheet: str = "", *, keep: IO[bytes] | None = None) -> Table:
    """The rows of one sheet, one after the other, each from column A on; "" is the first sheet.

    Read to their end they stand in `keep`, for `kept_table`. Refused: what is no table, and
    what is larger than `records.tables.rules` allow.
    """
    return believed(stream(workbook.rows, file, sheet, sentences=SENTENCES, keep=keep))


def kept_table(kept: IO[bytes]) -> Table:
    """The rows that `read_table` kept: the file itself is not opened again."""
    return believed(again(kept))


def believed(found: Iterator[Any]) -> Table:
    """What a reader said of a table, as far as it can be a table: the child is not trusted."""
    total = next(found, None)
    if type(total) is not int or not 0 <= total <= MOST_ROWS:
        raise Refused(str(SENTENCES["broken"]))
    return Table(total, chain.from_iterable(map(_cells, found)))


def read_heads(file: IO[bytes], most: int, *, sheet: str = "") -> Heads:
    """The first rows of every sheet, or of one; a workbook is opened once for all of them.

    A CSV file has one sheet without a name. Refused as in `read_table`.
    """
    found = stream(workbook.heads, file, sheet, most, sentences=SENTENCES, most=MOST_OF_HEADS)
    names = next(found, None)
    if not isinstance(names, list):
        raise Refused(str(SENTENCES["broken"]))
    return Heads([str(name) for name in names], _each(found))


def read_others(file: IO[bytes], sheet: str) -> Iterator[list[Cell]]:
    """The name and the rows of every sheet but one, hidden ones too. Refused as in `read_table`."""
    found = stream(workbook.others, file, sheet, sentences=SENTENCES)
    return chain.from_iterable(map(_cells, found))


def _each(found: Generator[Any, None, None]) -> Generator[list[list[Cell]], None, None]:
    with closing(found):
        yield from map(_cells, found)


def _cells(block: Any) -> list[list[Cell]]:
    """Rows as they came out of the child; the dates among them are dates again."""
    try:
        return [
            row if type(row) is list and PLAIN.issuperset(map(type, row)) else list(map(_cell, row))
            for row in block
        ]
    except (TypeError, ValueError, OverflowError):
        raise Refused(str(SENTENCES["broken"])) from None


def _cell(sent: Any) -> Cell:
    if type(sent) in PLAIN:
        plain: Cell = sent
        return plain
    return moment(sent)
