"""The effect of a use at the centre: of whom it is asked, and that it is told once."""

from collections.abc import Iterable
from datetime import date, datetime

from records.days import day
from records.loans.actions.outcome import ask_after, keep, told_already
from records.organisation.models import User
from records.organisation.rules import Role
from records.sentences import gettext as _
from records.visits.models import UseEffect, Visit
from records.visits.rules import FLOW
from records.workflow.acts import does


@does(FLOW, "tell_effect", only=[told_already])
def tell_effect(visit: Visit, /, *, by: User, at: datetime, **said: str) -> UseEffect:
    """Keep what came of a use."""
    return keep(UseEffect, said, by=by, at=at, visit=visit)


def ask_for_effects(*, today: date, at: datetime) -> int:
    """Ask after what came of uses, EFFECT_DAYS after each and as often again; returns how many.

    Asked are the filing officers of the reader's department, of readers from outside the
    archivist who registered them, or all archivists.
    """
    due = Visit.objects.effect_due(today)
    return ask_after(due, _asking, "records:visit", today=today, at=at)


def _asking(visit: Visit) -> tuple[Iterable[User], str]:
    told = {"visit": visit.called, "name": visit.name, "day": day(visit.used_on)}
    said = _("%(visit)s of %(name)s on %(day)s: say what came of it.") % told
    return _who_knows(visit), said


def _who_knows(visit: Visit) -> Iterable[User]:
    """Who files for the reader's department; where nobody does, who registered the reader.

    Who is no archivist any more is told nothing of readers: the others are.
    """
    departments = [visit.department_id, visit.department.heir_id if visit.department else None]
    known = [pk for pk in departments if pk]
    officers = User.objects.filter(role=Role.FILING_OFFICER, department__in=known, is_active=True)
    archivists = User.objects.filter(role=Role.ARCHIVIST, is_active=True)
    return officers or archivists.filter(pk=visit.registered_by_id) or archivists
