"""Which records go: chosen by sets from what is flagged, single ones added and taken out."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import Max, Q, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from records.audit.actions import note
from records.holdings import codes
from records.holdings.actions import release
from records.holdings.actions.holds import why_held
from records.holdings.elements import incomplete
from records.holdings.models import Record
from records.holdings.models.description import CodeKey
from records.holdings.models.holds import open_hold
from records.holdings.rules import Stage as RecordStage
from records.locks import Lock, wait_for
from records.organisation.models import Fonds, User
from records.retention.rules import Duty
from records.rules import Refused
from records.sentences import gettext as _
from records.values.rules import Level
from records.workflow.actions import advance
from records.workflow.acts import does, hold_at
from transfers.due.models import Due
from transfers.handover.models.handovers import Handover
from transfers.handover.models.items import HandoverItem, HandoverItemQuerySet
from transfers.handover.rules import CENTRE, FLOW, Outcome, Stage

# An item inside a volume is not flagged by itself: it goes where its volume goes.
CHOOSE = f"""
INSERT INTO {HandoverItem._meta.db_table}
    (handover_id, record_id, position, outcome, reason, ground, ground_note)
SELECT %(handover)s, record.id,
       %(last)s + row_number() OVER (ORDER BY record.id), '{Outcome.PENDING.value}', '',
       %(ground)s, %(ground_note)s
FROM {Record._meta.db_table} record
WHERE record.fonds_id = %(fonds)s AND record.stage = '{RecordStage.ACCEPTED.value}'
  AND coalesce(record.volume_id, record.id) IN ({{chosen}})
  AND NOT EXISTS ({open_hold("IN (record.id, record.volume_id)")})
ON CONFLICT (record_id) WHERE outcome = '{Outcome.PENDING.value}' DO NOTHING
"""  # noqa: S608 - tables and words of our own
FLAGGED = f"""
      SELECT flag.record_id FROM {Due._meta.db_table} flag
      WHERE flag.fonds_id = %(fonds)s AND flag.duty = '{Duty.TRANSFER.value}'
        AND flag.cleared_at IS NULL AND {{}}"""  # noqa: S608 - a table of our own
BY_CLASS = FLAGGED.format(
    "(flag.year, flag.period) IN (SELECT * FROM unnest(%(years)s::int[], %(periods)s::text[]))"
)
BY_RECORD = FLAGGED.format("flag.record_id = ANY(%(records)s)")
EARLY = "SELECT unnest(%(records)s::bigint[])"  # whether due or not: the ground is recorded
# The order of the shelf: category, year, period, office, volume, number.
ARRANGE = f"""
UPDATE {HandoverItem._meta.db_table} item SET position = arranged.position
FROM (
    SELECT chosen.id, row_number() OVER (
        ORDER BY category.code, record.year, record.period, coalesce(unit.code, ''),
                 coalesce(volume.number, record.number), record.volume_id NULLS FIRST,
                 record.number, record.id) AS position
    FROM {HandoverItem._meta.db_table} chosen
    JOIN {Record._meta.db_table} record ON record.id = chosen.record_id
    JOIN records_category category ON category.id = record.category_id
    LEFT JOIN records_unit unit ON unit.id = record.unit_id
    LEFT JOIN {Record._meta.db_table} volume ON volume.id = record.volume_id
    WHERE chosen.handover_id = %(handover)s) arranged
