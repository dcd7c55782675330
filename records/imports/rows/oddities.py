"""Cells that hold something else than a person sees in them, or nothing at all.

Nothing is invented of them: they are refused, or what they show is taken and told.
"""

import re
from datetime import date, time, timedelta

from records import days
from records.imports.rows.cells import Row, text_of
from records.sentences import gettext as _
from records.tables.rules import NOT_WORKED_OUT, Cell, Shown
from records.values.dates import digits, typed_year

_ERROR = re.compile(r"#[A-Z/0!?_]{2,14}[!?A]|#{2,}|Err:[0-9]{3}")
MOST_DIGITS = 10**15  # a spreadsheet keeps fifteen digits of a number
OF_A_DAY = ("date", "until", "year")  # elements in which a cell may be a day, or the year of one


def refuse_odd(row: Row, key: str, cell: Cell, today: date) -> bool:
    """Whether the cell says nothing that could be taken; what is doubtful is only told."""
    if isinstance(cell, str):
        return cell[:1] in "#=E" and _refuse_nothing(row, key, cell.strip())
    if isinstance(cell, int | float):
        return abs(cell) >= MOST_DIGITS and _refuse_long(row, key, cell)
    held = cell.held if isinstance(cell, Shown) else cell
    if isinstance(held, date) and key.startswith(OF_A_DAY) and _refuse_year(row, key, held, today):
        return True
    if isinstance(cell, Shown):
        _tell_shown(row, key, cell)
    elif isinstance(cell, date | time | timedelta) and not key.startswith(OF_A_DAY):
        row.warn(
            key,
            text_of(cell),
            _("The spreadsheet made a day or a time of what was typed."),
            _("Compare it with the document; format the cell as text and write it again."),
        )
    return False


def _refuse_nothing(row: Row, key: str, text: str) -> bool:
    if _ERROR.fullmatch(text):
        row.reject(
            key,
            text,
            _("The cell shows %(error)s in place of a value.") % {"error": text},
            _("Write the value itself into the cell, or empty it."),
        )
        return True
    remedy = _("Open the table in your spreadsheet program and save it, or write the value itself.")
    if text == NOT_WORKED_OUT:
        row.reject(
            key, text, _("The cell holds a formula whose value was never worked out."), remedy
        )
        return True
    if len(text) > 1 and text.startswith("="):
        row.warn(key, text, _("This reads like a formula."), remedy)
    return False


def _refuse_long(row: Row, key: str, cell: float) -> bool:
    row.reject(
        key,
        text_of(cell),
        _("The number is too long for a spreadsheet, which has dropped its last digits."),
        _("Format the cell as text, and write the number again."),
    )
    return True


def _refuse_year(row: Row, key: str, held: date, today: date) -> bool:
    year = typed_year(held, today)
    if year is None:
        return False
    row.reject(
        key,
        days.day(held),
        _("The day %(day)s is what a spreadsheet makes of the year %(year)d in a date cell.")
        % {"day": days.day(held), "year": year},
        _("Format the cell as text and write %(year)d; if the day is right, write %(digits)s.")
        % {"year": year, "digits": digits(held)},
    )
    return True


def _tell_shown(row: Row, key: str, cell: Shown) -> None:
    figures = re.sub(r"\D", "", cell.text)
    if isinstance(cell.held, int | float) and int(figures or 0) == cell.held:
        return
    row.warn(
        key,
        cell.text,
        _("The cell shows %(shown)s and holds %(held)s.")
        % {"shown": cell.text, "held": text_of(cell.held)},
        _("What it shows was taken. If that is too little, write the whole as text."),
    )
