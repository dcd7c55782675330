"""The centre looks a batch through: remarks, a sample, five points; the department answers."""

from datetime import datetime

from django.db import transaction

from filing.batches.actions.content import filled
from filing.batches.models import BatchItem, FilingBatch, ReceiptPoint
from filing.batches.rules import FLOW, Point, Stage
from records.audit.actions import note
from records.organisation.models import User
from records.rules import Refused
from records.sentences import gettext as _
from records.values.marks import refuse_secrets
from records.workflow.acts import hold_at

LOOKS = FLOW["accept"].roles


def _looked_at(batch: FilingBatch, by: User) -> FilingBatch:
    if by.role not in LOOKS:
        raise Refused(_("The centre's archivists look the files through."))
    return hold_at(batch, Stage.HANDED_IN)


@transaction.atomic
def remark(item: BatchItem, *, remark: str, by: User, at: datetime) -> None:
    """Say what is to be corrected of one file; without words the remark is taken back."""
    refuse_secrets(remark)
    _looked_at(item.batch, by)
    before = {"remark": _said_of(item, "remark")}
    if before["remark"] == remark:
        return
    BatchItem.objects.filter(pk=item.pk).update(remark=remark, reply="")
    note("remark", item.record, by=by, at=at, before=before, after={"remark": remark})


def _said_of(item: BatchItem, name: str) -> str:
    """What was said of it until now, as it is kept; the batch is under lock."""
    return BatchItem.objects.values_list(name, flat=True).filter(pk=item.pk).first() or ""


@transaction.atomic
def judge_sample(item: BatchItem, *, fits: bool, by: User, at: datetime) -> None:
    """Say whether a file of the sample was found in order."""
    _looked_at(item.batch, by)
    if not item.sampled:
        raise Refused(_("The file is not in the sample."))
    BatchItem.objects.filter(pk=item.pk).update(fits=fits)
    note("judge sample", item.record, by=by, at=at, after={"fits": fits})


@transaction.atomic
def answer_point(
    batch: FilingBatch, *, point: str, fits: bool, words: str = "", by: User, at: datetime
) -> None:
    """Answer one of the five points; one that is not in order needs words."""
    refuse_secrets(words)
    held = _looked_at(batch, by)
    if not fits and not words:
        raise Refused(_("Say what is not in order."))
    told = {"fits": fits, "words": words}
    before = held.points.filter(point=point).values(*told).first() or {}
    ReceiptPoint.objects.update_or_create(
        {**told, "by": by, "at": at}, batch=held, point=Point(point)
    )
    note("answer point", held, by=by, at=at, before=before, after={"point": point, **told})


@transaction.atomic
def reply(item: BatchItem, *, reply: str, by: User, at: datetime) -> None:
    """Answer a remark: what was corrected, or why it stays as it is."""
    refuse_secrets(reply)
    filled(item.batch, by)
    if not _said_of(item, "remark"):
        raise Refused(_("The centre has no remark to this file."))
    before = {"reply": _said_of(item, "reply")}
    if before["reply"] == reply:
        return
    BatchItem.objects.filter(pk=item.pk).update(reply=reply)
    note("reply", item.record, by=by, at=at, before=before, after={"reply": reply})
