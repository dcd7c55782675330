"""How each column is read: a cell becomes a value of its row, or a problem that names it."""

from collections.abc import Callable, Mapping
from datetime import date

from django.utils.translation import gettext as _

from records.imports.rows.cells import Row, Target, listed, text_of, tidy
from records.imports.rules import Change
from records.rules import Unreadable
from records.tables.rules import Cell
from records.values.dates import read_date
from records.values.document_numbers import is_plausible, normalise
from records.values.numerals import number_in
from records.values.rules import MOST_PAGES, Disclosure, Origin

LIMITS = {
    "document_number": 100,
    "responsible": 300,
    "box_number": 20,
    "genre": 20,
    "draft": 20,
    "medium": 40,
    "persons": 300,
    "keywords": 300,
}
SEVERAL = {"responsible", "persons", "keywords"}  # where each line may be a name of its own
DISCLOSURES = {
    "主动公开": Disclosure.ACTIVE,
    "依申请公开": Disclosure.ON_REQUEST,
    "不予公开": Disclosure.WITHHELD,
}
ORIGINS = {"原生": Origin.BORN_DIGITAL, "数字化": Origin.DIGITISED, "编辑": Origin.EDITED}


Reader = Callable[[Row, Cell, Target], None]


def read_title(row: Row, cell: Cell, target: Target) -> None:
    """The title in one line."""
    text, unseen = tidy(text_of(cell))
    if not text:
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
    number = normalise(written)
    if too_long(row, "document_number", number):
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
    """The date in digits, as much of it as is known; a date to come is refused."""
    written = text_of(cell).strip()
    try:
        found = read_date(cell if isinstance(cell, date | int | float) else written)
    except Unreadable as fault:
        row.reject("date", written, fault.what, fault.remedy)
        return
    first_day = found.first_day
    if first_day > target.today:
        row.reject(
            "date",
            written,
            _("This day is still to come."),
            _("Look at the date on the document."),
        )
        return
    row.values["date_text"] = found.text
    row.values["date_is_inferred"] = found.inferred
    row.values["dated_on"] = first_day
    if found.text != written.strip("[]"):
        row.put_right("date", Change.DATE, str(found))


def read_pages(row: Row, cell: Cell, target: Target) -> None:
    """A whole number of pages; what is written in words is refused with the figure."""
    written = text_of(cell).strip()
    figure = written.removesuffix("页").strip()
    number = number_in(figure)
    if number is None or not figure.isascii() or number > MOST_PAGES:
        words = number if number is not None and number <= MOST_PAGES else "12"
        row.reject("pages", written, _("Pages are a whole number."), _("Write %s.") % words)
        return
    row.values["pages"] = number
    if number == 0:
        row.warn("pages", written, _("A file has at least one page."), _("Count the pages."))


def choice_reader(key: str, choices: Mapping[str, str]) -> Reader:
    """A reader of one of a few words of DA/T 18-2022."""

    def read(row: Row, cell: Cell, target: Target) -> None:
        written = tidy(text_of(cell))[0]
        if written in choices:
            row.values[key] = choices[written]
        else:
            row.reject(
                key,
                written,
                _("This word is not in the standard's list."),
                _("Write one of %(known)s.") % {"known": listed(choices)},
            )

    return read


def text_reader(key: str) -> Reader:
    """A reader of free text in one line."""

    def read(row: Row, cell: Cell, target: Target) -> None:
        written = text_of(cell)
        text, _unseen = tidy(written)
        if not too_long(row, key, text):
            row.values[key] = text
            if text != written:
                row.put_right(key, Change.TEXT, text)
            if key in SEVERAL and "\n" in written.strip():
                row.warn(
                    key,
                    text,
                    _("Several lines were joined into one."),
                    _("See that the names still read right; put “；” between two of them."),
                )

    return read


def too_long(row: Row, key: str, text: str) -> bool:
    """Reject what does not fit; nothing is cut off unseen."""
    most = LIMITS.get(key)
    if most is None or len(text) <= most:
        return False
    row.reject(
        key,
        text,
        _("There are %(count)d characters here.") % {"count": len(text)},
        _("Shorten it to %(most)d, and put the rest into the remarks.") % {"most": most},
    )
    return True
