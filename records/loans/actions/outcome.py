"""What came of originals that were lent (利用效果): asked for some days later, told once."""

from datetime import date, datetime

from django.db import transaction

from records.audit.actions import note
from records.days import day, machine
from records.loans.actions.reminders import officers
from records.loans.models import Loan, LoanEffect
from records.loans.rules import FLOW, effect_said
from records.notices.actions import tell
from records.organisation.models import User
from records.sentences import gettext as _
from records.workflow.acts import does


def told_already(loan: Loan, by: User) -> str:
    if not LoanEffect.objects.filter(loan=loan).exists():
        return ""
    return _("The effect of this use is recorded.")


@does(FLOW, "tell_effect", only=[told_already])
def tell_effect(
    loan: Loan, *, benefit: str, effect: str, sealed: str = "", by: User, at: datetime
) -> LoanEffect:
    """Keep what came of the originals."""
    said = effect_said(benefit, effect, sealed)
    made = LoanEffect.objects.create(loan=loan, **said, told_by=by, told_at=at)
    note("tell effect", loan, by=by, at=at, after=said)
    return made


@transaction.atomic
def ask_for_effects(*, today: date, at: datetime) -> int:
    """Ask borrowers what came of loans, EFFECT_DAYS after the return; returns how many.

    Where the borrower has gone, the filing officers are asked. A second run on a day asks
    nobody: the day is kept with the rows, which are held until it is.
    """
    due = Loan.objects.effect_due(today).order_by().values("pk")
    held = Loan.objects.filter(pk__in=due).select_for_update(skip_locked=True, of=("self",))
    found = list(held.values_list("pk", flat=True))
    Loan.objects.filter(pk__in=found).update(effect_asked_on=today)
    named = Loan.objects.filter(pk__in=found).select_related("department", "borrower")
    for loan in named.order_by("pk"):
        _ask(loan, today, at)
    return len(found)


def _ask(loan: Loan, today: date, at: datetime) -> None:
    note("ask for effect", loan, by=None, at=at, after={"asked_on": machine(today)})
    said = _("%(loan)s of %(day)s: say what came of it.") % {
        "loan": loan.called,
        "day": day(loan.lent_at),
    }
    people = [loan.borrower] if loan.borrower.is_active else officers(loan)
    tell(people, said, at=at, to=("records:loan", loan.pk))
