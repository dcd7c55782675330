"""The effect of a use (利用效果): asked for some days later, told once."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction

from records.audit.actions import note
from records.days import day, machine
from records.loans.rules import effect_said
from records.notices.actions import tell
from records.organisation.models import User
from records.organisation.rules import Role
from records.sentences import gettext as _
from records.visits.models import UseEffect, Visit
from records.visits.rules import FLOW
from records.workflow.acts import does


def told_already(visit: Visit, by: User) -> str:
    if not UseEffect.objects.filter(visit=visit).exists():
        return ""
    return _("The effect of this use is recorded.")


@does(FLOW, "tell_effect", only=[told_already])
def tell_effect(
    visit: Visit, *, benefit: str, effect: str, sealed: str = "", by: User, at: datetime
) -> UseEffect:
    """Keep what came of a use; an economic benefit is confirmed under the unit's seal."""
    said = effect_said(benefit, effect, sealed)
    made = UseEffect.objects.create(visit=visit, **said, told_by=by, told_at=at)
    note("tell effect", visit, by=by, at=at, after=said)
    return made


@transaction.atomic
def ask_for_effects(*, today: date, at: datetime) -> int:
    """Ask after what came of uses, EFFECT_DAYS after each and as often again; returns how many.

    Asked are the filing officers of the reader's department, of readers from outside the
    archivist who registered them. A second run on a day asks nobody: the day is kept with
    the rows, which are held until it is.
    """
    due = (
        Visit.objects.effect_due(today)
        .order_by("pk")
        .select_for_update(skip_locked=True, of=("self",))
    )
    found = list(due.values_list("pk", flat=True))
    Visit.objects.filter(pk__in=found).update(effect_asked_on=today)
    named = Visit.objects.filter(pk__in=found).select_related("department", "registered_by")
    for visit in named.order_by("pk"):
        _ask(visit, today, at)
    return len(found)


def _ask(visit: Visit, today: date, at: datetime) -> None:
    note("ask for effect", visit, by=None, at=at, after={"asked_on": machine(today)})
    said = _("%(visit)s of %(name)s on %(day)s: say what came of it.") % {
        "visit": visit.called,
        "name": visit.name,
        "day": day(visit.used_on),
    }
    tell(_who_knows(visit), said, at=at, to=("records:visit", visit.pk))


def _who_knows(visit: Visit) -> Iterable[User]:
    """Who files for the reader's department; where nobody does, who registered the reader."""
    departments = [visit.department_id, visit.department.heir_id if visit.department else None]
    known = [pk for pk in departments if pk]
    officers = User.objects.filter(role=Role.FILING_OFFICER, department__in=known, is_active=True)
    return list(officers) or [visit.registered_by]
