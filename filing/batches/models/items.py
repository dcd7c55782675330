"""What lies in a yearly batch, what holds it, and the points of its receipt check."""

from typing import Self

from django.db import models
from django.db.models import Q

from filing.batches.models.batch import FilingBatch
from filing.batches.rules import (
    FILLED_AT,
    Point,
    Stage,
)
from records.holdings.models import Hold, Record
from records.holdings.models.holds import GoesOn
from records.organisation.models import User
from records.sentences import gettext_lazy as _
from records.triggers import Fixed, NeverEmptied
from records.workflow.stages import (
    AddedAt,
    ChangedAt,
    TakenOutAt,
)

LOOKED_AT = Stage.HANDED_IN.value
OF_BATCH = "SELECT FROM filing_batchitem item WHERE item.batch_id = holder.id AND"
# What was sent back without a remark, while something else has one.
IN_ORDER = (
    f"EXISTS ({OF_BATCH} item.record_id = hold.record_id AND item.remark = '')"
    f" AND EXISTS ({OF_BATCH} item.remark <> '')"
)


class BatchItemQuerySet(models.QuerySet["BatchItem"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(batch__in=FilingBatch.objects.visible_to(user))

    def remarked(self) -> Self:
        """Those to which the centre has something to say."""
        return self.exclude(remark="")


class BatchItem(models.Model):
    """One draft in a yearly batch. A record is in one batch at a time.

    `remark` is what the centre says of it, `reply` what the department answers; the sample
    is drawn when the batch is handed in (`sampled`), and each of it is looked at (`fits`).
    """

    batch = models.ForeignKey(
        FilingBatch,
        models.CASCADE,
        related_name="items",
        verbose_name=_("yearly batch"),
        db_index=False,  # an index of its own begins with it
    )
    record = models.ForeignKey(
        Record, models.CASCADE, related_name="batch_items", verbose_name=_("record")
    )
    remark = models.CharField(_("remark of the centre"), max_length=300, blank=True)
    reply = models.CharField(_("answer of the department"), max_length=300, blank=True)
    sampled = models.BooleanField(_("drawn into the sample"), default=False)
    fits = models.BooleanField(_("found in order"), null=True)

    objects = BatchItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("record of a yearly batch")
        verbose_name_plural = _("records of yearly batches")
        ordering = ["batch", "id"]
        triggers = [
            Fixed("batch_item_is_fixed", "batch", "record"),
            AddedAt("put_in_while_filled", "batch", *FILLED_AT),
            TakenOutAt("taken_out_while_filled", "batch", *FILLED_AT),
            ChangedAt("remarked_on_receipt", "batch", LOOKED_AT, column="remark"),
            ChangedAt("answered_in_time", "batch", *FILLED_AT, LOOKED_AT, column="reply"),
            NeverEmptied(),
        ]
        indexes = [models.Index(fields=["batch", "id"], name="item_of_filing_batch")]
        constraints = [
            models.UniqueConstraint(fields=["record"], name="record_in_one_filing_batch"),
        ]

    def __str__(self) -> str:
        return f"{self.batch_id}/{self.record_id}"


class FilingHold(Hold):
    """What keeps a record as it was handed in: all meanwhile, and then what bears no remark."""

    class Meta:
        proxy = True
        triggers = [
            GoesOn(
                "held_while_looked_at",
                "filing.FilingBatch",
                while_=f"holder.stage = '{Stage.HANDED_IN.value}'"
                f" OR holder.stage = '{Stage.RETURNED.value}' AND {IN_ORDER}",
            )
        ]


class ReceiptPoint(models.Model):
    """One of the five points on receipt, as an archivist answered it."""

    batch = models.ForeignKey(
        FilingBatch,
        models.CASCADE,
        related_name="points",
        verbose_name=_("yearly batch"),
        db_index=False,
    )
    point = models.CharField(_("point"), max_length=10, choices=Point)
    fits = models.BooleanField(_("found in order"))
    words = models.CharField(_("in words"), max_length=300, blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("point of the receipt check")
        verbose_name_plural = _("points of the receipt check")
        ordering = ["batch", "id"]
        triggers = [
            AddedAt("point_on_receipt", "batch", LOOKED_AT),
            ChangedAt("point_while_looked_at", "batch", LOOKED_AT, column="fits"),
            NeverEmptied(),
        ]
        constraints = [
            models.UniqueConstraint(fields=["batch", "point"], name="point_once_per_batch"),
            models.CheckConstraint(name="point_is_known", condition=Q(point__in=Point.values)),
            models.CheckConstraint(
                name="point_that_fails_has_words", condition=Q(fits=True) | ~Q(words="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.batch_id} {self.point}"
