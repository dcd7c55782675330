from collections.abc import Iterable
from datetime import date
from typing import Any, Self

from django.db import models
from django.db.models import Case, Count, Exists, OuterRef, Q, Sum, Value, When
from django.db.models.functions import Cast, Coalesce
from django.utils import timezone

from records.audit.models import Entry
from records.catalogue.search import matching, words
from records.holdings.models import Record, RecordQuerySet
from records.organisation.models import User
from records.sentences import gettext_lazy as _
from records.triggers import Fixed, Kept, NeverEmptied
from records.workflow.stages import AddedAt, ChangedAt, TakenOutAt
from transfers.due.explanation import not_owed
from transfers.handover.rules import Ground, Outcome, Stage, Tally

NOTED_REJECTED = Q(outcome=Outcome.REJECTED) | Q(outcome=Outcome.PENDING) & ~Q(reason="")
FATE = Case(
    When(NOTED_REJECTED, then=Value(Outcome.REJECTED.value)),
    default="outcome",
    output_field=models.CharField(),
)  # a noted rejection counts as one
PAGES_ONCE = Sum("record__pages", filter=Q(record__volume=None) | Q(record__volume__pages=None))


def summed(tallies: Iterable[Tally]) -> dict[str, int]:
    """How many records and pages, and how many are accepted and rejected."""
    found = dict.fromkeys(("records", "pages", "accepted", "rejected"), 0)
    for one in tallies:
        found["records"] += one.number
        found["pages"] += one.pages
        if one.fate in found:
            found[one.fate] += one.number
    return found


class HandoverItemQuerySet(models.QuerySet["HandoverItem"]):
    def visible_to(self, user: User) -> Self:
        return self if user.sees_all_records else self.none()

    def pending(self) -> Self:
        """Those that the receiving archive has not answered."""
        return self.filter(outcome=Outcome.PENDING)

    def sent(self) -> Self:
        """Those that went, or are to go: what was called off is none of them."""
        return self.exclude(outcome=Outcome.WITHDRAWN)

    def accepted(self) -> Self:
        """Those that the receiving archive took, by its receipt."""
        return self.filter(outcome=Outcome.ACCEPTED)

    def undue(self, today: date) -> Self:
        """Those that are not due on the day, nor taken early on a recorded ground."""
        found = not_owed(self.filter(ground="").records(), today=today)
        return self.filter(record__in=found) if found else self.none()

    def to_resend(self) -> Self:
        """Those rejected by a receipt that no later batch has taken up."""
        later = HandoverItem.objects.sent().filter(record=OuterRef("record"), pk__gt=OuterRef("pk"))
        return self.filter(outcome=Outcome.REJECTED).exclude(Exists(later))

    def records(self) -> RecordQuerySet:
        """What is in these rows."""
        return Record.objects.filter(pk__in=self.order_by().values("record"))

    def rejected(self) -> Self:
        """Those the archive rejects: by its receipt, or noted before that is entered."""
        return self.filter(outcome__in=[Outcome.PENDING, Outcome.REJECTED]).exclude(reason="")

    def matching(self, text: str) -> Self:
        """Those in whose record every word of the text occurs."""
        return self.filter(record__in=matching(self.records(), words(text)))

    def tallied(self) -> list[Tally]:
        """How many there are of each kind, by what becomes of them, in one statement.

        A volume that has its own number of pages counts with it, not with its items too.
        """
        kinds = ("record__category__code", "record__level")
        told = self.annotate(inside=~Q(record__volume=None), fate=FATE).order_by()
        counted = told.values_list(*kinds, "inside", "fate").annotate(Count("pk"))
        return [Tally(*found) for found in counted.annotate(pages=Coalesce(PAGES_ONCE, 0))]

    def figures(self) -> dict[str, int]:
        """How many records and pages, and how many are accepted and rejected."""
        return summed(self.tallied())

    def counted_by(self, name: str) -> dict[str, int]:
        """How many records have which value of a mark (开放标识, 公开属性, 密级)."""
        counted = self.order_by().values_list(f"record__{name}").annotate(count=Count("pk"))
        return dict(counted)

    def security_changes(self, until: Entry | None) -> models.QuerySet[Entry]:
        """The acts, up to one of them, that changed the security mark of one of the records."""
        rows = self.order_by().annotate(row=Cast("record_id", models.TextField())).values("row")
        edits = Entry.objects.filter(table=Record._meta.label, verb="edit", row__in=rows)
        return edits.up_to(until).filter(after__has_key="security").order_by("id")


