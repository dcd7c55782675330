"""What rows say to each other and to the records that are there already: a few set statements."""

import json
from collections.abc import Callable
from functools import partial
from typing import Any, cast

from django.db import connection

from records.imports.columns import label
from records.imports.models import Import
from records.imports.rows import comparison_sql as sql
from records.imports.rows import volumes_sql
from records.imports.rows.cells import Problem, listed
from records.imports.rules import GOOD, Outcome
from records.retention.rules import Period
from records.sentences import Keeps, Sentence, Several, ngettext_lazy
from records.sentences import gettext as _
from records.values.rules import Level

LONGEST_TITLE = 100  # characters of the title by which a record is named


def compare(source: Import) -> None:
    """Find duplicates, codes used twice and numbers used twice, in this order.

    A row that repeats another, or a record of the fonds, adds nothing and is only
    counted, also where it was corrected after its import, and where the record was typed
    in. Another title is another document: that is only told. What a person said of a row
    goes before. A code leads to one file: the second row with it is refused.
    """
    _run(source, sql.MARK_ANOTHER)
    has_volumes = _run(source, volumes_sql.ANY_VOLUME) == [(True,)]
    if has_volumes:
        _place(source)
    _tell(source, sql.SAME_IN_TABLE, partial(_repeated, source), sql.SKIP)
    _tell(source, sql.SAME_IN_FONDS, _known, sql.SKIP)
    _tell(source, sql.NEAR_IN_FONDS, _nearly_known, sql.SKIP)
    _run(source, sql.OF_OTHER_DAYS)
    _tell(source, sql.ALIKE_IN_FONDS, _alike, sql.WARN)
    _tell(source, sql.ANOTHER, _another, sql.WARN)
    _tell(source, sql.CODE_IN_TABLE, partial(_code_again, source), sql.REJECT)
    _tell(source, sql.CODE_TAKEN, _code_taken, sql.REJECT)
    _tell(source, sql.SAME_NUMBER, partial(_number_again, source), sql.WARN)
    _tell(source, sql.MIXED_BOX, _mixed_box, sql.WARN)
    if has_volumes:
        _look_into_volumes(source)


def _place(source: Import) -> None:
    """Find the volume of each item: it says the class; with the number in it, it makes the code."""
    _run(source, volumes_sql.PLACE)
    _tell(source, volumes_sql.NOT_ONE, _not_one, sql.REJECT)
    _tell(source, volumes_sql.STRAYED, _strayed, sql.REJECT)
    _tell(source, volumes_sql.HELD, _held, sql.REJECT)
    _run(source, volumes_sql.GIVE_CODES)
    _run(source, volumes_sql.MARK)


def _look_into_volumes(source: Import) -> None:
    """What a volume and its items say to each other, once it is known which of them are good."""
    _run(source, volumes_sql.FOLLOW)
    _tell(source, volumes_sql.LEFT_BEHIND, _left_behind, sql.REJECT)
    _tell(source, volumes_sql.COUNTED, _counted, sql.WARN)
    _tell(source, volumes_sql.BACKWARDS, _backwards, sql.WARN)


def counts(source: Import) -> dict[str, int]:
    """How many rows of each outcome, and all together."""
    found = dict(_run(source, sql.OUTCOMES))
    told = {outcome.value: found.get(outcome.value, 0) for outcome in Outcome}
    return {"read": sum(told.values()), **told}


def problems_by_column(source: Import) -> dict[str, dict[str, int]]:
    """How many faults, and how many things to look at, stand in each column."""
    found = _run(source, sql.BY_COLUMN)
    return {column: {"faults": late, "looks": look} for column, late, look in found}


def _given(source: Import) -> dict[str, Any]:
    good = [str(one) for one in GOOD]
    return {"source": source.pk, "fonds": source.fonds_id, "good": good}


def _run(source: Import, statement: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, _given(source))
        return list(cursor.fetchall()) if cursor.description else []


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
        _("Compare both with the documents; the row is imported besides that record."),
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


def _not_one(inside: str, count: int) -> Problem:
    remedy = _("Import the volume first, or correct its number.")
    what: Sentence | Several = _(
        "There is no volume %(volume)s of this year and period in the fonds or in the table."
    )
    if count:
        what = ngettext_lazy(
            "%(count)d volume has the number %(volume)s.",
            "%(count)d volumes have the number %(volume)s.",
        )
        remedy = _(
            "Say its year and period, here or for all rows, and its office,"
            " or write its whole code."
        )
    told = {"count": count, "volume": inside}
    return _problem("volume", inside, what % told, remedy, blocks=True)


def _strayed(inside: str, differ: list[str]) -> Problem:
    return _problem(
        "volume",
        inside,
        _("The item differs from its volume in %(parts)s.")
        % {"parts": listed(label(key) for key in differ)},
        _("Leave these cells empty: what holds for the volume holds for its items."),
        blocks=True,
    )


def _held(inside: str) -> Problem:
    return _problem(
        "volume",
        inside,
        _("The volume is held, for a handover or the like: nothing is put into it now."),
        _("Import the item when the volume is free again."),
        blocks=True,
    )


def _left_behind(inside: str) -> Problem:
    what = _("The row of its volume is not imported.")
    return _problem("volume", inside, what, _("Correct the row of the volume first."), blocks=True)


def _counted(code: str, said: int, there: int) -> Problem:
    what = ngettext_lazy(
        "The volume names %(said)d item; with this table there are %(there)d.",
        "The volume names %(said)d items; with this table there are %(there)d.",
        "said",
    )
    remedy = _("Count what lies in it; correct the volume or complete its items.")
    return _problem("volume", code, what % {"said": said, "there": there}, remedy)


def _backwards(numbers: str, before: str) -> Problem:
    return _problem(
        "page_numbers",
        numbers,
        _("The page numbers run back: the item before stands on %(before)s.") % {"before": before},
        _("Look into the volume: items stand in the order of its pages."),
    )


def _code_again(source: Import, level: str, code: str, first: int) -> Problem:
    if all(column["field"] != "code" for column in source.columns):
        return _problem(
            "volume" if level == Level.VOLUME else "number",
            code,
            _("Row %(row)s has the same number, and with it the code %(code)s.")
            % {"row": source.address(first), "code": code},
            _("Number each volume, and each item in a volume, once: correct one of the two."),
            blocks=True,
        )
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
        _("This code, or its number, already leads to “%(title)s”.") % {"title": title[:60]},
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
