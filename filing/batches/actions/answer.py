"""A batch goes on: handed in, sent back, taken in with all its numbers at once, or called off."""

from datetime import datetime

from django.db import connection

from filing.batches.actions.content import refuse_foreign
from filing.batches.models import BatchItem, FilingBatch
from filing.batches.rules import FLOW, Point, sample_size
from filing.checks.finders import examine
from filing.sequences.models import sequences
from records.holdings.actions import hold, release
from records.holdings.models import Hold, Record
from records.notices.actions import tell as notify
from records.organisation.models import Fonds, User
from records.organisation.rules import Role
from records.rules import Refused
from records.sentences import gettext as _
from records.sentences import gettext_lazy, ngettext_lazy, pgettext
from records.workflow.actions import advance
from records.workflow.acts import asks, does

# A sample is drawn anew at each hand-in, by a seed of the batch and the step: none is chosen.
DRAW = f"""
UPDATE {BatchItem._meta.db_table} item SET sampled = drawn.taken, fits = NULL
FROM (SELECT id, row_number() OVER (ORDER BY md5(id::text || %(seed)s::text)) <= %(size)s AS taken
      FROM {BatchItem._meta.db_table} WHERE batch_id = %(batch)s) AS drawn
WHERE item.id = drawn.id AND (item.sampled, item.fits) IS DISTINCT FROM (drawn.taken, NULL)
"""  # noqa: S608 - tables of our own


def why_foreign(batch: FilingBatch, by: User) -> str:
    """Departments file their own; archivists help all."""
    try:
        refuse_foreign(batch.fonds, by)
    except Refused as refusal:
        return str(refusal)
    return ""


def why_empty(batch: FilingBatch, by: User) -> str:
    """An empty batch is no hand-in."""
    return "" if batch.items.exists() else _("Nothing is in it yet: put the year's files in.")


def why_faulty(batch: FilingBatch, by: User) -> str:
    """What the checks that stop a hand-in find."""
    found = [one for one in examine(batch.records) if one.check.stops]
    if not found:
        return ""
    told = pgettext("between words", ", ").join(f"{one.check.name} {one.number}" for one in found)
    return _("Some files cannot be handed in as they are: %(found)s.") % {"found": told}


def why_numbers_are_missing(batch: FilingBatch, by: User) -> str:
    """Numbers that no file bears and nobody explained (断号); supplements are not asked."""
    if batch.supplement:
        return ""
    own = [one for one in sequences(batch.fonds, batch.year) if one.is_own and not one.sparse]
    missing = sum(one.unanswered for one in own)
    if not missing:
        return ""
    return ngettext_lazy(
        "%(count)d document number is missing and not explained.",
        "%(count)d document numbers are missing and not explained.",
    ) % {"count": missing}


def why_held_elsewhere(batch: FilingBatch, by: User) -> str:
    """What something else holds is not handed in."""
    held = Hold.objects.open().filter(record__in=batch.records.order_by().values("pk"))
    first = held.placed_elsewhere(batch).order_by("pk").first()
    return first.why if first else ""


@does(
    FLOW,
    "hand_in",
    only=[why_foreign],
    unless=[why_empty, why_faulty, why_numbers_are_missing, why_held_elsewhere],
)
def hand_in(batch: FilingBatch, *, by: User, at: datetime) -> None:
    """Hand the year in: from here on its records stay as they are, and a sample is drawn."""
    _draw(batch)
    batch.points.all().delete()
    FilingBatch.objects.filter(pk=batch.pk).update(handed_in_by=by, handed_in_at=at)
    advance(batch, "hand_in", by=by, at=at, records=batch.items.count())
    hold(batch.records, batch, by=by, at=at)
    archivists = User.objects.filter(role=Role.ARCHIVIST, is_active=True)
    said = _("%(batch)s was handed in and waits to be looked through.") % {"batch": batch.called}
    notify(archivists, said, at=at, to=("filing:batch", batch.pk))


def _draw(batch: FilingBatch) -> None:
    told = {"batch": batch.pk, "size": sample_size(batch.items.count()), "seed": batch.last_step}
    with connection.cursor() as cursor:
        cursor.execute(DRAW, told)


def officers_of(fonds: Fonds) -> list[User]:
    """Who files for a fonds today: the officers of its department or of its heir."""
    keys = {fonds.department_id, fonds.department.heir_id} - {None}
    found = User.objects.filter(role=Role.FILING_OFFICER, is_active=True, department__in=keys)
    return list(found)


@does(FLOW, "return")
def return_batch(batch: FilingBatch, *, by: User, at: datetime, reason: str) -> None:
    """Send it back with a reason: what bears a remark is free, or all where nothing does."""
    remarked = batch.items.remarked()
    free = Record.objects.filter(pk__in=remarked.order_by().values("record"))
    advance(batch, "return", by=by, at=at, reason=reason, remarks=remarked.count())
    release(batch, at=at, records=free if free.exists() else None)
    said = _("%(batch)s was sent back: %(reason)s") % {"batch": batch.called, "reason": reason}
    notify(officers_of(batch.fonds), said, at=at, to=("filing:batch", batch.pk))


def why_own(batch: FilingBatch, by: User) -> str:
    """Who hands in does not take in."""
    if batch.handed_in_by_id != by.pk:
        return ""
    return _("You have handed it in yourself: another archivist takes it in.")


def why_not_looked_through(batch: FilingBatch, by: User) -> str:
    """Five points answered in order, the sample looked at, no remark left."""
    points = dict(batch.points.values_list("point", "fits"))
    if any(point not in points for point in Point):
        return _("The five points of the receipt check are not all answered.")
    if not all(points.values()):
        return _("A point of the receipt check is not in order: send the batch back.")
    if batch.items.filter(sampled=True).exclude(fits=True).exists():
        return _("The sample is not all found in order: look at each file of it, or send back.")
    if batch.items.remarked().filter(reply="").exists():
        return _("Remarks wait for an answer: send the batch back, or take them back.")
    return ""


@asks(
    FLOW,
    "accept",
    task="filing.accept_batch",
    title=gettext_lazy("Taking in of %(row)s"),
    unless=[why_own, why_not_looked_through, why_faulty],
)
def accept(batch: FilingBatch, *, by: User, at: datetime) -> None:
    """Ask for it to be taken in: a worker gives all numbers and codes in one transaction."""


@does(FLOW, "call_off", only=[why_foreign])
def call_off(batch: FilingBatch, *, by: User, at: datetime) -> None:
    """End a batch that is being filled; its drafts are free for another one."""
    count = batch.items.count()
    BatchItem.objects.filter(batch=batch).delete()
    advance(batch, "call_off", by=by, at=at, records=count)
    release(batch, at=at)
