"""A yearly batch and the steps that it made."""

from typing import Any, Self

from django.db import models
from django.db.models import Count, F, Q
from django.urls import reverse
from django.utils.functional import cached_property

from filing.batches.rules import (
    FLOW,
    NEEDS_ACCEPTER,
    RELEASED_BY,
    Stage,
    deadline,
)
from records.holdings.models import Record, RecordQuerySet
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
)


class FilingBatchQuerySet(models.QuerySet["FilingBatch"]):
    def visible_to(self, user: User) -> Self:
        """The centre sees all, the people of a department who describe files those of its fonds."""
        if user.sees_all_records:
            return self
        if not user.describes:
            return self.none()
        return self.filter(fonds__in=Fonds.objects.owned_by(user))

    def unfinished(self) -> Self:
        """Those that are neither taken in nor called off."""
        return self.exclude(stage__in=[Stage.ACCEPTED, Stage.CALLED_OFF])

    def sized(self) -> Self:
        """With the number of items (`size`) and of remarks that wait to be answered (`remarks`)."""
        remarked = Count("items", filter=~Q(items__remark=""))
        return self.annotate(size=Count("items"), remarks=remarked)


class FilingBatch(Worked):
    """The files of one year that a department hands in to the centre.

    `supplement` 0 is the year's own batch; what comes after that was taken in goes into
    supplements, 1 and on, with numbers of their own. Who hands in does not take in.
    From the hand-in on its records are held, and what the centre found in order stays so.
    """

    FLOW = FLOW
    size: int  # where it was counted
    remarks: int
    TOLD_WITH_THE_ROW = ("account",)

    fonds = models.ForeignKey(
        Fonds, models.PROTECT, related_name="batches", verbose_name=_("fonds"), db_index=False
    )
    year = models.PositiveSmallIntegerField(_("year"))
    supplement = models.PositiveSmallIntegerField(_("supplement"), default=0)
    stage = models.CharField(
        _("stage"), max_length=12, choices=Stage, default=Stage.OPEN, editable=False
    )
    opened_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name=_("opened by")
    )
    opened_at = models.DateTimeField(_("opened at"))
    account = models.TextField(_("account of the department"), max_length=1000, blank=True)
    handed_in_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", verbose_name=_("handed in by")
    )
    handed_in_at = models.DateTimeField(_("handed in at"), null=True)
    accepted_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", verbose_name=_("taken in by")
    )
    accepted_at = models.DateTimeField(_("taken in at"), null=True)

    objects = FilingBatchQuerySet.as_manager()

    class Meta:
        verbose_name = _("yearly batch")
        verbose_name_plural = _("yearly batches")
        ordering = ["-year", "fonds", "-supplement"]
        triggers = [
            *bound_stage(FLOW),
            HasItsStep(),
            NamedByStep("who_accepted", "accepted_by", by=Stage.ACCEPTED.value, at=NEEDS_ACCEPTER),
            Fixed("filing_is_fixed", "fonds", "year", "supplement", "opened_by", "opened_at"),
            Fixed(
                "acceptance_is_fixed",
                *("account", "handed_in_by", "handed_in_at", "accepted_by", "accepted_at"),
                since=f"OLD.stage = '{Stage.ACCEPTED.value}'",
            ),
            Kept("filing_batch_stays"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["fonds", "year", "supplement"],
                name="filing_batch_once",
                condition=~Q(stage=Stage.CALLED_OFF),
            ),
            models.UniqueConstraint(
                fields=["fonds", "year"],
                name="one_unfinished_filing_batch",
                condition=~Q(stage__in=[Stage.ACCEPTED, Stage.CALLED_OFF]),
            ),
            models.CheckConstraint(
                name="filing_batch_stage_is_known", condition=Q(stage__in=Stage.values)
            ),
            models.CheckConstraint(
                name="filing_batch_is_accepted_by_another",
                condition=Q(accepted_by__isnull=True) | ~Q(accepted_by=F("handed_in_by")),
            ),
            models.CheckConstraint(
                name="filing_batch_accepted_has_two_people",
                condition=~Q(stage=Stage.ACCEPTED)
                | Q(
                    handed_in_by__isnull=False,
                    handed_in_at__isnull=False,
                    accepted_by__isnull=False,
                    accepted_at__isnull=False,
                ),
            ),
        ]

    def __str__(self) -> str:
        part = f"补充{self.supplement}" if self.supplement else ""
        return f"{self.fonds.number} {self.year}年度归档{part}"

    def get_absolute_url(self) -> str:
        return reverse("filing:batch", args=[self.pk])

    @property
    def called(self) -> str:
        told = {"fonds": self.fonds, "year": self.year, "number": self.supplement}
        if self.supplement:
            return gettext("%(fonds)s, files of %(year)d, supplement %(number)d") % told
        return gettext("%(fonds)s, files of %(year)d") % told

    @property
    def meaning(self) -> str:
        return Stage(self.stage).meaning

    @cached_property
    def due(self) -> Any:
        """The day by which it is to be handed in."""
        return deadline(self.year)

    @property
    def records(self) -> RecordQuerySet:
        """What is in it."""
        return Record.objects.filter(batch_items__batch=self)

    @property
    def why_held(self) -> str:
        """Why its records stay as they are, and what frees them."""
        return gettext(
            "The record is in “%(batch)s” (%(stage)s) and stays as it is. %(remedy)s"
        ) % {
            "batch": self.called,
            "stage": self.get_stage_display(),
            "remedy": RELEASED_BY[Stage(self.stage)],
        }


class FilingStep(Step):
    """One move that a yearly batch made."""

    batch = models.ForeignKey(
        FilingBatch, models.PROTECT, related_name="steps", verbose_name=_("yearly batch")
    )

    class Meta:
        ordering = ["id"]
        verbose_name = _("step of a yearly batch")
        verbose_name_plural = _("steps of yearly batches")
        triggers = bound_steps(FLOW)
        constraints = [
            models.CheckConstraint(name="filing_step_is_legal", condition=FLOW.legal_step())
        ]

    def __str__(self) -> str:
        return f"{self.batch_id} {self.name}"
