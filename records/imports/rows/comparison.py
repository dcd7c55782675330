"""What rows say to each other and to the records that are there already: a few set statements."""

import json
from collections.abc import Callable
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from records.imports.columns import label
from records.imports.models import Import
from records.imports.rows import comparison_sql as sql
from records.imports.rows.cells import Problem, listed
from records.imports.rules import GOOD, Outcome
from records.retention.rules import Period


def compare(source: Import) -> None:
    """Find duplicates, codes used twice and numbers used twice, in this order.

    A row that repeats another, or a record of the fonds, adds nothing and is only
    counted, also where it was corrected after its import. A code leads to one file: the
    second row with it is refused.
    """
    _tell(source, sql.SAME_IN_TABLE, _repeated, sql.SKIP)
    _tell(source, sql.SAME_IN_FONDS, _known, sql.SKIP)
    _tell(source, sql.NEAR_IN_FONDS, _nearly_known, sql.SKIP)
    _tell(source, sql.CODE_IN_TABLE, _code_again, sql.REJECT)
    _tell(source, sql.CODE_TAKEN, _code_taken, sql.REJECT)
    _tell(source, sql.SAME_NUMBER, _number_again, sql.WARN)
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


def _tell(source: Import, query: str, told: Callable[..., Problem], change: str) -> None:
    given: dict[str, Any] = {
        "source": source.pk,
        "fonds": source.fonds_id,
        "good": [str(one) for one in GOOD],
    }
    with connection.cursor() as cursor:
        cursor.execute(query, given)
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
    return json.dumps(problem | {"column": letters.get(problem["field"], "")}, ensure_ascii=False)


def _problem(field: str, value: str, what: str, remedy: str, *, blocks: bool = False) -> Problem:
    return {
        "field": field,
        "column": "",
        "value": value[:200],
        "what": what,
        "remedy": remedy,
        "blocks": blocks,
    }


def _repeated(first: int) -> Problem:
    return _problem(
        "title",
        "",
        _("The same as row %(row)d: number, title, date and body agree.") % {"row": first},
        _("It is not imported a second time."),
    )


def _known(called: str, year: int, period: str, written: int, new: str) -> Problem:
    what = _("Already in the fonds: %(record)s.") % {"record": called}
    if (year, period) != (written, new):
        what += _(" There it has %(year)s and %(period)s, here %(written)s and %(new)s.") % {
            "year": year,
            "period": Period(period) if period else "—",
            "written": written,
            "new": Period(new),
        }
        remedy = _("What is there stays. Correct the record itself if the table is right.")
        return _problem("title", "", what, remedy)
    return _problem("title", "", what, _("It is not imported a second time."))


def _nearly_known(called: str, differ: list[str]) -> Problem:
    return _problem(
        "title",
        "",
        _("Already in the fonds, but differs in %(parts)s: %(record)s.")
        % {"parts": listed(label(key) for key in differ), "record": called},
        _("What is there stays. Correct the record itself if the table is right."),
    )


def _code_again(code: str, first: int) -> Problem:
    return _problem(
        "code",
        code,
        _("Row %(row)d has the same archival code.") % {"row": first},
        _("A code leads to one file: correct one of the two, or leave the cell empty."),
        blocks=True,
    )


def _code_taken(code: str, title: str) -> Problem:
    return _problem(
        "code",
        code,
        _("This code already leads to “%(title)s”.") % {"title": title[:60]},
        _("Correct it, or leave the cell empty: the centre gives the next number."),
        blocks=True,
    )


def _mixed_box(box: str, classes: list[str]) -> Problem:
    return _problem(
        "box_number",
        box,
        _("This box would hold different years, periods or offices: %(classes)s.")
        % {"classes": listed(classes)},
        _("One box holds one class alone (DA/T 22-2015, 6.4): correct the number of the box."),
    )


def _number_again(number: str, first: int) -> Problem:
    return _problem(
        "document_number",
        number,
        _("Row %(row)d has the same document number.") % {"row": first},
        _("Compare both with the documents; both are kept."),
    )