ANSWERED_AT = (Stage.DELIVERED.value, Stage.CANCELLED.value)
ANSWERED = f"OLD.outcome <> '{Outcome.PENDING.value}'"


def undue_of(handover: Any) -> HandoverItemQuerySet:
    """What of a batch is not due today; worked out once for the row as it was read."""
    pending: HandoverItemQuerySet = handover.items.pending()
    return pending.undue(timezone.localdate())


class HandoverItem(models.Model):
    """One record in a handover. A record is in one handover at a time.

    A `ground` says why it goes before its term is over; without one it has to be due.

    While the answer is awaited, a `reason` notes that the archive rejects the record;
    entering the receipt makes it final.
    """

    handover = models.ForeignKey(
        "transfers.Handover",
        models.CASCADE,
        related_name="items",
        verbose_name=_("handover"),
        db_index=False,  # the unique index begins with it
    )
    record = models.ForeignKey(
        Record, models.PROTECT, related_name="handover_items", verbose_name=_("record")
    )
    position = models.PositiveIntegerField(_("position"))
    outcome = models.CharField(
        _("outcome"), max_length=10, choices=Outcome, default=Outcome.PENDING
    )
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    ground = models.CharField(
        _("ground for going early"), max_length=12, choices=Ground, blank=True
    )
    ground_note = models.CharField(_("evidence of the ground"), max_length=300, blank=True)

    objects = HandoverItemQuerySet.as_manager()

    class Meta:
        ordering = ["handover", "position"]
        verbose_name = _("record of a handover")
        verbose_name_plural = _("records of handovers")
        triggers = [
            Fixed("item_is_fixed", "handover", "record", "ground", "ground_note"),
            Fixed("answer_is_fixed", "position", "outcome", "reason", since=ANSWERED),
            Kept("answer_stays", since=ANSWERED),
            AddedAt("added_while_selecting", "handover", Stage.DRAFT.value),
            TakenOutAt("taken_out_while_selecting", "handover", Stage.DRAFT.value),
            ChangedAt("arranged_while_selecting", "handover", Stage.DRAFT.value, column="position"),
            ChangedAt("answered_once_sent", "handover", *ANSWERED_AT, column="outcome"),
            NeverEmptied(),
        ]
        indexes = [models.Index(fields=["handover", "outcome"], name="handover_item_by_outcome")]
        constraints = [
            models.UniqueConstraint(
                fields=["handover", "position"],
                name="handover_position_once",
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.UniqueConstraint(fields=["handover", "record"], name="record_once_per_handover"),
            models.UniqueConstraint(
                fields=["record"],
                condition=Q(outcome=Outcome.PENDING),
                name="record_in_one_open_handover",
            ),
            models.CheckConstraint(
                name="handover_outcome_is_known", condition=Q(outcome__in=Outcome.values)
            ),
            models.CheckConstraint(
                name="handover_ground_has_evidence",
                condition=Q(ground="", ground_note="")
                | (Q(ground__in=Ground.values) & ~Q(ground_note="")),
            ),
            models.CheckConstraint(
                name="handover_rejection_has_reason",
                condition=~Q(outcome=Outcome.REJECTED) | ~Q(reason=""),
            ),
            models.CheckConstraint(
                name="handover_acceptance_has_no_reason",
                condition=~Q(outcome=Outcome.ACCEPTED) | Q(reason=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.handover_id}/{self.position}"
