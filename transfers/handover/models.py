from datetime import date
from typing import Self

from django.db import models
from django.db.models import Count, F, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from records.holdings.models import Record
from records.holdings.rules import Opening
from records.jobs.models import Job
from records.organisation.models import Fonds, User
from records.workflow.models import Staged, Step
from transfers.handover.rules import (
    FLOW,
    NEEDS_APPROVER,
    NEEDS_DELIVERY,
    NEEDS_PACKAGE,
    TESTS,
    YEARS_KEPT,
    Carriage,
    Nature,
    Outcome,
    Result,
    Stage,
    nature_of,
)
from transfers.packages.models import Package


class Receipt(models.Model):
    """The receiving archive's answer to a handover: its number, its date and who signed."""

    number = models.CharField(_("number of the receipt"), max_length=60)
    received_on = models.DateField(_("received on"))
    receiver = models.CharField(_("received by"), max_length=60)
    file = models.FileField(_("receipt as received"), upload_to="receipts/", blank=True)
    remarks = models.TextField(_("remarks"), blank=True)
    entered_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name=_("entered by")
    )
    entered_at = models.DateTimeField(_("entered at"))

    class Meta:
        verbose_name = _("receipt")
        verbose_name_plural = _("receipts")

    def __str__(self) -> str:
        return self.number


class HandoverQuerySet(models.QuerySet["Handover"]):
    def visible_to(self, user: User) -> Self:
        """Handovers are made and read at the centre."""
        return self if user.sees_all_records else self.none()

    def open(self) -> Self:
        """Those still under way."""
        return self.exclude(stage__in=[Stage.CLOSED, Stage.CANCELLED])

    def counted(self) -> Self:
        """With the number of records, and of those rejected."""
        items = HandoverItem.objects.filter(handover=OuterRef("pk")).order_by().values("handover")
        count = items.annotate(count=Count("pk")).values("count")
        rejected = items.filter(outcome=Outcome.REJECTED).annotate(count=Count("pk"))
        return self.annotate(
            records=Coalesce(Subquery(count), 0),
            rejected=Coalesce(Subquery(rejected.values("count")), 0),
        )


