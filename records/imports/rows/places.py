"""Where a row belongs: its fonds, category and office, and whether it may come in at all."""

import re
from collections.abc import Callable, Mapping
from functools import lru_cache

from records.holdings.codes import normalise, read_given
from records.holdings.codes.parts import MOST_DIGITS
from records.imports.rows.cells import CONCEALED, Row, Target, listed, text_of
from records.rules import Refused
from records.sentences import gettext as _
from records.tables.rules import Cell, Shown
from records.values import marks
from records.values.marks import StateSecret, read_mark
from records.values.numerals import number_in
from records.values.rules import Level, Security
from records.values.text import normal, tidy

SHOWN = 13  # of the words that would be right


def read_fonds(row: Row, cell: Cell, target: Target) -> None:
    """The sheet's own fonds, by number, name or both, must be the one that is imported into."""
    written = tidy(text_of(cell))[0]
    number, name = normal(target.fonds), normal(target.fonds_name)
    if normal(written) != name and number not in map(normal, (written, written.split(" ")[0])):
        row.reject(
            "fonds",
            written,
            _("This row belongs to fonds %(written)s; you import into %(fonds)s.")
            % {"written": written, "fonds": target.fonds},
            _("Correct the number, or import the row into its own fonds."),
        )


def read_category(row: Row, cell: Cell, target: Target) -> None:
    """A category by its code or name."""
    written = tidy(text_of(cell))[0]
    known = target.categories.get(written) or target.categories.get(written.upper())
    if known is None:
        row.reject(
            "category",
            written,
            _("There is no such category."),
            _("Write one of %(known)s.") % {"known": _some(target.categories)},
        )
        return
    row.values["category_id"] = known


def read_unit(row: Row, cell: Cell, target: Target) -> None:
    """An office or matter of the fonds by its code or name."""
    written = tidy(text_of(cell))[0]
    known = target.units.get(written) or target.units.get(written.upper())
    if known is None:
        row.reject(
            "unit",
            written,
            _("The fonds has no such office or matter."),
            _("Write one of %(known)s, or have it added to the fonds.")
            % {"known": _some(target.units)}
            if target.units
            else _("Leave the cell empty, or have the office added to the fonds."),
        )
        return
    row.values["unit_id"] = known


def read_volume(row: Row, cell: Cell, target: Target) -> None:
    """The volume that the row is, or lies in: by its number or by its code."""
    written = tidy(text_of(cell))[0]
    number = number_in(re.sub("^第|[卷号]+$", "", written))
    if number and len(str(number)) <= MOST_DIGITS:
        row.values["inside"] = str(number)
        return
    code = normalise(written).text
    given = read_given(code, target.pattern, target.widths, target.by_volume, level=Level.VOLUME)
    parsed = given.code  # one of other days leads to its volume, too
    if parsed and parsed.volume and parsed.number is None:
        row.values["inside"] = code
        return
    row.reject(
        "volume",
        written,
        _("This is neither the number of a volume nor the archival code of one."),
        _("Write the number in digits, as in 12, or the whole code of the volume."),
    )


def _some(known: Mapping[str, int]) -> str:
    return listed(list(known)[:SHOWN])


def read_security(row: Row, cell: Cell, target: Target) -> None:
    """内部 or nothing; 秘密 and above are refused (State Secrets Law, art. 31)."""
    text = tidy(text_of(cell))[0]
    try:
        row.values["security"] = _mark(text)
    except StateSecret:
        refuse_secret(row, "security")
    except Refused:
        row.reject(
            "security",
            text,
            _("This is no security mark."),
            _("Write 内部, or leave the cell empty."),
        )


_mark: Callable[[str], Security] = lru_cache(maxsize=256)(read_mark)


def refuse_secret(row: Row, key: str) -> None:
    """Reject a row that is marked as a state secret; what it says is kept nowhere."""
    row.secret = True
    row.problems.clear()
    row.changes.clear()
    row.reject(
        key,
        CONCEALED,
        _("This is marked as a state secret; state secrets are not kept in this system."),
        _("Delete the row and register the file in the classified ledger."),
    )


def bears_mark(cell: Cell) -> bool:
    """Whether a cell bears a state secret's mark, such as 机密★10年."""
    text = cell.text if isinstance(cell, Shown) else cell
    return isinstance(text, str) and marks.bears_mark(text)
