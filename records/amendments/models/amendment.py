"""A correction, the steps that it made, and that what is approved is done."""

from datetime import datetime
from typing import Any, Self

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from records.amendments.rules import FLOW, Stage
from records.holdings.models import Record, RecordQuerySet
from records.holdings.models.components import SAID, newest_said
from records.organisation.models import User
from records.retention.rules import PERIOD_CODE, Period
from records.sentences import gettext
from records.sentences import gettext_lazy as _
from records.triggers import Fixed, Kept
from records.workflow.models import Staged, Step
from records.workflow.stages import AtCommit, HasItsStep, NamedByStep, bound_stage, bound_steps

# Every statement is made of stages and names of our own, none of what people type.
# ruff: noqa: S608

APPROVED = Stage.APPROVED.value


class AmendmentQuerySet(models.QuerySet["Amendment"]):
    def visible_to(self, user: User) -> Self:
        """Corrections are proposed, judged and read at the centre."""
        return self if user.sees_all_records else self.none()

    def counted(self) -> Self:
        """With the number of records (`size`)."""
        return self.annotate(size=models.Count("items"))

    def moved_since(self, record: Record, at: datetime) -> Self:
        """Those that gave components of a record another place, or took some out."""
        place, former = "parts__position", F("parts__former_position")
        moved = Q(**{f"{place}__lt": former}) | Q(**{f"{place}__gt": former}) | Q(**{place: None})
        return self.filter(
            moved, parts__component__record=record, stage=APPROVED, approved_at__gt=at
        )


class CarriedOut(AtCommit):
    """What is approved is done: at the commit every record of it has its new code.

    And the code that it bore before leads to it. Or its components are as they were to be.
    """

    name = "approved_is_carried_out"
    operation = pgtrigger.Update
    condition = pgtrigger.Condition(
        f"(NEW.stage = '{APPROVED}' AND OLD.stage IS DISTINCT FROM NEW.stage)"
    )
    message = "% % was approved and not carried out"
    told = ("TG_TABLE_NAME", "NEW.id")

    def holds(self, model: Any) -> str:
        leads = "SELECT FROM records_codealias WHERE record_id = item.record_id AND code = item"
        codes = (
            "NOT EXISTS (SELECT FROM records_amendmentitem item WHERE amendment_id = NEW.id"
            f" AND NOT (EXISTS ({leads}.former_code)"
            "  AND (EXISTS (SELECT FROM records_record record WHERE record.id = item.record_id"
            f"   AND record.archival_code = item.code) OR EXISTS ({leads}.code))))"
        )
        return f"CASE WHEN NEW.of_components THEN {self._arranged()} ELSE {codes} END"

    def _arranged(self) -> str:
        """Components that a later correction changed again are not looked at."""
        said, now = (", ".join(f"{row}.{name}" for name in SAID) for row in ("said", "part"))
        return (
            "NOT EXISTS (SELECT FROM records_amendmentpart said"
            " JOIN records_component part ON part.id = said.component_id"
            f" WHERE said.amendment_id = NEW.id AND ({said}) IS DISTINCT FROM ({now})"
            f" AND said.id = ({newest_said('said.component_id')}))"
        )


class Amendment(Staged):
    """A correction of records in custody: of year or period, or of one's components.

    What stands in the code of an accepted record, and its components, is changed by nothing
    else. `year` empty or `period` empty: it stays as each record has it. While the answer is
    awaited the records are held, so that what was proposed is what is approved. Who proposes
    does not approve.
    """

    FLOW = FLOW
    size: int  # where it was counted
    TOLD_WITH_THE_ROW = ("reason",)

    stage = models.CharField(
        _("stage"), max_length=12, choices=Stage, default=Stage.PROPOSED, editable=False
    )
    year = models.PositiveSmallIntegerField(_("right year"), null=True)
    period = models.CharField(_("right retention period"), max_length=3, blank=True)
    of_components = models.BooleanField(_("of components"), default=False)
    reason = models.CharField(_("reason"), max_length=200)
    proposed_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name=_("proposed by")
    )
    proposed_at = models.DateTimeField(_("proposed at"))
    approved_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", verbose_name=_("approved by")
    )
    approved_at = models.DateTimeField(_("approved at"), null=True)

    objects = AmendmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("correction")
        verbose_name_plural = _("corrections")
        ordering = ["-id"]
        triggers = [
            *bound_stage(FLOW),
            HasItsStep(),
            NamedByStep("who_approved", "approved_by", by=APPROVED, at=(APPROVED,)),
            CarriedOut(),
            Fixed(
                "proposal_is_fixed",
                *("year", "period", "of_components", "reason", "proposed_by", "proposed_at"),
            ),
            Fixed(
                "approval_is_fixed",
                *("approved_by", "approved_at"),
                since=f"OLD.stage = '{APPROVED}'",
            ),
            Kept("amendment_stays"),
        ]
        constraints = [
            models.CheckConstraint(
                name="amendment_stage_is_known", condition=Q(stage__in=Stage.values)
            ),
            models.CheckConstraint(
                name="amendment_changes_something",
                condition=Q(year__isnull=True, period="", of_components=True)
                | Q(of_components=False) & (Q(year__isnull=False) | ~Q(period="")),
            ),
            models.CheckConstraint(
                name="amendment_period_is_known",
                condition=Q(period="") | Q(period__regex=PERIOD_CODE),
            ),
            models.CheckConstraint(name="amendment_has_reason", condition=~Q(reason="")),
            models.CheckConstraint(
                name="amendment_is_approved_by_another",
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=F("proposed_by")),
            ),
            models.CheckConstraint(
                name="amendment_approved_has_two_people",
                condition=~Q(stage=Stage.APPROVED)
                | Q(approved_by__isnull=False, approved_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"更正申请第{self.pk}号"

    def get_absolute_url(self) -> str:
        return reverse("records:amendment", args=[self.pk])

    @property
    def called(self) -> str:
        return gettext("Correction no. %(number)d") % {"number": self.pk}

    @property
    def meaning(self) -> str:
        """What kind of fact its stage is: here what is approved is done."""
        return Stage(self.stage).meaning

    @property
    def why_held(self) -> str:
        """Why its records stay as they are, and what frees them."""
        return gettext(
            "For the record a correction is proposed (%(amendment)s), and it stays as it is. Wait"
            " until another person has answered, or have it withdrawn."
        ) % {"amendment": self.called}

    @property
    def kept_for(self) -> Period | None:
        """The right retention period as a value; None where it stays."""
        return Period(self.period) if self.period else None

    @property
    def what(self) -> str:
        """What it says anew, in a word or two for lists."""
        if self.of_components:
            return gettext("Components")
        told = (self.year, self.kept_for)
        return " ".join(str(one) for one in told if one)

    @property
    def corrected(self) -> RecordQuerySet:
        """Its records."""
        return Record.objects.filter(pk__in=self.items.order_by().values("record"))


class AmendmentStep(Step):
    """One move that a correction made."""

    amendment = models.ForeignKey(
        Amendment, models.PROTECT, related_name="steps", verbose_name=_("correction")
    )

    class Meta:
        ordering = ["id"]
        verbose_name = _("step of a correction")
        verbose_name_plural = _("steps of corrections")
        triggers = bound_steps(FLOW)
        constraints = [
            models.CheckConstraint(name="amendment_step_is_legal", condition=FLOW.legal_step())
        ]

    def __str__(self) -> str:
        return f"{self.amendment_id} {self.name}"