WHERE item.id = arranged.id AND item.position <> arranged.position
"""  # noqa: S608 - tables and words of our own


@transaction.atomic
def create(fonds: Fonds, *, classes: Iterable[tuple[int, str]], by: User, at: datetime) -> Handover:
    """Make a batch of all that is due for transfer in classes (year, period) of a fonds.

    Whole years go together (domain practice); what another open batch holds is left
    there. Refused where nothing is left to take.
    """
    chosen = list(classes)
    handover = _new(fonds, by=by, at=at)
    given = {"years": [year for year, _p in chosen], "periods": [period for _y, period in chosen]}
    count = _choose(handover, BY_CLASS, **given)
    if not count:
        raise Refused(
            _("Nothing of these years is due for transfer, or it is in another batch already.")
        )
    told = [f"{year}-{period}" for year, period in chosen]
    note("create", handover, by=by, at=at, after={"classes": told, "records": count})
    return handover


@transaction.atomic
def resend(handover: Handover, *, by: User, at: datetime) -> Handover:
    """Make a batch of the records that the archive rejected in a closed one and that are due."""
    held = hold_at(handover, Stage.CLOSED)
    rejected = held.items.to_resend().values_list("record", flat=True)
    again = _new(held.fonds, by=by, at=at, supplements=held)
    count = _choose(again, BY_RECORD, records=list(rejected))
    if not count:
        raise Refused(_("What was rejected is in another batch already, or no longer due."))
    note("create", again, by=by, at=at, after={"supplements": str(held), "records": count})
    return again


def _new(fonds: Fonds, *, by: User, at: datetime, supplements: Handover | None = None) -> Handover:
    if by.role not in CENTRE:
        raise Refused(_("Handovers are made by the centre's archivists and supervisors."))
    wait_for(Lock.BATCH_NUMBER)
    year = timezone.localdate(at).year
    last = Handover.objects.filter(year=year).aggregate(last=Max("sequence"))["last"] or 0
    return Handover.objects.create(
        year=year,
        sequence=last + 1,
        fonds=fonds,
        created_by=by,
        created_at=at,
        supplements=supplements,
    )


@transaction.atomic
def add(
    handover: Handover,
    *,
    code: str,
    ground: str = "",
    ground_note: str = "",
    by: User,
    at: datetime,
) -> None:
    """Put one record into a batch that is being selected; a volume brings its items.

    What is not due goes on a ground alone, with its evidence (Regulations art. 20(3) and (4)).
    """
    held = hold_at(handover, Stage.DRAFT)
    key = CodeKey(Value(codes.normalise(code).text))
    record = Record.objects.filter(fonds=held.fonds, code_key=key).first()
    if record is None:
        raise Refused(
            _("%(fonds)s has no record %(code)s. Look at the code again.")
            % {"fonds": held.fonds, "code": code}
        )
    if record.volume:
        raise Refused(
            _("%(code)s lies in the volume %(volume)s: add the volume.")
            % {"code": code, "volume": record.volume.archival_code}
        )
    early = {"ground": ground, "ground_note": ground_note} if ground else {}
    if not _choose(held, EARLY if early else BY_RECORD, records=[record.pk], **early):
        raise Refused(_why_not(record))
    note("add", held, by=by, at=at, after={"record": record.archival_code, **early})


def _why_not(record: Record) -> str:
    told = {"code": record.archival_code}
    item = HandoverItem.objects.pending().filter(record=record).first()
    if item:
        return _("%(code)s is in %(handover)s already.") % {
            **told,
            "handover": item.handover.called,
        }
    if why := why_held(record):
        return why
    return (
        _(
            "%(code)s is not due for transfer, or no longer in custody. What goes early needs"
            " its ground."
        )
        % told
    )


@transaction.atomic
def remove(handover: Handover, *, items: Iterable[int], by: User, at: datetime) -> int:
    """Take records out of a batch that is being selected; a volume takes its items along."""
    held = hold_at(handover, Stage.DRAFT)
    chosen = held.items.filter(pk__in=list(items))
    volumes = chosen.filter(record__level=Level.VOLUME).values("record")
    inside = chosen.filter(record__volume__isnull=False).exclude(record__volume__in=volumes)
    if split := inside.select_related("record__volume").first():
        raise Refused(
            _("%(code)s lies in the volume %(volume)s, which goes whole: take the volume out.")
            % {
                "code": split.record.archival_code,
                "volume": split.record.volume.archival_code if split.record.volume else "",
            }
        )
    leaving = held.items.filter(Q(pk__in=chosen.values("pk")) | Q(record__volume__in=volumes))
    codes = list(leaving.values_list("record__archival_code", flat=True))
    leaving.delete()
    _arrange(held)
    note("remove", held, by=by, at=at, before={"records": codes})
    return len(codes)


@transaction.atomic
def drop_incomplete(handover: Handover, *, by: User, at: datetime) -> int:
    """Take out every record that lacks a required element; returns how many.

    A volume of which an item is incomplete goes as a whole.
    """
    held = hold_at(handover, Stage.DRAFT)
    return _drop(
        held, held.items.filter(record__in=held.items.records().filter(incomplete())), by, at
    )


@transaction.atomic
def drop_undue(handover: Handover, *, by: User, at: datetime) -> int:
    """Take out every record that is not due today and goes on no ground; returns how many."""
    held = hold_at(handover, Stage.DRAFT)
    return _drop(held, held.items.undue(timezone.localdate(at)), by, at)


def _drop(held: Handover, bad: HandoverItemQuerySet, by: User, at: datetime) -> int:
    """Take records out, each with the volume that it lies in and all of that."""
    whole = Coalesce("record__volume", "record")
    units = bad.order_by().annotate(unit=whole).values("unit")
    leaving = held.items.annotate(unit=whole).filter(unit__in=units)
    return remove(held, items=leaving.values_list("pk", flat=True), by=by, at=at)


@transaction.atomic
def explain(handover: Handover, *, gap_note: str, account: str, by: User, at: datetime) -> None:
    """Write why numbers are missing, and the sender's account (移出说明) for the deed."""
    held = hold_at(handover, Stage.DRAFT)
    before = {"gap_note": held.gap_note, "account": held.account}
    after = {"gap_note": gap_note, "account": account}
    if after == before:
        return
    Handover.objects.filter(pk=held.pk).update(**after)
    note("explain", held, by=by, at=at, before=before, after=after)


@does(FLOW, "revise")
def revise(handover: Handover, *, by: User, at: datetime) -> None:
    """Open the selection again; the test is to be made anew."""
    advance(handover, "revise", by=by, at=at)
    handover.checks.all().delete()
    Handover.objects.filter(pk=handover.pk).update(checked_at=None)
    release(handover, at=at)


def _choose(handover: Handover, chosen: str, **given: Any) -> int:
    last = handover.items.aggregate(last=Max("position"))["last"] or 0
    told = {"handover": handover.pk, "fonds": handover.fonds_id, "last": last}
    told |= {"ground": "", "ground_note": "", **given}
    with connection.cursor() as cursor:
        cursor.execute(CHOOSE.format(chosen=chosen), told)
        count = int(cursor.rowcount)
    _arrange(handover)
    return count


def _arrange(handover: Handover) -> None:
    with connection.cursor() as cursor:
        cursor.execute(ARRANGE, {"handover": handover.pk})
