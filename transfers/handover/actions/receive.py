"""The archive's answer: noted record by record or read from its file, made final by the receipt."""

from datetime import date, datetime
from typing import Any, BinaryIO, cast

from django.core.files import File
from django.db import connection, transaction
from django.db.models import OuterRef, Q, Subquery
from django.db.models.functions import JSONObject
from django.utils import timezone

from records.audit.actions import note, note_all
from records.copies.admission import admit
from records.holdings.actions import release
from records.organisation.models import User
from records.rules import Refused
from records.sentences import gettext as _
from records.values.rules import Level
from records.workflow.actions import advance, advance_all
from records.workflow.acts import does, hold_at
from transfers.due import actions as due
from transfers.handover.models.handovers import Handover
from transfers.handover.models.items import HandoverItem
from transfers.handover.models.receipts import Receipt
from transfers.handover.papers.deeds import final_papers
from transfers.handover.papers.order import lines_of, order_of
from transfers.handover.rules import FLOW, Outcome, Stage

NOTE = f"""
UPDATE {HandoverItem._meta.db_table} item SET reason = told.reason
FROM unnest(%(items)s::bigint[], %(reasons)s::text[]) AS told (id, reason)
WHERE item.id = told.id AND item.handover_id = %(handover)s
"""  # noqa: S608 - a table of our own


@transaction.atomic
def reject(handover: Handover, *, item: int, reason: str, by: User, at: datetime) -> None:
    """Note that the archive rejects a record, and why; an empty reason takes the note back.

    What lies in a volume goes with it, but what was answered otherwise by itself.
    """
    held = hold_at(handover, Stage.DELIVERED)
    noted = held.items.pending().filter(pk=item).first()
    if noted is None:
        raise Refused(_("This record is not in the handover, or is answered already."))
    inside = Q(record__volume=noted.record_id, reason=noted.reason)
    held.items.pending().filter(Q(pk=noted.pk) | inside).update(reason=reason)
    told = {"record": noted.record.archival_code, "reason": reason}
    if reason:
        note("note rejection", held, by=by, at=at, after=told)
    else:
        note("take back", held, by=by, at=at, after=told)


@transaction.atomic
def read_answers(
    handover: Handover, *, answers: dict[int, str], by: User, at: datetime
) -> tuple[int, int]:
    """Note what the archive's file says: item to reason, empty where it accepts.

    Replaces what was noted before. Returns how many it accepts and rejects.
    """
    held = hold_at(handover, Stage.DELIVERED)
    held.items.pending().exclude(reason="").update(reason="")
    given = {item: reason for item, reason in answers.items() if reason}
    with connection.cursor() as cursor:
        cursor.execute(
            NOTE,
            {"handover": held.pk, "items": list(given), "reasons": list(given.values())},
        )
    rejected = len(given)
    accepted = held.items.pending().count() - rejected
    note("read answers", held, by=by, at=at, after={"accepted": accepted, "rejected": rejected})
    return accepted, rejected


def half_a_volume(handover: Handover, by: User) -> str:
    """A volume and its items get one answer: half a volume cannot be transferred."""
    inside = handover.items.pending().filter(record__volume__isnull=False)
    volumes = handover.items.pending().filter(record__level=Level.VOLUME)
    kept = volumes.exclude(reason="").values("record")
    gone = volumes.filter(reason="").values("record")
    split = inside.filter(
        Q(reason="", record__volume__in=kept) | (~Q(reason="") & Q(record__volume__in=gone))
    )
    item = split.select_related("record__volume").first()
    if item is None:
        return ""
    volume = item.record.volume
    return _("%(code)s and its volume %(volume)s need one answer: reject both or neither.") % {
        "code": item.record.archival_code,
        "volume": volume.archival_code if volume else "",
    }


@does(FLOW, "receipt", unless=[half_a_volume])
def enter_receipt(
    handover: Handover,
    *,
    number: str,
    received_on: date,
    receiver: str,
    by: User,
    at: datetime,
    file: "File[bytes] | None" = None,
    remarks: str = "",
) -> Receipt:
    """Make the answer final: accepted records are transferred, rejected ones stay and stay due.

    Only now is anything “transferred” (Archives Law art. 15: handed over when taken in).
    What the papers say from now on is kept with it: they certify what was accepted alone.
    """
    today = timezone.localdate(at)
    if received_on > today or (handover.delivered_on and received_on < handover.delivered_on):
        raise Refused(_("The day of receipt lies between the delivery and today."))
    virus_scan = admit(cast("BinaryIO", file), file.name or "").virus_scan if file else ""
    counts: dict[str, Any] = {**_made_final(handover)}
    receipt = Receipt(
        number=number,
        received_on=received_on,
        receiver=receiver,
        file=file or "",
        remarks=remarks,
        entered_by=by,
        entered_at=at,
    )
    handover.receipt = receipt
    lines = lines_of(handover.certified)
    receipt.papers = final_papers(handover, order_of(handover), lines)
    receipt.save(force_insert=True)
    Handover.objects.filter(pk=handover.pk).update(receipt=receipt)
    if virus_scan:
        counts["virus_scan"] = virus_scan
    advance(handover, "receipt", by=by, at=at, receipt=number, **counts)
    _settle(handover, receipt, by=by, at=at)
    return receipt


def _made_final(handover: Handover) -> dict[str, int]:
    rejected = handover.items.pending().exclude(reason="").update(outcome=Outcome.REJECTED)
    accepted = handover.items.pending().update(outcome=Outcome.ACCEPTED)
    return {"accepted": accepted, "rejected": rejected}


def _settle(handover: Handover, receipt: Receipt, *, by: User, at: datetime) -> None:
    told: dict[str, Any] = {"handover": str(handover), "receipt": receipt.number}
    taken = handover.items.filter(outcome=Outcome.ACCEPTED).records()
    advance_all(taken, "transfer", label="archival_code", by=by, at=at, **told)
    due.settle(taken, at=at)
    sent_back = handover.items.filter(outcome=Outcome.REJECTED).records()
    reasons = handover.items.filter(record=OuterRef("pk")).values("reason")
    each = JSONObject(reason=Subquery(reasons[:1]))
    note_all("rejected", sent_back, label="archival_code", by=by, at=at, after=told, each=each)
    release(handover, at=at)
