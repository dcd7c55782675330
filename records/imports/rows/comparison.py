"""What rows say to each other and to the records that are there already: a few set statements."""

import json
from collections.abc import Callable
from functools import partial
from typing import Any, cast

from django.db import connection

from records.imports.columns import label
from records.imports.models import Import
from records.imports.rows import comparison_sql as sql
from records.imports.rows.cells import Problem, listed
from records.imports.rules import GOOD, Outcome
from records.retention.rules import Period
from records.sentences import Keeps
from records.sentences import gettext as _

LONGEST_TITLE = 100  # characters of the title by which a record is named


def compare(source: Import) -> None:
    """Find duplicates, codes used twice and numbers used twice, in this order.

    A row that repeats another, or a record of the fonds, adds nothing and is only
    counted, also where it was corrected after its import, and where the record was typed
    in. Another title is another document: that is only told. What a person said of a row
    goes before. A code leads to one file: the second row with it is refused.
    """
    with connection.cursor() as cursor:
        cursor.execute(sql.MARK_ANOTHER, _given(source))
    _tell(source, sql.SAME_IN_TABLE, partial(_repeated, source), sql.SKIP)
    _tell(source, sql.SAME_IN_FONDS, _known, sql.SKIP)
    _tell(source, sql.NEAR_IN_FONDS, _nearly_known, sql.SKIP)
    _tell(source, sql.ALIKE_IN_FONDS, _alike, sql.WARN)
    _tell(source, sql.ANOTHER, _another, sql.WARN)
    _tell(source, sql.CODE_IN_TABLE, partial(_code_again, source), sql.REJECT)
    _tell(source, sql.CODE_TAKEN, _code_taken, sql.REJECT)
    _tell(source, sql.SAME_NUMBER, partial(_number_again, source), sql.WARN)
    _tell(source, sql.MIXED_BOX, _mixed_box, sql.WARN)


def counts(source: Import) -> dict[str, int]:
    """How many rows of each outcome, and all together."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT outcome, count(*) FROM records_importrow WHERE source_id = %s GROUP BY 1",
            [source.pk],
        )
        found = dict(cursor.fetchall())
    told = {outcome.value: found.get(outcome.value, 0) for outcome in Outcome}
    return {"read": sum(told.values()), **told}


def problems_by_column(source: Import) -> dict[str, dict[str, int]]:
    """How many faults, and how many things to look at, stand in each column."""
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT told->>'column', count(*) FILTER (WHERE (told->>'blocks')::bool),
                   count(*) FILTER (WHERE NOT (told->>'blocks')::bool)
               FROM records_importrow, jsonb_array_elements(problems) AS told
               WHERE source_id = %s AND outcome IN ('warned', 'rejected') GROUP BY 1""",
            [source.pk],
        )
        return {column: {"faults": late, "looks": look} for column, late, look in cursor.fetchall()}


def _given(source: Import) -> dict[str, Any]:
    good = [str(one) for one in GOOD]
    return {"source": source.pk, "fonds": source.fonds_id, "good": good}


def _tell(source: Import, query: str, told: Callable[..., Problem], change: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(query, _given(source))
        found = cursor.fetchall()
        if not found:
            return
        letters = {column["field"]: column["letter"] for column in source.columns}
        problems = [_written(told(*said), letters) for _row, *said in found]
        rows = [row for row, *_said in found]
        cursor.execute(
            sql.TELL.format(change=change), {"source": source.pk, "rows": rows, "told": problems}
        )


def _written(problem: Problem, letters: dict[str, str]) -> str:
    told = problem | {"column": letters.get(problem["field"], "")}
    return json.dumps(told, cls=Keeps, ensure_ascii=False)


def _problem(
    field: str, value: str, what: str, remedy: str, *, blocks: bool = False, **more: Any
) -> Problem:
    told: dict[str, Any] = {
        "field": field,
        "column": "",
        "value": value[:200],
        "what": what,
        "remedy": remedy,
        "blocks": blocks,
    }
    return cast(Problem, told | more)


def _called(code: str | None, title: str) -> str:
    """A record as a row is told of it: its code, as far as it has one, and its title."""
    return f"{code or ''} {title[:LONGEST_TITLE]}".strip()


def _repeated(source: Import, first: int) -> Problem:
    return _problem(
        "title",
        "",
        _("The same as row %(row)s: number, title, date and body agree.")
        % {"row": source.address(first)},
        _("It is not imported a second time."),
        first=first,
    )


def _known(
    record: int, code: str | None, title: str, year: int, period: str, written: int, new: str
) -> Problem:
    what = _("Already in the fonds: %(record)s.") % {"record": _called(code, title)}
    if (year, period) != (written, new):
        what += _(" There it has %(year)s and %(period)s, here %(written)s and %(new)s.") % {
            "year": year,
            "period": Period(period) if period else "—",
            "written": written,
            "new": Period(new),
        }
        remedy = _("What is there stays. Correct the record itself if the table is right.")
        return _problem("title", "", what, remedy, record=record)
    return _problem("title", "", what, _("It is not imported a second time."), record=record)


def _nearly_known(record: int, code: str | None, title: str, differ: list[str]) -> Problem:
    parts, called = listed(label(key) for key in differ), _called(code, title)
    return _problem(
        "title",
        "",
        _("Already in the fonds, but differs in %(parts)s: %(record)s.")
        % {"parts": parts, "record": called},
        _("What is there stays. Correct the record itself if the table is right."),
        record=record,
    )


def _alike(number: str, record: int, code: str | None, title: str) -> Problem:
    return _problem(
        "document_number",
        number,
        _("The fonds has another title under this number and date: %(record)s.")
        % {"record": _called(code, title)},
        _("Compare both with the documents; both are kept."),
        record=record,
    )


def _another() -> Problem:
    return _problem(
        "title",
        "",
        _("You said that this is another document than the one it was taken for."),
        _("It is imported besides that one."),
        another=True,
    )


def _code_again(source: Import, code: str, first: int) -> Problem:
    return _problem(
        "code",
        code,
        _("Row %(row)s has the same archival code.") % {"row": source.address(first)},
        _("A code leads to one file: correct one of the two, or leave the cell empty."),
        blocks=True,
    )


def _code_taken(code: str, record: int | None, title: str) -> Problem:
    return _problem(
        "code",
        code,
        _("This code already leads to “%(title)s”.") % {"title": title[:60]},
        _("Correct it, or leave the cell empty: the centre gives the next number."),
        blocks=True,
        record=record,
    )


def _mixed_box(box: str, classes: list[str]) -> Problem:
    return _problem(
        "box_number",
        box,
        _("This box would hold different years, periods or offices: %(classes)s.")
        % {"classes": listed(classes)},
        _("One box holds one class alone (DA/T 22-2015, 6.4): correct the number of the box."),
    )


def _number_again(source: Import, number: str, first: int) -> Problem:
    return _problem(
        "document_number",
        number,
        _("Row %(row)s has the same document number.") % {"row": source.address(first)},
        _("Compare both with the documents; both are kept."),
    )
