"""Reading a table that somebody sent, in a confined child process: rows, or a sentence."""

from collections.abc import Collection, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from itertools import chain
from shutil import copyfileobj
from typing import IO, Any, BinaryIO, NamedTuple

from records.confined.process import Sentences, again, refusal, stream
from records.confined.wire import moment, send
from records.rules import Refused
from records.sentences import gettext_lazy as _
from records.tables import workbook
from records.tables.rules import MOST_COLUMNS, MOST_ROWS, Cell, Plain, Shown

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


class Part(NamedTuple):
    """A sheet among the rows that are read: how many rows stood before it, what is merged in it.

    `merged` has by its first row what goes down over several: the column from 0, the last row.
    `others` tells whether the file has sheets that are not read.
    """

    sheet: str
    rows: int
    before: int
    merged: dict[int, list[tuple[int, int]]]
    others: bool


@dataclass(frozen=True)
class Table:
    """Rows of one sheet, or of several one behind the other, each from its row 1 on.

    `total` counts the first sheet's with the blank ones. `parts` has the sheets whose rows
    have begun to come, the last of them is that of the row.
    """

    total: int
    rows: Iterator[list[Cell]]
    parts: list[Part] = field(default_factory=list)


@dataclass(frozen=True)
class Head:
    """A sheet of a workbook: how many rows it has, and its first ones where it can be seen.

    Without `rows` it could not be read; `fault` says why, where that is known.
    """

    sheet: str
    hidden: bool = False
    rows: int | None = None
    lines: list[list[Cell]] = field(default_factory=list)
    fault: Refused | None = None


def read_table(file: IO[bytes], *sheets: str, keep: IO[bytes] | None = None) -> Table:
    """The rows of some sheets, one after the other, each from column A on; else of the first.

    Cells show what a person sees (`Shown`), and what is merged stands in each of its rows.
    Read to their end the rows stand in `keep`, for `kept_table`. Refused: what is no table,
    and what is larger than `records.tables.rules` allow.
    """
    found = stream(workbook.rows, file, sheets or ("",), sentences=SENTENCES, keep=keep)
    return believed(found)


def kept_table(kept: IO[bytes]) -> Table:
    """The rows that `read_table` kept: the file itself is not opened again."""
    return believed(again(kept))


def keep_without(secret: Collection[int], kept: IO[bytes], to: BinaryIO) -> None:
    """The rows that `read_table` kept, kept once more, with nothing in some of them."""
    if not secret:
        kept.seek(0)
        copyfileobj(kept, to)
        to.seek(0)
        return
    number = 0
    for said in again(kept):
        rows = said
        if isinstance(said, list):
            rows = [[] if number + place in secret else row for place, row in enumerate(said, 1)]
            number += len(rows)
        send(to, value=rows)
    to.seek(0)


def believed(found: Iterator[Any]) -> Table:
    """What a reader said of a table, as far as it can be a table: the child is not trusted."""
    first = _part(next(found, None), 0)
    parts = [first]
    return Table(first.rows, _rows(found, parts), parts)


def _rows(found: Iterator[Any], parts: list[Part]) -> Iterator[list[Cell]]:
    count = 0
    for said in found:
        if isinstance(said, dict):
            parts.append(_part(said, count))
        else:
            rows = _cells(said)
            count += len(rows)
            yield from rows


def _part(said: Any, before: int) -> Part:
    """A sheet that begins, as the child announces it."""
    match said:
        case {
            "sheet": str(sheet),
            "rows": int(rows),
            "merged": list(merged),
            "others": bool(others),
        } if 0 <= rows <= MOST_ROWS:
            return Part(sheet, rows, before, _by_row(merged), others)
    raise Refused(str(SENTENCES["broken"]))


def _by_row(merged: list[Any]) -> dict[int, list[tuple[int, int]]]:
    begun: dict[int, list[tuple[int, int]]] = {}
    for said in merged:
        match said:
            case [int(row), int(place), int(last)] if 0 <= place < MOST_COLUMNS:
                begun.setdefault(row, []).append((place, last))
    return begun


def read_heads(file: IO[bytes], most: int) -> list[Head]:
    """The sheets of a workbook, hidden ones too, each with its first rows; it is opened once.

    A CSV file has one sheet without a name. Refused as in `read_table`, as long as no row
    was read; what breaks off behind the first sheet with rows is only not counted.
    """
    found = stream(workbook.heads, file, most, sentences=SENTENCES, most=MOST_OF_HEADS)
    heads: list[Head] = []
    with closing(found):
        names = _names(next(found, None))
        try:
            for name, hidden in names:
                heads.append(_head(name, next(found, None), hidden=hidden))
        except Refused:
            if not any(head.lines for head in heads):
                raise
    return heads + [Head(name, hidden=hidden) for name, hidden in names[len(heads) :]]


def _names(said: Any) -> list[tuple[str, bool]]:
    try:
        return [(str(name), bool(hidden)) for name, hidden in said]
    except (TypeError, ValueError):
        raise Refused(str(SENTENCES["broken"])) from None


def _head(name: str, said: Any, *, hidden: bool) -> Head:
    match said:
        case {"rows": int(rows), "head": list(lines)}:
            return Head(name, hidden, rows, _cells(lines))
        case {"fault": str()}:
            return Head(name, hidden, fault=refusal(said, SENTENCES))
    raise Refused(str(SENTENCES["broken"]))


def read_others(file: IO[bytes], sheets: Sequence[str]) -> Iterator[list[Cell]]:
    """The name and the rows of every sheet but some, hidden ones too; refused as `read_table`."""
    found = stream(workbook.others, file, list(sheets), sentences=SENTENCES)
    return chain.from_iterable(map(_cells, found))


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
    match sent:
        case ["shown", str(text), held]:
            return Shown(text, _plain(held))
    return _plain(sent)


def _plain(sent: Any) -> Plain:
    if type(sent) in PLAIN:
        plain: Plain = sent
        return plain
    return moment(sent)
