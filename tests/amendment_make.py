"""Corrections for tests, proposed and approved by the real actions."""

from typing import Any

from records.amendments import actions
from records.amendments.models import Amendment
from records.holdings.models import Record
from records.holdings.rules import Stage
from records.organisation.models import User
from tests import make


def proposed(*records: Record, by: User | None = None, **given: Any) -> Amendment:
    """A correction to 30 years, or to what is given, of some records or of one of its own."""
    records = records or (make.record(Stage.ACCEPTED, year=2003, period="Y"),)
    chosen = Record.objects.filter(pk__in=[record.pk for record in records])
    given = {"period": "D30", "reason": "保管期限表第3项", **given}
    return actions.propose(chosen, by=by or make.archivist(), at=make.NOW, **given)


def approved(*records: Record, by: User | None = None, **given: Any) -> Amendment:
    """The same, approved by another person."""
    amendment = proposed(*records, **given)
    actions.approve(amendment, by=by or make.supervisor(), at=make.NOW)
    return Amendment.objects.get(pk=amendment.pk)
