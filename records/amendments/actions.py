"""Year and period of records in custody are corrected: proposed by one, approved by another."""

from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.functions import JSONObject
from django.utils.timezone import localdate

from records.amendments import codes_sql as sql
from records.amendments.models import Amendment, AmendmentItem
from records.amendments.rules import FLOW, MOST
from records.audit.actions import note, note_all
from records.days import machine
from records.holdings import numbering
from records.holdings.actions import hold, release
from records.holdings.actions.holds import why_held
from records.holdings.models import Hold, Record, RecordQuerySet
from records.holdings.rules import FLOW as OF_RECORDS
from records.holdings.rules import Stage as Filing
from records.jobs import actions as jobs
from records.organisation.models import User
from records.retention.rules import read_period
from records.rules import Refused, Unreadable
from records.sentences import gettext as _
from records.values.readers import read_year
from records.workflow.actions import advance
from records.workflow.acts import does
from records.workflow.approval import in_one_hand, proposed_by_oneself

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
    amendment = Amendment.objects.create(**given, proposed_by=by, proposed_at=at)
    AmendmentItem.objects.bulk_create(_items(amendment, chosen))
    _rehearse(amendment)
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
            _(
                "%(count)d are not in custody, the first is %(record)s. Accept or discard drafts"
                " first; what the public archive has is corrected there."
            )
            % {"count": elsewhere.count(), "record": first}
        )
    if held := chosen.exclude(pk__in=chosen.free().values("pk")).first():
        raise Refused(f"{held.archival_code}: {why_held(held)}")


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


def held_elsewhere(amendment: Amendment, by: User) -> str:
    """What else holds one of its records meanwhile goes before: a batch in its test, a job."""
    records = amendment.items.order_by().values("record")
    volumes = amendment.items.order_by().values("record__volume")
    held = Hold.objects.open().filter(Q(record__in=records) | Q(record__in=volumes))
    first = held.exclude(kind=amendment._meta.label, of=amendment.pk).order_by("pk").first()
    return first.why if first else ""


@does(FLOW, "approve", unless=[proposed_by_oneself, in_one_hand, held_elsewhere])
def approve(amendment: Amendment, *, by: User, at: datetime) -> None:
    """Approve what another person proposed: all its records get their new codes, or none.

    The former code of each leads to it as an alias. What is due is worked out anew.
    """
    Amendment.objects.filter(pk=amendment.pk).update(approved_by=by, approved_at=at)
    advance(amendment, "approve", by=by, at=at, records=amendment.items.count())
    release(amendment, at=at)
    numbering.hold_codes()
    chosen = _locked(amendment.corrected)
    _refuse_unfree(chosen)
    _renew(amendment, by=by, at=at)
    _tell(amendment, chosen, by=by, at=at)
    today = localdate(at)
    title = _("Due dates for %(day)s") % {"day": today}
    link = amendment.get_absolute_url()
    jobs.queue("transfers.flag_due_now", title=title, by=by, at=at, link=link, today=machine(today))


def _tell(amendment: Amendment, records: RecordQuerySet, *, by: User, at: datetime) -> None:
    """The trail of each record: what it said before, as the correction keeps it, and says now."""
    item = AmendmentItem.objects.filter(amendment=amendment, record=OuterRef("pk"))
    names = ("former_code", "former_year", "former_period")
    code, year, period = (Subquery(item.values(name)) for name in names)
    note_all(
        "amend",
        records,
        label="archival_code",
        by=by,
        at=at,
        before=JSONObject(archival_code=code, year=year, period=period),
        after={"reason": amendment.reason},
        each=JSONObject(archival_code=F("archival_code"), year=F("year"), period=F("period")),
    )


def _renew(amendment: Amendment, *, by: User, at: datetime) -> None:
    given: dict[str, Any] = {"amendment": amendment.pk, "reason": amendment.reason}
    given |= {"by": by.pk, "at": at}
    with numbering.arriving(sql.RENEWED, given), connection.cursor() as cursor:
        for statement in (sql.NAME_CODES, sql.WRITE_CODES, sql.KEEP_FORMER):
            cursor.execute(statement, given)


def not_proposed_by_oneself(amendment: Amendment, by: User) -> str:
    return _("You proposed this yourself: withdraw it.") if amendment.proposed_by == by else ""


def proposed_by_another(amendment: Amendment, by: User) -> str:
    return "" if amendment.proposed_by == by else _("Who proposed it withdraws it.")


@does(FLOW, "reject", only=[not_proposed_by_oneself])
def reject(amendment: Amendment, *, reason: str, by: User, at: datetime) -> None:
    """Turn down what another person proposed, with the reason."""
    _end(amendment, "reject", by=by, at=at, reason=reason)


@does(FLOW, "withdraw", only=[proposed_by_another])
def withdraw(amendment: Amendment, *, by: User, at: datetime) -> None:
    """Take back what one proposed oneself."""
    _end(amendment, "withdraw", by=by, at=at)


def _end(amendment: Amendment, move: str, *, by: User, at: datetime, reason: str = "") -> None:
    advance(amendment, move, by=by, at=at, reason=reason)
    release(amendment, at=at)
