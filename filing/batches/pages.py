"""How a yearly batch is shown: its stops, its figures, its files with what was found of each."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple

from django.db.models import Count, Q, QuerySet, Sum
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from filing.batches.actions.content import drafts_of
from filing.batches.forms import AccountForm, FitsForm, PointForm, RemarkForm, ReplyForm
from filing.batches.models import BatchItem, FilingBatch
from filing.batches.models.expected import ended_before, filed_otherwise
from filing.batches.rules import FILLED_AT, Point, Stage, deadline
from filing.checks.finders import examine, of_rows
from filing.checks.rules import Check
from filing.sequences.models import sequences
from filing.sequences.rules import completeness
from records.audit.models import Entry
from records.audit.pages import Difference, differences
from records.copies.models import DigitalCopy
from records.days import day, short_day
from records.organisation.models import Fonds, User
from records.sentences import ngettext_lazy
from records.values.quantities import amount_of
from records.workflow.forms import ReasonForm
from records.workflow.pages import Pages, Stop

COMMON = {"QK-07"}  # on most files of a paper year; its name says enough
CHANGED = (
    *("edit", "store copy", "store copies", "discard copy", "add component"),
    *("edit component", "place component", "remove component"),
)


def lateness(batch: FilingBatch, today: date) -> tuple[str, str]:
    """How a batch stands to its deadline, and what kind of fact that is."""
    if batch.supplement or batch.stage in {Stage.ACCEPTED, Stage.HANDED_IN, Stage.CALLED_OFF}:
        return "", ""
    left = (batch.due - today).days
    if left < 0:
        said = ngettext_lazy("%(days)d day late", "%(days)d days late", "days")
        return str(said % {"days": -left}), "late"
    if left <= 30:
        said = ngettext_lazy("%(days)d day left", "%(days)d days left", "days")
        return str(said % {"days": left}), "warn"
    return "", ""


def facts(batch: FilingBatch) -> list[tuple[str, Any]]:
    """What the page of a move tells of the batch before it is made."""
    return [
        (_("Fonds"), batch.fonds),
        (_("Year"), batch.year),
        (_("Quantity"), amount_of(batch.items.all(), "record__level")),
        (_("Handed in by"), batch.handed_in_by),
        (_("Due"), day(batch.due)),
    ]


def _opened(batch: FilingBatch) -> str:
    return f"{short_day(batch.opened_at)} {batch.opened_by}"


PAGES = Pages(
    index="filing:batch-list",
    title=gettext_lazy("Yearly filing"),
    stops=(
        Stop(gettext_lazy("Fill"), "hand_in", (Stage.OPEN, Stage.RETURNED), _opened),
        Stop(gettext_lazy("Look through"), "accept", (Stage.HANDED_IN,), worked=(Stage.HANDED_IN,)),
    ),
    forms={"return": ReasonForm},
    facts=facts,
    said={
        "hand_in": gettext_lazy("Handed in. The centre looks it through and answers here."),
        "return": gettext_lazy("Sent back. The department is told."),
        "call_off": gettext_lazy("Called off; its files are drafts as before."),
    },
)


class Change(NamedTuple):
    """An act on a file since its batch was sent back, and what it changed."""

    entry: Entry
    differences: list[Difference]


class Line(NamedTuple):
    """A file of a batch: what the checks found, what the centre says, what may be done."""

    item: BatchItem
    found: list[Check]
    remarks: RemarkForm | None
    replies: ReplyForm | None
    judged: FitsForm | None
    changes: list[Change]

    @property
    def stops(self) -> bool:
        return any(check.stops for check in self.found)

    @property
    def is_told(self) -> bool:
        """Whether there is more to say or to ask than its own row holds."""
        return bool(self.told or self.item.remark or self.remarks or self.judged or self.changes)

    @property
    def told(self) -> list[Check]:
        """Findings that are explained beneath the file: those that stop, and rare ones."""
        return [check for check in self.found if check.stops or check.code not in COMMON]


def lines(batch: FilingBatch, items: Sequence[BatchItem], reader: User) -> list[Line]:
    """Some files of a batch, with what was found of them, and since it was sent back changed."""
    found = of_rows(batch.records, [item.record_id for item in items])
    looks = batch.stage == Stage.HANDED_IN and reader.sees_all_records and reader.describes
    fills = batch.stage in FILLED_AT and reader.describes
    changed = _changes(batch, items, reader)
    return [
        Line(
            item,
            found.get(item.record_id, []),
            RemarkForm(initial={"remark": item.remark}, auto_id=f"{item.pk}-%s") if looks else None,
            ReplyForm(initial={"reply": item.reply}, auto_id=f"{item.pk}-%s")
            if fills and item.remark
            else None,
            _judging(item) if looks and item.sampled else None,
            changed.get(str(item.record_id), []),
        )
        for item in items
    ]


def _judging(item: BatchItem) -> FitsForm:
    told = {} if item.fits is None else {"fits": str(int(item.fits))}
    return FitsForm(initial=told, auto_id=f"{item.pk}-%s")


def _changes(
    batch: FilingBatch, items: Iterable[BatchItem], reader: User
) -> dict[str, list[Change]]:
    """What was changed of the files since the batch was last sent back."""
    back = Entry.objects.about(batch).filter(verb="return").order_by("pk").last()
    if back is None:
        return {}
    rows = [str(item.record_id) for item in items]
    entries = Entry.objects.filter(table="records.Record", row__in=rows, verb__in=CHANGED)
    found: dict[str, list[Change]] = {}
    for entry in entries.filter(pk__gt=back.pk).select_related("by").order_by("pk"):
        told = [one for one in differences(entry, reader) if one.changed]
        found.setdefault(entry.row, []).append(Change(entry, told))
    return found


def figures(batch: FilingBatch) -> dict[str, Any]:
    """What the head of the page tells: how much, what the checks find, what is missing."""
    found = [] if batch.stage in {Stage.ACCEPTED, Stage.CALLED_OFF} else examine(batch.records)
    own = [one for one in sequences(batch.fonds, batch.year) if one.is_own]
    filed, expected = completeness(own)
    copies = DigitalCopy.objects.in_place().filter(component__record__batch_items__batch=batch)
    fills = batch.stage in FILLED_AT
    return {
        "found": found,
        "stopping": sum(one.number for one in found if one.check.stops),
        "amount": amount_of(batch.items.all(), "record__level"),
        "leaves": batch.items.aggregate(pages=Sum("record__pages"))["pages"] or 0,
        "scanned": copies.aggregate(pages=Sum("page_count"))["pages"] or 0,
        "filed": filed,
        "expected": expected,
        "unanswered": sum(one.unanswered for one in own if not one.sparse),
        "gaps": [one for one in own if one.unanswered and not one.sparse],
        "waiting": drafts_of(batch.fonds, batch.year).count() if fills else 0,
        "remarks": batch.items.remarked().count(),
    }


def receipt(batch: FilingBatch, reader: User) -> dict[str, Any]:
    """The five points with their answers, and how far the sample was looked at."""
    answered = {point.point: point for point in batch.points.select_related("by")}
    sample = batch.items.filter(sampled=True).aggregate(
        drawn=Count("pk"),
        looked=Count("pk", filter=Q(fits__isnull=False)),
        bad=Count("pk", filter=Q(fits=False)),
    )
    looks = batch.stage == Stage.HANDED_IN and reader.sees_all_records and reader.describes
    return {
        "points": [
            (point, answered.get(point), _point_form(point, answered) if looks else None)
            for point in Point
        ],
        "sample": sample,
        "looks": looks,
    }


def _point_form(point: Point, answered: dict[str, Any]) -> PointForm:
    known = answered.get(point)
    told: dict[str, Any] = {"point": point.value}
    if known:
        told |= {"fits": str(int(known.fits)), "words": known.words}
    return PointForm(initial=told, auto_id=f"{point.value}-%s")


def account_form(batch: FilingBatch, reader: User) -> AccountForm | None:
    """The department's words, where they may still be written."""
    if batch.stage not in FILLED_AT or not reader.describes:
        return None
    return AccountForm(initial={"account": batch.account})


class Standing(NamedTuple):
    """How a fonds stands in a year: its newest batch, or none; late, or how long it has."""

    fonds: Fonds
    batch: FilingBatch | None
    said: str
    meaning: str


def standings(fonds: QuerySet[Fonds], year: int, today: date) -> list[Standing]:
    """All fonds in a year, each with its newest batch; those that lack it say how late they are."""
    found = FilingBatch.objects.filter(fonds__in=fonds, year=year).exclude(stage=Stage.CALLED_OFF)
    newest = {batch.fonds_id: batch for batch in found.sized().order_by("supplement")}
    kept = filed_otherwise(year)
    told = []
    for one in fonds.annotate(kept=kept):
        batch = newest.get(one.pk)
        if batch is None and one.kept:
            told.append(Standing(one, None, str(_("filed on another way")), "ok"))
        elif batch or not ended_before(one, year):
            probe = batch or FilingBatch(fonds=one, year=year)
            told.append(Standing(one, batch, *lateness(probe, today)))
    return told


def default_year(today: date | None = None) -> int:
    """The year whose files are due now."""
    return (today or timezone.localdate()).year - 1


def due_day(year: int) -> str:
    return day(deadline(year))
