from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Q

from records.holdings.models import Hold
from records.retention.rules import Duty
from records.sentences import gettext_lazy as _
from records.triggers import counted
from transfers.due.models.flags import OfARecord, OfARecordQuerySet
from transfers.due.rules import Obstacle


class UncomputableQuerySet(OfARecordQuerySet["Uncomputable"]):
    def with_holds(self) -> Self:
        """Each with whether its record is held: by a correction that is proposed, or a batch."""
        return self.annotate(is_held=Exists(Hold.objects.open().filter(record=OuterRef("record"))))


class Uncomputable(OfARecord):
    """A record of which nobody can say when a duty falls due, and what stands in the way.

    A line stays until a later run finds the obstacle gone.
    """

    reason = models.CharField(_("reason"), max_length=20, choices=Obstacle)
    found_at = models.DateTimeField(_("found at"))

    objects = UncomputableQuerySet.as_manager()

    class Meta:
        verbose_name = _("due date that cannot be worked out")
        verbose_name_plural = _("due dates that cannot be worked out")
        triggers = counted("transfers.UncomputableCount", "fonds", "duty", "reason")
        indexes = [
            models.Index(fields=["reason", "fonds", "duty", "id"], name="uncomputable_by_reason")
        ]
        constraints = [
            models.UniqueConstraint(fields=["record", "duty"], name="one_obstacle_per_duty"),
            models.CheckConstraint(
                name="uncomputable_duty_is_known", condition=Q(duty__in=Duty.values)
            ),
            models.CheckConstraint(
                name="uncomputable_has_reason", condition=Q(reason__in=Obstacle.values)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_duty_display()}: {self.get_reason_display()}"

    @property
    def obstacle(self) -> Obstacle:
        """What stands in the way, with its remedy and who has it."""
        return Obstacle(self.reason)
