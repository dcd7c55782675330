"""The daily look at requests: who is late is reminded, and what nobody waits for lapses."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from records.audit.actions import note
from records.days import day, machine
from records.notices.actions import tell
from records.organisation.models import User
from records.organisation.rules import SEES_ALL_RECORDS, Role
from records.requests.actions.ask import PAGE, answering
from records.requests.models import AccessRequest
from records.requests.rules import Stage
from records.sentences import gettext as _
from records.workflow.actions import advance

WAITING = (Stage.ASKED, Stage.CONSENTED)


@transaction.atomic
def remind(*, today: date, at: datetime) -> int:
    """Remind of the requests whose next step is late, each once a day; returns how many.

    Told is who has to act; after REQUEST_REMIND_DAYS more the supervisors, too, who see that
    somebody stands in. A second run on a day reminds nobody: the day is kept with the row,
    which is held until it is.
    """
    waiting = AccessRequest.objects.filter(stage__in=WAITING)
    fresh = waiting.filter(Q(reminded_on=None) | Q(reminded_on__lt=today))
    held = fresh.select_for_update(skip_locked=True, of=("self",)).select_related("asker")
    late = [one for one in held.order_by("pk") if one.next_by and one.next_by < today]
    for request in late:
        _remind(request, today, at)
    AccessRequest.objects.filter(pk__in=[one.pk for one in late]).update(reminded_on=today)
    return len(late)


def _remind(request: AccessRequest, today: date, at: datetime) -> None:
    due = request.next_by or today
    people = {one.pk: one for one in _who_acts(request)}
    if due + timedelta(days=settings.REQUEST_REMIND_DAYS) < today or not people:
        supervisors = User.objects.filter(role=Role.SUPERVISOR, is_active=True)
        people |= {one.pk: one for one in supervisors}
    people.pop(request.asker_id, None)
    said = _("%(request)s of %(who)s was due on %(day)s: answer or release it.") % {
        "request": request.called,
        "who": request.asker,
        "day": day(due),
    }
    note("remind", request, by=None, at=at, after={"due_on": machine(due), "people": len(people)})
    tell(people.values(), said, at=at, to=(PAGE, request.pk))


def _who_acts(request: AccessRequest) -> Iterable[User]:
    """The centre releases; the officers of a department answer, where there is none archivists."""
    active = User.objects.filter(is_active=True)
    if request.stage == Stage.CONSENTED:
        return active.filter(role__in=SEES_ALL_RECORDS)
    items = request.items.filter(answer="waiting")
    archivists = list(active.filter(role=Role.ARCHIVIST))
    asked = archivists and items.to_be_answered_by(archivists[0]).exists()
    return [*answering(items), *(archivists if asked else [])]


def lapse(*, at: datetime) -> int:
    """End the requests that wait and whose askers' accounts were closed; returns how many.

    What was released to them ends with its last day: nobody signs in with a closed account.
    """
    closed = AccessRequest.objects.filter(stage__in=WAITING, asker__is_active=False)
    ended = 0
    for key in list(closed.order_by("pk").values_list("pk", flat=True)):
        ended += _lapse(key, at)
    return ended


@transaction.atomic
def _lapse(key: int, at: datetime) -> bool:
    held = AccessRequest.objects.select_for_update(skip_locked=True, of=("self",))
    request = held.filter(pk=key, stage__in=WAITING, asker__is_active=False).first()
    if request is None:
        return False
    advance(request, "lapse", by=None, at=at, reason=_("The asker's account was closed."))
    return True
