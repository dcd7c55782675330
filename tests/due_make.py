"""Due rules and records in custody, for the tests of what falls due."""

from datetime import date
from importlib import import_module
from typing import Any

from django.apps import apps
from django.db import connection
from django.db.models import F

from records.holdings.models import Record
from records.holdings.rules import Stage
from records.retention.models import DueRule
from tests import make
from transfers.due import actions
from transfers.due import flags_sql as sql
from transfers.due.models import DueRun

TODAY = date(2026, 11, 22)


def reference_data() -> None:
    """The categories and rules that a migration puts in; a flushed database has lost them."""
    import_module("records.migrations.0003_reference_data").load(apps, None)


def rule(duty: str, period: str, years: int | None = None, **given) -> DueRule:
    """A rule of its own; the seeded one of the same case is ended the day before."""
    since = given.setdefault("in_force_from", date(2025, 1, 1))
    case = {
        "duty": duty,
        "period": period,
        "category": given.pop("category", None),
        "archive": given.pop("archive", None),
    }
    before = DueRule.objects.filter(**case, in_force_until=None, in_force_from__lt=since)
    before.update(in_force_until=date.fromordinal(since.toordinal() - 1))
    version = DueRule.objects.filter(**case).count() + 1
    given.setdefault("law", "试用")
    return DueRule.objects.create(**case, years=years, version=version, **given)


def kept(year: int | None = 2005, period: str = "Y", **given) -> Record:
    """A record in custody."""
    return make.record(Stage.ACCEPTED, year=year, period=period, **given)


def run(today: date = TODAY) -> DueRun:
    return actions.flag(today=today, at=make.NOW)


def figures(done: DueRun) -> tuple[int, int, int, int]:
    return done.flagged, done.already, done.cleared, done.uncomputable


def only_rule(
    duty: str = "transfer", period: str = "Y", years: int | None = 20, **given
) -> DueRule:
    """A rule beside which no seeded one holds: `seeded_rules_end` comes first."""
    given = {"law": "试用", "version": 7, "in_force_from": date(2025, 1, 1), **given}
    return DueRule.objects.create(duty=duty, period=period, years=years, **given)


def seeded_rules_end() -> None:
    DueRule.objects.update(in_force_until=F("in_force_from"))


def execute(statement: str, today: date = TODAY) -> list[dict[str, Any]]:
    """What one statement of the nightly work answers."""
    with connection.cursor() as cursor:
        cursor.execute(statement, sql.given(today) | {"at": make.NOW})
        if cursor.description is None:
            return []
        names = [column.name for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
