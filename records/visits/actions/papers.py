"""The register of use leaves the house on paper or as a file: each time an act of the trail."""

from datetime import date, datetime

from django.db import transaction

from records.audit.actions import note
from records.days import machine
from records.loans.register import KINDS
from records.organisation.models import User
from records.rules import Refused
from records.sentences import gettext as _
from records.visits.daybook import DAYBOOK, lines, read_in
from records.visits.models import Visit
from records.visits.statistics import as_workbook, statistics


@transaction.atomic
def take_daybook(year: int, kind: str, *, by: User, at: datetime) -> bytes:
    """The register of what was read in a year; refused where nothing was, and to departments."""
    items = read_in(Visit.objects.visible_to(by), year)
    count = items.count()
    if not count or not by.sees_all_records:
        raise Refused(_("Nothing was read in %(year)d.") % {"year": year})
    name = f"{year} 年度{DAYBOOK}"
    told = {"paper": name, "count": count}
    note("print" if kind == "pdf" else "export", by, by=by, at=at, after=told)
    return KINDS[kind](name, lines(items), by=by, at=at)


@transaction.atomic
def take_figures(*, first: date, last: date, by: User, at: datetime) -> bytes:
    """The use of a period as a workbook; refused as `statistics` is."""
    made = as_workbook(statistics(first, last, by))
    told = {"paper": "利用统计", "first": machine(first), "last": machine(last)}
    note("export", by, by=by, at=at, after=told)
    return made
