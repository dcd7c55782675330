"""The centre releases what was consented to; access ends with its day, or before."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.timezone import localdate

from records.audit.actions import note, note_all
from records.days import day
from records.holdings.models import Grant, Record, RecordQuerySet
from records.holdings.rules import Stage as Filing
from records.organisation.models import Fonds, User
from records.requests.actions.answer import for_another, tell_asker
from records.requests.models import AccessItem, AccessRequest
from records.requests.rules import FLOW, Answer, Stage
from records.sentences import gettext as _
from records.sentences import ngettext_lazy
from records.workflow.actions import advance
from records.workflow.acts import does
from records.workflow.approval import by_one_hand


def answered_by_oneself(request: AccessRequest, by: User) -> str:
    """Whoever consented in the place of a department does not release, too."""
    if not request.items.filter(answered_by=by).exists():
        return ""
    return _("You answered in the place of a department. Another person releases it.")


def in_one_hand(request: AccessRequest, by: User) -> str:
    """Who could have asked or consented in another's name does not release it, either."""
    answered = request.items.exclude(answered_by=None).values_list("answered_by", flat=True)
    return by_one_hand({request.asker_id, *answered}, by)


def term_is_over(request: AccessRequest, by: User) -> str:
    if request.until >= localdate():
        return ""
    return _("The last day that was asked for is over: it can't be released any more.")


def asker_has_moved(request: AccessRequest, by: User) -> str:
    """Access is for work of the department that asked: it would not hold elsewhere."""
    if request.asker.department_id == request.department_id:
        return ""
    return _("The asker is not of %(department)s any more: say no, and the asker may ask anew.") % {
        "department": request.department
    }


@does(
    FLOW,
    "release",
    only=[for_another],
    unless=[answered_by_oneself, in_one_hand, term_is_over, asker_has_moved],
)
def release(request: AccessRequest, *, by: User, at: datetime) -> None:
    """Let the person read what was consented to, with what lies in a volume, until the last day.

    What lies in a volume and was refused by itself stays closed.
    """
    advance(request, "release", by=by, at=at)
    grants = [_grant(request, item, pk, at) for pk, item in _opened(request)]
    Grant.objects.bulk_create(grants)
    told = {"person": str(request.asker), "until": day(request.until), "request": str(request)}
    opened = _of(one.record_id for one in grants)
    note_all("grant", opened, label="archival_code", by=by, at=at, after=told)
    said = ngettext_lazy(
        "%(request)s is released: %(count)d record is open to you until %(day)s.",
        "%(request)s is released: %(count)d records are open to you until %(day)s.",
    )
    tell_asker(request, said, at, count=len(grants), day=day(request.until))


def _opened(request: AccessRequest) -> Iterator[tuple[int, AccessItem]]:
    """The keys of what was consented to and what lies in it, each with the item that says so.

    What a department said of a record itself, also that it refuses it, goes before what it
    said of the volume.
    """
    items = {
        item.record_id: item
        for item in request.items.filter(answer=Answer.CONSENTED).order_by("-pk")
    }
    refused = request.items.filter(answer=Answer.REFUSED, record__isnull=False)
    found = Record.objects.filter(Q(pk__in=items) | Q(volume__in=items))
    found = found.exclude(stage=Filing.DRAFT).order_by("pk")
    found = found.filter(Q(pk__in=items) | ~Q(pk__in=refused.values("record")))
    for pk, volume in found.values_list("pk", "volume"):
        yield pk, items[pk if pk in items else volume]


def _grant(request: AccessRequest, item: AccessItem, record: int, at: datetime) -> Grant:
    return Grant(
        record_id=record,
        person=request.asker,
        department=request.department,
        request=request,
        until=request.until,
        pages=item.pages,
        may_download=item.may_download,
        may_print=item.may_print,
        granted_at=at,
    )


def _of(keys: Iterable[int]) -> RecordQuerySet:
    return Record.objects.filter(pk__in=list(keys))


@does(FLOW, "withhold", only=[for_another])
def withhold(request: AccessRequest, *, reason: str, by: User, at: datetime) -> None:
    """Do not release it, with the reason."""
    advance(request, "withhold", by=by, at=at, reason=reason)
    said = _("%(request)s is not released: %(reason)s")
    tell_asker(request, said, at, reason=reason)


def asked_by_another(request: AccessRequest, by: User) -> str:
    return "" if request.asker == by else _("Who asked for it withdraws it.")


@does(FLOW, "withdraw", only=[asked_by_another])
def withdraw(request: AccessRequest, *, by: User, at: datetime) -> None:
    """Take back what one asked for oneself."""
    advance(request, "withdraw", by=by, at=at)


def _revocable(request: AccessRequest, by: User) -> QuerySet[Grant]:
    """The grants that the person may end: the centre all, a department those of its files."""
    live = Grant.objects.live().filter(request=request)
    if by.sees_all_records:
        return live
    return live.filter(record__fonds__in=Fonds.objects.owned_by(by))


def nothing_to_end(request: AccessRequest, by: User) -> str:
    return "" if _revocable(request, by).exists() else _("Nothing of it is yours to end.")


@does(FLOW, "revoke", only=[for_another, nothing_to_end])
def revoke(request: AccessRequest, *, reason: str, by: User, at: datetime) -> None:
    """End the access before its last day, with the reason: the centre all, a department its own."""
    keys = list(_revocable(request, by).values_list("pk", "record"))
    ended = {"ended_at": at, "ended_by": by, "end_reason": reason}
    Grant.objects.filter(pk__in=[pk for pk, _record in keys]).update(**ended)
    told = {"person": str(request.asker), "request": str(request), "reason": reason}
    records = _of(record for _pk, record in keys)
    note_all("end grant", records, label="archival_code", by=by, at=at, after=told)
    note("revoke", request, by=by, at=at, after={"reason": reason, "records": len(keys)})
    said = ngettext_lazy(
        "%(request)s: your access to %(count)d record has been ended: %(reason)s",
        "%(request)s: your access to %(count)d records has been ended: %(reason)s",
    )
    tell_asker(request, said, at, count=len(keys), reason=reason)
    if not Grant.objects.live().filter(request=request).exists():
        advance(request, "close", by=by, at=at, reason=reason)


def expire(*, at: datetime) -> int:
    """Note of every released request whose last day is over that it has ended; returns how many.

    The access itself ended with the day; this says so, and may run at any time, twice too.
    """
    over = AccessRequest.objects.filter(stage=Stage.RELEASED, until__lt=localdate(at))
    ended = 0
    for key in list(over.order_by("pk").values_list("pk", flat=True)):
        ended += _expire(key, at)
    return ended


@transaction.atomic
def _expire(key: int, at: datetime) -> bool:
    over = AccessRequest.objects.select_for_update(skip_locked=True, of=("self",))
    request = over.filter(pk=key, stage=Stage.RELEASED).select_related("asker").first()
    if request is None:
        return False
    advance(request, "expire", by=None, at=at)
    tell_asker(request, _("%(request)s: your access ended with its last day."), at)
    return True
