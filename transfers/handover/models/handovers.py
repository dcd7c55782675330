from datetime import date
from typing import Self

from django.db import models
from django.db.models import Count, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.functional import cached_property

from records.audit.models import Entry
from records.organisation.models import Fonds, User
from records.sentences import gettext
from records.sentences import gettext_lazy as _
from records.triggers import Fixed, Kept
from records.workflow.models import Step, Worked
from records.workflow.stages import (
    HasItsStep,
    NamedByStep,
    bound_stage,
    bound_steps,
    quoted,
)
from transfers.handover.models.items import HandoverItem, HandoverItemQuerySet, undue_of
from transfers.handover.models.receipts import Receipt
from transfers.handover.rules import (
    FLOW,
    NEEDS_APPROVER,
    NEEDS_DELIVERY,
    NEEDS_PACKAGE,
    NEEDS_PROPOSER,
    RELEASED_BY,
    YEARS_KEPT,
    Carriage,
    Outcome,
    Stage,
)
from transfers.packages.models import Package


class HandoverQuerySet(models.QuerySet["Handover"]):
    def visible_to(self, user: User) -> Self:
        """Handovers are made and read at the centre."""
        return self if user.sees_all_records else self.none()

    def open(self) -> Self:
        """Those still under way."""
        return self.exclude(stage__in=[Stage.CLOSED, Stage.CANCELLED])

    def sized(self) -> Self:
        """With the number of records."""
        return self.annotate(records=_count(HandoverItem.objects.all()))

    def counted(self) -> Self:
        """With the number of records, and of those rejected."""
        rejected = HandoverItem.objects.filter(outcome=Outcome.REJECTED)
        return self.sized().annotate(rejected=_count(rejected))


def _count(items: models.QuerySet[HandoverItem]) -> Coalesce:
    """How many of them a handover has."""
    own = items.filter(handover=OuterRef("pk")).order_by().values("handover")
    return Coalesce(Subquery(own.annotate(count=Count("pk")).values("count")), 0)


class Handover(Worked):
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

    objects = HandoverQuerySet.as_manager()

    class Meta:
        verbose_name = _("handover")
        verbose_name_plural = _("handovers")
        triggers = [
            *bound_stage(FLOW),
            HasItsStep(),
            NamedByStep("who_proposed", "proposed_by", by=Stage.PROPOSED.value, at=NEEDS_PROPOSER),
            NamedByStep("who_approved", "approved_by", by=Stage.APPROVED.value, at=NEEDS_APPROVER),
            Fixed(
                "batch_is_fixed",
                *("year", "sequence", "fonds", "supplements", "created_by", "created_at"),
            ),
            Fixed(
                "words_are_fixed",
                "gap_note",
                "account",
                since=f"OLD.stage <> '{Stage.DRAFT.value}'",
            ),
            Fixed(
                "approval_is_fixed",
                *("proposed_by", "approved_by", "approved_at"),
                since=f"OLD.stage IN ({quoted(NEEDS_APPROVER)})",
            ),
            Fixed("package_is_fixed", "package", since=f"OLD.stage IN ({quoted(NEEDS_PACKAGE)})"),
            Fixed(
                "delivery_is_fixed",
                *("carriage", "media_numbers", "delivered_on"),
                since=f"OLD.stage IN ({quoted(NEEDS_DELIVERY)})",
            ),
            Fixed("receipt_is_fixed", "receipt", since=f"OLD.stage = '{Stage.CLOSED.value}'"),
            Kept("handover_stays"),
        ]
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
    def called(self) -> str:
        return gettext("Handover %(sequence)d of %(year)d") % {
            "sequence": self.sequence,
            "year": self.year,
        }

    @property
    def why_held(self) -> str:
        """Why its records stay as they are, and what frees them."""
        return gettext(
            "The record is in “%(handover)s” (%(stage)s) and stays as it is. %(remedy)s"
        ) % {
            "handover": self.called,
            "stage": self.get_stage_display(),
            "remedy": RELEASED_BY[Stage(self.stage)],
        }

    undue = cached_property(undue_of)

    @property
    def certified(self) -> HandoverItemQuerySet:
        """What its papers speak of: all that goes, and, once there is a receipt, what was taken."""
        return self.items.accepted() if self.receipt else self.items.sent()

    @property
    def approval(self) -> Entry | None:
        """The act of its approval; what the trail has later does not go along."""
        approved = Entry.objects.about(self).filter(verb="approve")
        return approved.first() if self.approved_at else None

    @property
    def kept_until(self) -> date | None:
        """How long the centre keeps its copies of what the archive took; nothing of nothing."""
        if self.receipt is None or not self.certified.exists():
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
        triggers = bound_steps(FLOW)
        constraints = [
            models.CheckConstraint(name="handover_step_is_legal", condition=FLOW.legal_step())
        ]

    def __str__(self) -> str:
        return f"{self.handover_id} {self.name}"
