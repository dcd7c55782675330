"""How each column is read: a cell becomes a value of its row, or a problem that names it.

What a value may be say the checks that forms and actions call too (`records.values.readers`);
here stand what is put right and told, and what is only warned of.
"""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from records.imports.columns import SPAN
from records.imports.rows.cells import Row, Target, text_of
from records.imports.rules import Change
from records.rules import Unreadable
from records.sentences import gettext as _
from records.tables.rules import Cell
from records.values import readers
from records.values.dates import typed_year
from records.values.document_numbers import is_plausible
from records.values.element import Element
from records.values.numerals import number_in
from records.values.text import tidy

SEVERAL = {"responsible", "persons", "keywords"}  # where each line may be a name of its own

Reader = Callable[[Row, Cell, Target], None]


def read_title(row: Row, cell: Cell, target: Target) -> None:
    """The title in one line."""
    written, unseen = tidy(text_of(cell))
    text = _checked(row, "title", written, readers.read_title, target)
    if text is None:
        return
    row.values["title"] = text
    if unseen:
        row.put_right("title", Change.TITLE, text)
        row.warn(
            "title",
            text,
            _("There were line breaks or signs that cannot be seen in the title."),
            _("They were dropped; see that the title still reads right."),
        )


def read_document_number(row: Row, cell: Cell, target: Target) -> None:
    """The number in its one form; an odd one is kept and warned of."""
    written = text_of(cell).strip()
    number = _checked(row, "document_number", written, readers.read_document_number, target)
    if number is None:
        return
    row.values["document_number"] = number
    if number != written:
        row.put_right("document_number", Change.NUMBER, number)
    if number and not is_plausible(number):
        row.warn(
            "document_number",
            written,
            _("This does not read like a document number."),
            _("Compare it with the document: 清水发〔2024〕17号. As it stands it is kept."),
        )


def read_written_date(row: Row, cell: Cell, target: Target) -> None:
    """The date in digits, as much of it as is known."""
    written = text_of(cell).strip()
    try:
        found = readers.read_day(
            cell if isinstance(cell, date | int | float) else written, target.today
        )
    except Unreadable as fault:
        row.reject("date", written, fault.what, fault.remedy, right=fault.right)
        return
    row.values["date_text"] = found.text
    row.values["date_is_inferred"] = found.inferred
    row.values["dated_on"] = found.first_day
    if found.text != written.strip("[]"):
        row.put_right("date", Change.DATE, str(found))
    if len(found.text) < 8 or not isinstance(cell, str) or written.strip("[]").isdecimal():
        return
    if year := typed_year(found.first_day, target.today):
        row.warn(
            "date",
            written,
            _("A spreadsheet makes this day of the year %(year)d in a date cell.") % {"year": year},
            _("Compare it with the document; write %(year)d if that is meant.") % {"year": year},
        )


def read_date_parts(row: Row, parts: Mapping[str, Cell], target: Target) -> None:
    """A date whose year, month and day stand in columns of their own."""
    said = {sign: text_of(cell).strip().removesuffix(sign) for sign, cell in parts.items()}
    if not any(said.values()):
        return
    if not said.get("月") and not said.get("日"):
        read_written_date(row, parts["年"], target)
        return
    month = said.get("月") or "--"
    day = f"{said['日']}日" if said.get("日") else ""
    read_written_date(row, f"{said['年']}年{month}月{day}", target)


def read_written_span(row: Row, cell: Cell, target: Target) -> None:
    """The first and the last date of a volume, which stand in one cell."""
    written = text_of(cell).strip()
    try:
        first, last = readers.read_span(
            cell if isinstance(cell, date | int | float) else written, target.today
        )
    except Unreadable as fault:
        row.reject(SPAN, written, fault.what, fault.remedy, right=fault.right)
        return
    row.values["date_text"], row.values["until"] = first.text, last
    row.values["date_is_inferred"], row.values["dated_on"] = first.inferred, first.first_day
    said = f"{first}-{last:0<8}" if last else str(first)
    if said != written:
        row.put_right(SPAN, Change.DATE, said)


def read_until(row: Row, cell: Cell, target: Target) -> None:
    """The last date in a volume, in digits."""
    written = text_of(cell).strip()
    last = _checked(row, "until", written, readers.read_last_day, target)
    if last is not None:
        row.values["until"] = last
        if last != written:
            row.put_right("until", Change.DATE, last)


def read_number(row: Row, cell: Cell, target: Target) -> None:
    """The number that an item has in its volume."""
    written = text_of(cell).strip()
    number = number_in(written)
    if number and number < 10**target.widths.number:
        row.values["number"] = number
        return
    row.reject(
        "number",
        written,
        _("This is no number of an item in a volume."),
        _("Write digits from 1 on, or leave the cell empty: the order of the rows is kept."),
    )


def read_pages(row: Row, cell: Cell, target: Target) -> None:
    """A whole number of pages; where 0 is written, none is known."""
    written = text_of(cell).strip()
    try:
        row.values["pages"] = readers.read_pages(written, target.today)
    except Unreadable as fault:
        none = number_in(written.removesuffix("页")) == 0
        tell = row.warn if none else row.reject
        tell("pages", written, fault.what, fault.remedy, right=fault.right)


def choice_reader(one: Element) -> Reader:
    """A reader of one of a few words of DA/T 18-2022."""

    def read(row: Row, cell: Cell, target: Target) -> None:
        kept = _checked(row, one.key, text_of(cell), one.check, target)
        if kept is not None:
            row.values[one.column] = kept

    return read


def text_reader(one: Element) -> Reader:
    """A reader of free text."""
    key, column, check, several = one.key, one.column, one.check, one.key in SEVERAL

    def read(row: Row, cell: Cell, target: Target) -> None:
        written = text_of(cell)
        text = _checked(row, key, written, check, target)
        if text is None:
            return
        row.values[column] = text
        if text != written:
            row.put_right(key, Change.TEXT, text)
        if several and "\n" in written.strip():
            row.warn(
                key,
                text,
                _("Several lines were joined into one."),
                _("See that the names still read right; put “；” between two of them."),
            )

    return read


def _checked(row: Row, key: str, written: str, check: readers.Check, target: Target) -> Any:
    """What is kept of a value; nothing, and a fault of the row, where its check refuses it."""
    try:
        return check(written, target.today)
    except Unreadable as fault:
        row.reject(key, written, fault.what, fault.remedy, right=fault.right)
        return None
