"""Somebody's use of records at the centre on one day, the records, and the steps that it made."""

from datetime import date, timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from records.holdings.models import Record
from records.loans.rules import Purpose
from records.organisation.models import Department, User
from records.organisation.rules import Role
from records.sentences import gettext
from records.sentences import gettext_lazy as _
from records.triggers import Fixed, Kept, NeverEmptied
from records.visits.rules import FLOW, Identity, Manner, Stage, masked
from records.workflow.models import Staged, Step
from records.workflow.stages import (
    AddedAt,
    ChangedAt,
    HasItsStep,
    TakenOutAt,
    bound_stage,
    bound_steps,
)


class VisitQuerySet(models.QuerySet["Visit"]):
    def visible_to(self, user: User) -> Self:
        """The centre sees all, a filing officer those of the own department's people."""
        if user.sees_all_records:
            return self
        if user.role != Role.FILING_OFFICER:
            return self.none()
        return self.filter(department__in=Department.objects.inherited_by(user))

    def without_effect(self) -> Self:
        """Those that ended and of which nobody has said yet what came of them."""
        return self.filter(stage=Stage.LEFT, effect=None)

    def effect_due(self, today: date) -> Self:
        """Those of which it is time to ask: EFFECT_DAYS after the use, then as often again."""
        since = today - timedelta(days=settings.EFFECT_DAYS)
        again = Q(effect_asked_on=None) | Q(effect_asked_on__lte=since)
        return self.without_effect().filter(again, used_on__lte=since)

    def years(self) -> list[int]:
        """In which years there was a use, the latest first."""
        found = self.order_by().values_list("used_on__year", flat=True)
        return sorted(found.distinct(), reverse=True)

    def counted(self) -> Self:
        """With the number of records (`size`) and of pages that were copied (`copied`)."""
        copied = models.Sum("items__copied", default=0)
        return self.annotate(size=models.Count("items"), copied=copied)


class Visit(Staged):
    """One person's use of records at the centre on one day: one 人次 of the statistics.

    `unit` is what the person is of, in words; `department` the one of the building, if it is
    one. `consent` says by which letter the originating department agreed, where the records
    are not the reader's own (条例 34). The number of the paper is shown whole to archivists
    alone (`shown_identity`).
    """

    FLOW = FLOW
    TOLD_WITH_THE_ROW = ("reason", "purpose", "note", "effect")
    size: int  # where it was counted
    copied: int
    reader: User | None = None  # who looks at it now: which records may be named depends on that

    stage = models.CharField(
        _("stage"), max_length=12, choices=Stage, default=Stage.READING, editable=False
    )
    used_on = models.DateField(_("day of use"))
    name = models.CharField(_("name of the reader"), max_length=60)
    unit = models.CharField(_("unit of the reader"), max_length=100, blank=True)
    department = models.ForeignKey(
        Department,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("department of the reader"),
    )
    identity_kind = models.CharField(_("kind of paper shown"), max_length=10, choices=Identity)
    identity_number = models.CharField(_("number of the paper"), max_length=40)
    letter = models.CharField(_("letter of introduction"), max_length=120, blank=True)
    contact = models.CharField(_("contact"), max_length=60, blank=True)
    purpose_kind = models.CharField(_("kind of purpose"), max_length=12, choices=Purpose)
    purpose = models.CharField(_("purpose of use"), max_length=200)
    manner = models.CharField(
        _("manner of use"), max_length=10, choices=Manner, default=Manner.READ
    )
    consent = models.CharField(
        _("consent of the originating department"), max_length=200, blank=True
    )
    note = models.CharField(_("remark"), max_length=300, blank=True)
    registered_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name=_("registered by")
    )
    registered_at = models.DateTimeField(_("registered at"))
    effect_asked_on = models.DateField(_("effect asked for on"), null=True)

    objects = VisitQuerySet.as_manager()

    class Meta:
        verbose_name = _("use at the centre")
        verbose_name_plural = _("uses at the centre")
        ordering = ["-id"]
        triggers = [
            *bound_stage(FLOW),
            HasItsStep(),
            Fixed(
                "entry_is_fixed",
                *("used_on", "name", "unit", "department", "identity_kind", "identity_number"),
                *("letter", "contact", "purpose_kind", "purpose", "manner", "consent", "note"),
                since=f"OLD.stage <> '{Stage.READING.value}'",
            ),
            Fixed("who_registered_is_fixed", "registered_by", "registered_at"),
            Kept("entry_stays"),
        ]
        indexes = [models.Index(fields=["used_on"], name="visit_day")]
        constraints = [
            models.CheckConstraint(
                name="visit_stage_is_known", condition=Q(stage__in=Stage.values)
            ),
            models.CheckConstraint(
                name="visit_purpose_is_known", condition=Q(purpose_kind__in=Purpose.values)
            ),
            models.CheckConstraint(
                name="visit_names_a_person",
                condition=~Q(name="") & ~Q(identity_number="") & ~Q(purpose=""),
            ),
            models.CheckConstraint(
                name="visit_is_of_a_unit", condition=~Q(unit="") | Q(department__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"利用登记第{self.pk}号"

    def get_absolute_url(self) -> str:
        return reverse("records:visit", args=[self.pk])

    @property
    def called(self) -> str:
        return gettext("Use no. %(number)d") % {"number": self.pk}

    @property
    def meaning(self) -> str:
        """What kind of fact its stage is, as the badges tell them apart."""
        return Stage(self.stage).meaning

    @property
    def whose(self) -> str:
        """What the reader is of, in words."""
        return self.unit or str(self.department or "")

    def shown_identity(self, reader: User) -> str:
        """The paper that was shown, its number whole for archivists and masked for others."""
        whole = reader.role == Role.ARCHIVIST
        number = self.identity_number if whole else masked(self.identity_number)
        return f"{self.get_identity_kind_display()} {number}"


class VisitItem(models.Model):
    """One record that a reader saw, and how many of its pages were copied."""

    visit = models.ForeignKey(
        Visit, models.PROTECT, related_name="items", verbose_name=_("use at the centre")
    )
    record = models.ForeignKey(Record, models.PROTECT, related_name="+", verbose_name=_("record"))
    copied = models.PositiveIntegerField(_("pages copied"), default=0)

    class Meta:
        verbose_name = _("record of a use")
        verbose_name_plural = _("records of uses")
        ordering = ["id"]
        triggers = [
            AddedAt("brought_while_reading", "visit", Stage.READING),
            TakenOutAt("taken_out_while_reading", "visit", Stage.READING),
            ChangedAt("copied_while_reading", "visit", Stage.READING, column="copied"),
            Fixed("what_was_read_is_fixed", "visit", "record"),
            NeverEmptied(),
        ]
        constraints = [
            models.UniqueConstraint(fields=["visit", "record"], name="record_once_per_use")
        ]

    def __str__(self) -> str:
        return f"{self.visit_id} {self.record_id}"


class VisitStep(Step):
    """One move that a use made."""

    visit = models.ForeignKey(
        Visit, models.PROTECT, related_name="steps", verbose_name=_("use at the centre")
    )

    class Meta:
        ordering = ["id"]
        verbose_name = _("step of a use")
        verbose_name_plural = _("steps of uses")
        triggers = bound_steps(FLOW)
        constraints = [
            models.CheckConstraint(name="visit_step_is_legal", condition=FLOW.legal_step())
        ]

    def __str__(self) -> str:
        return f"{self.visit_id} {self.name}"
