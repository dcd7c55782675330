"""Numbers and codes for a set of drafts, in a handful of statements for any number of rows.

The drafts are locked by id, then their number series in the order of their class, so
that two acceptances wait for each other and never in a circle. A series row is the
lock and the memory of one lowest class: the next number is its last plus one, given
inside the transaction that uses it, so a rollback leaves no gap.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from records.holdings import elements
from records.holdings import numbering_sql as sql
from records.holdings.codes import ArchivalCode, CodeError, Widths, build
from records.holdings.models import Record
from records.locks import Lock, wait_for
from records.rules import Refused
from records.sentences import gettext as _
from records.sentences import ngettext_lazy, pgettext
from records.values.rules import Level

SHOWN = 5  # codes named in a refusal
# What is amiss with drafts besides what they lack, in the order of the statement that counts it.
UNFIT = (
    ngettext_lazy(
        "%(count)d brings a code without a number",
        "%(count)d bring a code without a number",
    ),
    ngettext_lazy(
        "%(count)d lies in a volume that is not accepted yet",
        "%(count)d lie in a volume that is not accepted yet",
    ),
    ngettext_lazy(
        "%(count)d differs from its volume in fonds, category, year or period",
        "%(count)d differ from their volume in fonds, category, year or period",
    ),
    ngettext_lazy(
        "%(count)d lies in no volume, though its category is kept by volume",
        "%(count)d lie in no volume, though their category is kept by volume",
    ),
)


@contextmanager
def chosen(records: QuerySet[Record]) -> Iterator[QuerySet[Record]]:
    """Lock `records` and fix the set for this transaction; gives the same set by key."""
    query, parameters = records.order_by().values("pk").query.sql_with_params()
    lacks = sql.lacks(elements.required())
    _fix(sql.CHOOSE.format(columns=sql.CLASS_COLUMNS, chosen=query, lacks=lacks), parameters)
    yield Record.objects.filter(pk__in=RawSQL("SELECT id FROM records_accepting", []))
    _run("DROP TABLE records_accepting, records_numbered, records_skipped")


def hold_codes() -> None:
    """Let nobody give codes until this transaction ends: an alias must not meet a new code."""
    wait_for(Lock.CODES)


@contextmanager
def arriving(query: str, parameters: Any) -> Iterator[None]:
    """Number rows that are not records yet, so that each is written once, with its code.

    `query` selects what they will be: id, the columns of the class, archival_code, number
    and dated_on. Inside, `records_accepting` holds them and `records_numbered` the item
    and code of those that brought no code. The rules are those of acceptance.
    """
    lacks = sql.lacks(one for one in elements.required() if one.fixed)
    _fix(sql.ARRIVING.format(columns=sql.CLASS_COLUMNS, arriving=query, lacks=lacks), parameters)
    refuse_incomplete()
    lock_series()
    give_numbers()
    yield
    _run("DROP TABLE records_accepting, records_numbered, records_skipped")


def _fix(statement: str, parameters: Any) -> None:
    wait_for(Lock.CODES, shared=True)
    _run(statement, parameters)
    _run(sql.FIND)
    _run("ANALYZE records_accepting")


def refuse_incomplete() -> None:
    """Refuse the chosen drafts if some lack what DA/T 18-2022 demands (必著) or a code needs."""
    lacking = dict(_rows(sql.LACKING))
    found = [
        ngettext_lazy("%(count)d has no %(element)s", "%(count)d have no %(element)s")
        % {"count": lacking[one.key], "element": one.field.verbose_name}
        for one in elements.required()
        if one.key in lacking
    ]
    counted = _rows(sql.UNCODED)  # one row
    found += [text % {"count": count} for count, text in zip(*counted, UNFIT, strict=True) if count]
    if found:
        raise Refused(
            _("These records cannot be accepted: %(lacks)s. Complete their descriptions first.")
            % {"lacks": _(", ").join(found)}
        )


def lock_series() -> None:
    """Take the series of the chosen drafts, made where they are missing, and bring them up."""
    _run(sql.OPEN_SERIES)
    _run(sql.LOCK_SERIES)
    _run(sql.CATCH_UP)


def give_numbers() -> dict[str, RawSQL]:
    """Number the chosen drafts; gives what to write into them: their numbers and codes.

    Refused where no code can be made of the parts, or where a code is taken.
    """
    _run(sql.NUMBERED)
    for level in (Level.VOLUME, Level.ITEM):
        _run(sql.SKIP, [level])
        _run(sql.COUNT_ON, [level])
    _run("ANALYZE records_numbered")
    for row in _rows(sql.CLASSES):
        _Class(*row).refuse_bad()
    _refuse_taken()
    _run(sql.ADVANCE_SERIES)
    given = {"number": sql.GIVEN_NUMBER, "archival_code": sql.GIVEN_CODE}
    return {column: RawSQL(statement, []) for column, statement in given.items()}  # noqa: S611


def _refuse_taken() -> None:
    """Refuse codes that another record bears or that lead to one."""
    taken = [code for (code,) in _rows(sql.TAKEN)]
    if taken:
        raise Refused(
            ngettext_lazy(
                "%(count)d code is taken already: %(codes)s. Look this record up and correct"
                " the year, period or office of one side.",
                "%(count)d codes are taken already: %(codes)s. Look these records up and"
                " correct the year, period or office of one side.",
            )
            % {"count": len(taken), "codes": pgettext("between words", ", ").join(taken[:SHOWN])}
        )


@dataclass(frozen=True)
class _Class:
    """A lowest class with the greatest numbers that it would get."""

    fonds: str
    pattern: str
    number_width: int
    unit_width: int
    category: str
    year: int
    period: str
    unit: str
    volume: int | None
    item: int | None

    def refuse_bad(self) -> None:
        """Refuse parts of which no code of the fonds's pattern can be made."""
        code = ArchivalCode(
            self.fonds, self.category, self.year, self.period, self.unit, self.volume, self.item
        )
        widths = Widths(number=self.number_width, unit=self.unit_width)
        try:
            build(code, self.pattern, widths)
        except CodeError as error:
            raise Refused(
                _("Fonds %(fonds)s, %(category)s of %(year)d: %(error)s")
                % {
                    "fonds": self.fonds,
                    "category": self.category,
                    "year": self.year,
                    "error": error,
                }
            ) from error


def _run(statement: str, parameters: Any = None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)


def _rows(statement: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return list(cursor.fetchall())
