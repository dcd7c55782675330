"""Another year or period is proposed for records in custody; what every proposal keeps."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.timezone import localdate

from records.amendments import codes_sql as sql
from records.amendments.models import Amendment, AmendmentItem
from records.amendments.rules import FLOW, MOST
from records.audit.actions import note
from records.holdings import numbering
from records.holdings.actions import hold
from records.holdings.actions.holds import why_held
from records.holdings.models import Record, RecordQuerySet
from records.holdings.rules import FLOW as OF_RECORDS
from records.holdings.rules import Stage as Filing
from records.organisation.models import User
from records.retention.rules import read_period
from records.rules import Refused, Unreadable
from records.sentences import gettext as _
from records.sentences import labelled, ngettext_lazy
from records.values.readers import read_year
from records.workflow.acts import does

NUMBERED_BY = ("year", "period")


@transaction.atomic
def propose(
    records: RecordQuerySet,
    *,
    reason: str,
    year: int | None = None,
    period: str = "",
    by: User,
    at: datetime,
) -> Amendment:
    """Propose another year, period or both for records in custody; a volume brings its items.

    Until another person answers, the records are held. Refused for what is not in custody
    or held already, where nothing would change, where an item would differ from its volume,
    and where approval could not give a code.
    """
    if by.role not in FLOW["propose"].roles:
        raise Refused(_("Corrections are proposed by the centre's archivists."))
    if year is None and not period:
        raise Refused(_("Say the right year, the right period, or both."))
    chosen = _locked(records)
    _refuse_unfree(chosen)
    _refuse_unfit(chosen, year, period, at)
    given = {"year": year, "period": period, "reason": reason}
    amendment = put_forward(chosen, by=by, at=at, **given)
    _rehearse(amendment)
    return amendment


def put_forward(chosen: RecordQuerySet, *, by: User, at: datetime, **given: Any) -> Amendment:
    """Keep the proposal with its records, which are held from now on."""
    amendment = Amendment.objects.create(**given, proposed_by=by, proposed_at=at)
    AmendmentItem.objects.bulk_create(_items(amendment, chosen))
    hold(chosen, amendment, by=by, at=at)
    told = {name: value for name, value in given.items() if value}
    note("propose", amendment, by=by, at=at, after={**told, "records": chosen.count()})
    return amendment


@does(OF_RECORDS, "amend", unless=[why_held])
def propose_one(record: Record, /, *, by: User, at: datetime, **given: Any) -> Amendment:
    """The same for one record, from its own page."""
    return propose(Record.objects.filter(pk=record.pk), by=by, at=at, **given)


def nothing_chosen() -> str:
    return _("No record is chosen: choose those that are to be corrected.")


def _locked(records: RecordQuerySet) -> RecordQuerySet:
    """The records and what lies in them, so many as one person can answer for."""
    keys = records.order_by().values("pk")
    chosen = Record.objects.filter(Q(pk__in=keys) | Q(volume__in=keys)).order_by("pk")
    found = list(chosen.select_for_update(no_key=True).values_list("pk", flat=True)[: MOST + 1])
    if not found:
        raise Refused(nothing_chosen())
    if len(found) > MOST:
        raise Refused(
            _("A proposal has at most %(most)d records: divide these by fonds or year.")
            % {"most": MOST}
        )
    return Record.objects.filter(pk__in=found)


def _refuse_unfree(chosen: RecordQuerySet) -> None:
    """What is corrected is in custody, with its items, and nothing holds it."""
    elsewhere = chosen.exclude(stage=Filing.ACCEPTED)
    if first := elsewhere.first():
        raise Refused(
            ngettext_lazy(
                "%(count)d is not in custody: %(record)s. Accept or discard drafts first; what"
                " the public archive has is corrected there.",
                "%(count)d are not in custody, the first is %(record)s. Accept or discard"
                " drafts first; what the public archive has is corrected there.",
            )
            % {"count": elsewhere.count(), "record": first}
        )
    if held := chosen.exclude(pk__in=chosen.free().values("pk")).first():
        raise Refused(labelled(held.archival_code, why_held(held)))


def _refuse_unfit(chosen: RecordQuerySet, year: int | None, period: str, at: datetime) -> None:
    """Something changes, to what can be said of each record, and items stay with their volume."""
    classes = chosen.order_by().values_list(*NUMBERED_BY).distinct()
    try:
        if year is not None:
            read_year(str(year), localdate(at))
        for was_year, was_period in classes:
            _refuse_unsaid(year or was_year, period or was_period)
    except Unreadable as fault:
        raise Refused(str(fault)) from fault
    alone = chosen.exclude(volume__in=chosen.values("pk"))
    same = Q(year=year) if year else Q()
    same &= Q(period=period) if period else Q()
    if first := alone.filter(same).first():
        raise Refused(
            _("%(record)s has this year and period already: leave it out.") % {"record": first}
        )
    for item in alone.exclude(volume=None).select_related("volume"):
        volume = item.volume
        if volume and (year or item.year, period or item.period) != (volume.year, volume.period):
            raise Refused(
                _(
                    "%(record)s lies in the volume %(volume)s and would differ from it: propose"
                    " the correction of the volume, its items go with it."
                )
                % {"record": item, "volume": volume}
            )


def _refuse_unsaid(year: int | None, period: str) -> None:
    if year is None or not period:
        raise Refused(_("A code names year and period: say the one that is missing, too."))
    read_period(period, year)


def freed(amendment: Amendment) -> RecordQuerySet:
    """Its records, locked to be corrected; refused where one is not as it was proposed."""
    chosen = _locked(amendment.corrected)
    _refuse_unfree(chosen)
    return chosen


def _items(amendment: Amendment, chosen: RecordQuerySet) -> list[AmendmentItem]:
    told = chosen.order_by("fonds", "code_key", "pk").values_list(
        "pk", "archival_code", *NUMBERED_BY
    )
    return [
        AmendmentItem(
            amendment=amendment,
            record_id=pk,
            former_code=code,
            former_year=year,
            former_period=period,
        )
        for pk, code, year, period in told
    ]


def _rehearse(amendment: Amendment) -> None:
    """Refuse now what approval could not number; nothing of it stays, no number is used."""
    given = {"amendment": amendment.pk}
    with transaction.atomic():
        with numbering.arriving(sql.RENEWED, given):
            pass
        transaction.set_rollback(True)