class Handover(Staged):
    """One batch of a fonds on its way to the public archive (进馆移交).

    Who proposes does not approve, what is packaged has its package, what is delivered
    its day, and what is closed its receipt: the database refuses anything else.
    """

    FLOW = FLOW

    year = models.PositiveSmallIntegerField(_("year"))
    sequence = models.PositiveSmallIntegerField(_("batch of the year"))
    fonds = models.ForeignKey(
        Fonds, models.PROTECT, related_name="handovers", verbose_name=_("fonds")
    )
    supplements = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        related_name="supplemented_by",
        verbose_name=_("sends again what was rejected in"),
    )
    stage = models.CharField(
        _("stage"), max_length=12, choices=Stage, default=Stage.DRAFT, editable=False
    )
    created_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name=_("selected by")
    )
    created_at = models.DateTimeField(_("selected at"))
    gap_note = models.TextField(_("explanation of missing numbers"), blank=True)
    account = models.TextField(_("account of the sender (移出说明)"), blank=True)
    checked_at = models.DateTimeField(_("tested at"), null=True)
    proposed_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", verbose_name=_("proposed by")
    )
    approved_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", verbose_name=_("approved by")
    )
    approved_at = models.DateTimeField(_("approved at"), null=True)
    package = models.OneToOneField(
        Package, models.PROTECT, null=True, related_name="handover", verbose_name=_("package")
    )
    carriage = models.CharField(_("sent by"), max_length=10, choices=Carriage, blank=True)
    media_numbers = models.CharField(_("media and their numbers"), max_length=200, blank=True)
    delivered_on = models.DateField(_("delivered on"), null=True)
    receipt = models.OneToOneField(
        Receipt, models.PROTECT, null=True, related_name="handover", verbose_name=_("receipt")
    )
    job = models.ForeignKey(
        Job, models.SET_NULL, null=True, related_name="+", verbose_name=_("job")
    )

    objects = HandoverQuerySet.as_manager()

    class Meta:
        verbose_name = _("handover")
        verbose_name_plural = _("handovers")
        ordering = ["-year", "-sequence"]
        constraints = [
            models.UniqueConstraint(fields=["year", "sequence"], name="handover_number_once"),
            models.CheckConstraint(
                name="handover_stage_is_known", condition=Q(stage__in=Stage.values)
            ),
            models.CheckConstraint(
                name="handover_is_approved_by_another",
                condition=Q(proposed_by__isnull=True)
                | Q(approved_by__isnull=True)
                | ~Q(approved_by=F("proposed_by")),
            ),
            models.CheckConstraint(
                name="handover_approved_has_two_people",
                condition=~Q(stage__in=NEEDS_APPROVER)
                | Q(
                    proposed_by__isnull=False, approved_by__isnull=False, approved_at__isnull=False
                ),
            ),
            models.CheckConstraint(
                name="handover_packaged_has_package",
                condition=~Q(stage__in=NEEDS_PACKAGE) | Q(package__isnull=False),
            ),
            models.CheckConstraint(
                name="handover_delivered_has_day",
                condition=~Q(stage__in=NEEDS_DELIVERY)
                | (Q(delivered_on__isnull=False) & Q(carriage__in=Carriage.values)),
            ),
            models.CheckConstraint(
                name="handover_closed_has_receipt",
                condition=~Q(stage=Stage.CLOSED) | Q(receipt__isnull=False),
            ),
            models.CheckConstraint(
                name="handover_receipt_is_of_something_delivered",
                condition=Q(receipt__isnull=True) | Q(stage__in=NEEDS_DELIVERY),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year}年第{self.sequence}批"

    def get_absolute_url(self) -> str:
        return reverse("transfers:handover", args=[self.pk])

    @property
    def title(self) -> str:
        return gettext("Handover %(sequence)d of %(year)d") % {
            "sequence": self.sequence,
            "year": self.year,
        }

    @property
    def kept_until(self) -> date | None:
        """How long the centre keeps its copies after the archive took the records."""
        if self.receipt is None:
            return None
        received = self.receipt.received_on
        last = date(received.year + YEARS_KEPT, received.month, 1)
        return last.replace(day=28 if (received.month, received.day) == (2, 29) else received.day)


class HandoverStep(Step):
    """One move that a handover made."""

    handover = models.ForeignKey(
        Handover, models.PROTECT, related_name="steps", verbose_name=_("handover")
    )

    class Meta:
        ordering = ["id"]
        verbose_name = _("step of a handover")
        verbose_name_plural = _("steps of handovers")
        constraints = [
            models.CheckConstraint(name="handover_step_is_legal", condition=FLOW.legal_step())
        ]

    def __str__(self) -> str:
        return f"{self.handover_id} {self.name}"


class HandoverItemQuerySet(models.QuerySet["HandoverItem"]):
    def visible_to(self, user: User) -> Self:
        return self if user.sees_all_records else self.none()

    def pending(self) -> Self:
        """Those that the receiving archive has not answered."""
        return self.filter(outcome=Outcome.PENDING)

    def rejected(self) -> Self:
        """Those the archive rejects: by its receipt, or noted before that is entered."""
        return self.filter(outcome__in=[Outcome.PENDING, Outcome.REJECTED]).exclude(reason="")

    def figures(self) -> dict[str, int]:
        """How many records and pages, and how many are accepted and rejected."""
        answered = Q(outcome=Outcome.REJECTED) | Q(outcome=Outcome.PENDING) & ~Q(reason="")
        counted = self.aggregate(
            records=Count("pk"),
            pages=Sum("record__pages"),
            accepted=Count("pk", filter=Q(outcome=Outcome.ACCEPTED)),
            rejected=Count("pk", filter=answered),
        )
        return {name: count or 0 for name, count in counted.items()}

    def openings(self) -> list[tuple[str, int]]:
        """How many records have which opinion on opening (开放标识), in the order of the values."""
        counted = self.order_by().values("record__opening").annotate(count=Count("pk"))
        found = {row["record__opening"]: row["count"] for row in counted}
        return [(value, found[value]) for value in Opening.values if value in found]


class HandoverItem(models.Model):
    """One record in a handover. A record is in one handover at a time.

    While the answer is awaited, a `reason` notes that the archive rejects the record;
    entering the receipt makes it final.
    """

    handover = models.ForeignKey(
        Handover, models.CASCADE, related_name="items", verbose_name=_("handover")
    )
    record = models.ForeignKey(
        Record, models.PROTECT, related_name="handover_items", verbose_name=_("record")
    )
    position = models.PositiveIntegerField(_("position"))
    outcome = models.CharField(
        _("outcome"), max_length=10, choices=Outcome, default=Outcome.PENDING
    )
    reason = models.CharField(_("reason"), max_length=300, blank=True)

    objects = HandoverItemQuerySet.as_manager()

    class Meta:
        ordering = ["handover", "position"]
        verbose_name = _("record of a handover")
        verbose_name_plural = _("records of handovers")
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


class HandoverCheck(models.Model):
    """What one item of the four-nature test found (DA/T 70-2018), kept as it was found."""

    handover = models.ForeignKey(
        Handover, models.CASCADE, related_name="checks", verbose_name=_("handover")
    )
    item = models.CharField(_("item of the standard"), max_length=5)
    result = models.CharField(_("result"), max_length=10, choices=Result)
    text = models.CharField(_("finding"), max_length=300, blank=True)
    examples = models.JSONField(_("records concerned"), default=list)

    class Meta:
        ordering = ["handover", "id"]
        verbose_name = _("test of a handover")
        verbose_name_plural = _("tests of handovers")
        constraints = [
            models.UniqueConstraint(fields=["handover", "item"], name="handover_test_once"),
            models.CheckConstraint(
                name="handover_test_result_is_known", condition=Q(result__in=Result.values)
            ),
            models.CheckConstraint(
                name="handover_test_is_known", condition=Q(item__in=list(TESTS))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item} {self.name}"

    @property
    def name(self) -> str:
        """What is tested, in the language of the page."""
        return str(TESTS[self.item])

    @property
    def nature(self) -> Nature:
        return nature_of(self.item)

    @property
    def is_quiet(self) -> bool:
        """Passed: shown by a tick alone."""
        return self.result == Result.PASSED

    @property
    def meaning(self) -> str:
        """How the house's badges tell this result."""
        return {Result.WARNING: "warn", Result.FAILED: "late"}.get(Result(self.result), "")

    @property
    def icon(self) -> str:
        return "alert-triangle" if self.result == Result.WARNING else ""

    @property
    def can_be_removed(self) -> bool:
        """Whether what fails can be taken out of the batch in one go."""
        return self.item == "2-4" and self.result == Result.FAILED
