"""What came of a use (利用效果), of originals lent or at the centre: asked for later, told once."""

from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import Any, TypeVar

from django.db import transaction
from django.db.models import QuerySet

from records.audit.actions import note
from records.days import day, machine
from records.loans.actions.reminders import officers
from records.loans.models import Loan, LoanEffect
from records.loans.models.effects import Effect
from records.loans.rules import FLOW, effect_said
from records.notices.actions import tell
from records.organisation.models import User
from records.sentences import gettext as _
from records.workflow.acts import does

Kept = TypeVar("Kept", bound=Effect)
Asking = Callable[[Any], tuple[Iterable[User], str]]  # of a use: whom to ask, and in which words


def told_already(use: Any, by: User) -> str:
    return _("The effect of this use is recorded.") if hasattr(use, "effect") else ""


def keep(kind: type[Kept], said: dict[str, str], *, by: User, at: datetime, **use: Any) -> Kept:
    """Keep what came of a `use` (loan=… or visit=…), by the rules of `effect_said`."""
    said = effect_said(**said)
    made = kind._default_manager.create(**use, **said, told_by=by, told_at=at)
    note("tell effect", *use.values(), by=by, at=at, after=said)
    return made


@transaction.atomic
def ask_after(due: QuerySet[Any], asking: Asking, page: str, *, today: date, at: datetime) -> int:
    """Ask what came of uses for which it is time, on a page of theirs; returns how many.

    A second run on a day asks nobody: the day is kept with the rows, which are held until it is.
    """
    uses = due.model._default_manager
    asked = uses.filter(pk__in=due.order_by().values("pk"))
    held = [use.pk for use in asked.select_for_update(skip_locked=True, of=("self",))]
    found = list(due.filter(pk__in=held).values_list("pk", flat=True))  # as it is now they are held
    uses.filter(pk__in=found).update(effect_asked_on=today)
    for use in uses.filter(pk__in=found).select_related("department").order_by("pk"):
        people, said = asking(use)
        note("ask for effect", use, by=None, at=at, after={"asked_on": machine(today)})
        tell(people, said, at=at, to=(page, use.pk))
    return len(found)


@does(FLOW, "tell_effect", only=[told_already])
def tell_effect(loan: Loan, /, *, by: User, at: datetime, **said: str) -> LoanEffect:
    """Keep what came of the originals."""
    return keep(LoanEffect, said, by=by, at=at, loan=loan)


def ask_for_effects(*, today: date, at: datetime) -> int:
    """Ask borrowers what came of loans, EFFECT_DAYS after the return; returns how many.

    Where the borrower has gone, the filing officers are asked.
    """
    due = Loan.objects.effect_due(today)
    return ask_after(due, _asking, "records:loan", today=today, at=at)


def _asking(loan: Loan) -> tuple[Iterable[User], str]:
    told = {"loan": loan.called, "day": day(loan.lent_at)}
    said = _("%(loan)s of %(day)s: say what came of it.") % told
    return [loan.borrower] if loan.borrower.is_active else officers(loan), said
