"""Loans of the demonstration: one asked for, one out, one overdue, one back with a fault."""

from datetime import datetime, timedelta

from django.utils.timezone import localdate

from records.holdings.models import Record
from records.holdings.rules import Stage
from records.loans import actions
from records.loans.models import Loan
from records.loans.rules import Condition, Returned
from records.organisation.models import Fonds, User
from records.values.rules import Level

TERM = 7
ASKED = ("linshuyan", "续修机关志，核对发文原件的签发意见")
OUT = ("shaoanqi", "教育督导核查，核对原件印章")
OVERDUE = ("yuezhongqi", "办理信访答复，查对原件")
BACK = ("xueqinglan", "编写大事记")


def lend(*, archivist: User, supervisor: User, now: datetime) -> int:
    """Make them through the acts that people make them by; returns how many."""
    _ask(*ASKED, at=now - timedelta(hours=3))
    for told, since in ((OUT, timedelta(days=2)), (OVERDUE, timedelta(days=12))):
        _handed_out(told, archivist, supervisor, now - since)
    loan = _handed_out(BACK, archivist, supervisor, now - timedelta(days=20))
    first, *others = loan.items.select_related("record")
    found = [Returned(item.pk, Condition.INTACT, item.record.pages, "") for item in others]
    found.append(
        Returned(first.pk, Condition.DAMAGED, first.record.pages, "首页装订处撕裂，已修补")
    )
    back = now - timedelta(days=15)
    actions.take_back(loan, returned=found, by=archivist, at=back)
    actions.remind(today=localdate(now), at=now)
    return Loan.objects.count()


def _ask(username: str, purpose: str, *, at: datetime) -> Loan:
    """Two files of the person's own department that nothing else holds."""
    borrower = User.objects.get(username=username)
    own = Record.objects.filter(fonds__in=Fonds.objects.owned_by(borrower), volume=None)
    kept = own.filter(stage=Stage.ACCEPTED, level=Level.ITEM).free().order_by("-year", "pk")
    chosen = Record.objects.filter(pk__in=list(kept.values_list("pk", flat=True)[:2]))
    return actions.ask(chosen, purpose=purpose, days=TERM, by=borrower, at=at)


def _handed_out(told: tuple[str, str], archivist: User, supervisor: User, at: datetime) -> Loan:
    loan = _ask(*told, at=at - timedelta(hours=4))
    actions.approve(loan, by=supervisor, at=at - timedelta(hours=3))
    actions.fetch(Loan.objects.get(pk=loan.pk), by=archivist, at=at - timedelta(hours=1))
    actions.hand_out(Loan.objects.get(pk=loan.pk), by=archivist, at=at)
    return Loan.objects.get(pk=loan.pk)
