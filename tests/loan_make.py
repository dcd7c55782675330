"""Loans for tests, led on by the real actions."""

from datetime import datetime
from typing import Any

from records.holdings.models import Record
from records.holdings.rules import Stage as Filing
from records.loans import actions
from records.loans.models import Loan
from records.loans.rules import Condition, Returned
from records.organisation.models import User
from tests import make


def asked(*records: Record, by: User | None = None, **given: Any) -> Loan:
    """A request for some records, or for one of the borrower's own department."""
    borrower = by or make.reader()
    if not records:
        records = (make.record(Filing.ACCEPTED, make.fonds(of=borrower.department)),)
    given = {"purpose": "编写年鉴", "days": 7, "at": make.NOW, **given}
    chosen = Record.objects.filter(pk__in=[record.pk for record in records])
    return actions.ask(chosen, by=borrower, **given)


def approved(*records: Record, by: User | None = None, **given: Any) -> Loan:
    loan = asked(*records, by=by, **given)
    actions.approve(loan, by=make.archivist(), at=make.NOW)
    return again(loan)


def out(*records: Record, by: User | None = None, since: datetime = make.NOW, **given: Any) -> Loan:
    """Handed out on a day, for 7 days or what is given."""
    loan, archivist = approved(*records, by=by, **given), make.archivist()
    actions.fetch(loan, by=archivist, at=since)
    actions.hand_out(again(loan), by=archivist, at=since)
    return again(loan)


def returned(loan: Loan, **otherwise: Any) -> list[Returned]:
    """All that is out as it came back: intact, or what is given."""
    given = {"condition": Condition.INTACT.value, "pages": None, "note": "", **otherwise}
    return [Returned(item=item.pk, **given) for item in loan.items.open()]


def closed(*records: Record) -> Loan:
    loan = out(*records)
    actions.take_back(loan, returned=returned(loan), by=make.archivist(), at=make.NOW)
    return again(loan)


def again(loan: Loan) -> Loan:
    return Loan.objects.get(pk=loan.pk)
