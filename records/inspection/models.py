from typing import Self

from django.db import models
from django.db.models import Q

from records.copies.models import DigitalCopy
from records.holdings.models import Record
from records.holdings.models.holds import KeptInCustody
from records.inspection.rules import Harm
from records.organisation.models import User
from records.sentences import gettext_lazy as _
from records.triggers import Fixed, NeverEmptied, OnlyAdded


class CopyFaultQuerySet(models.QuerySet["CopyFault"]):
    def visible_to(self, user: User) -> Self:
        """The centre restores copies; what is wrong with one, others read on its record."""
        return self if user.sees_all_records else self.none()

    def open(self) -> Self:
        """Those of copies that are not whole again."""
        return self.filter(ended_at=None)


class CopyFault(models.Model):
    """That the bytes of a copy were found damaged or gone, until they are what was stored again.

    It goes with its copy, which only drafts lose. `intact_at` is when they were last found
    whole, so that one knows which backup has them.
    """

    copy = models.ForeignKey(
        DigitalCopy, models.CASCADE, related_name="faults", verbose_name=_("digital copy")
    )
    harm = models.CharField(_("what is wrong"), max_length=10, choices=Harm)
    intact_at = models.DateTimeField(_("last found intact at"), null=True)
    found_at = models.DateTimeField(_("found at"))
    ended_at = models.DateTimeField(_("restored at"), null=True)

    objects = CopyFaultQuerySet.as_manager()

    class Meta:
        verbose_name = _("fault of a digital copy")
        verbose_name_plural = _("faults of digital copies")
        triggers = [
            Fixed("fault_is_fixed", "copy", "harm", "intact_at", "found_at"),
            Fixed("fault_ends_once", "ended_at", since="OLD.ended_at IS NOT NULL"),
            KeptInCustody(
                "fault_stays",
                record="SELECT record_id FROM records_component WHERE id ="
                " (SELECT component_id FROM records_digitalcopy WHERE id = OLD.copy_id)",
            ),
            NeverEmptied(),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["copy"], name="one_open_fault_per_copy", condition=Q(ended_at=None)
            ),
            models.CheckConstraint(name="fault_harm_is_known", condition=Q(harm__in=Harm.values)),
        ]

    def __str__(self) -> str:
        return f"{self.copy_id} {self.harm}"


class InspectionQuerySet(models.QuerySet["Inspection"]):
    def visible_to(self, user: User) -> Self:
        """Read at the centre."""
        return self if user.sees_all_records else self.none()


class Inspection(models.Model):
    """One run of the rotation: how many copies were read again, how many bytes, what was found."""

    started_at = models.DateTimeField(_("started at"))
    finished_at = models.DateTimeField(_("finished at"))
    copies = models.PositiveBigIntegerField(_("copies read"))
    bytes = models.PositiveBigIntegerField(_("bytes read"))
    faults = models.PositiveBigIntegerField(_("newly found damaged"))
    restored = models.PositiveBigIntegerField(_("whole again"))

    objects = InspectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("inspection of copies")
        verbose_name_plural = _("inspections of copies")
        triggers = [OnlyAdded(), NeverEmptied()]

    def __str__(self) -> str:
        return f"{self.pk}"


class PageDifferenceQuerySet(models.QuerySet["PageDifference"]):
    def visible_to(self, user: User) -> Self:
        """As the records are."""
        return self.filter(record__in=Record.objects.visible_to(user))


class PageDifference(models.Model):
    """A record whose pages as catalogued, scanned and counted on paper are not as many.

    `scanned` are the pages of its copies, `counted` those that were counted when the original
    came back from a loan; what is not known is empty. Rows are worked out, and come and go.
    """

    record = models.OneToOneField(
        Record,
        models.CASCADE,
        primary_key=True,
        related_name="+",
        verbose_name=_("record"),
        db_constraint=False,  # drafts are taken back by sets
    )
    catalogued = models.PositiveIntegerField(_("pages catalogued"), null=True)
    scanned = models.PositiveIntegerField(_("pages scanned"), null=True)
    counted = models.PositiveIntegerField(_("pages counted on paper"), null=True)
    found_at = models.DateTimeField(_("found at"))

    objects = PageDifferenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("difference of pages")
        verbose_name_plural = _("differences of pages")

    def __str__(self) -> str:
        return f"{self.record_id}"
