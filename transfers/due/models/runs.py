from datetime import timedelta
from typing import Self

from django.db import models
from django.db.models import F, Q

from records.days import day
from records.organisation.models import User
from records.sentences import gettext_lazy as _
from records.triggers import Fixed, Kept, NeverEmptied


class DueRunQuerySet(models.QuerySet["DueRun"]):
    def visible_to(self, user: User) -> Self:
        """The centre's people see what the nightly work did; departments have no part in it."""
        return self if user.sees_all_records else self.none()

    def finished(self) -> Self:
        return self.filter(finished_at__isnull=False)


class DueRun(models.Model):
    """One run over all records in custody: for which day, how long, and what it did.

    An empty `by` is the nightly clock. A run without an end was interrupted; it wrote
    nothing, and the next one does its work.
    """

    today = models.DateField(_("for the day"))
    by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", verbose_name=_("asked by")
    )
    started_at = models.DateTimeField(_("started at"))
    finished_at = models.DateTimeField(_("finished at"), null=True)
    flagged = models.PositiveBigIntegerField(_("flagged"), default=0)
    already = models.PositiveBigIntegerField(_("flagged before"), default=0)
    cleared = models.PositiveBigIntegerField(_("cleared"), default=0)
    uncomputable = models.PositiveBigIntegerField(_("cannot be worked out"), default=0)

    objects = DueRunQuerySet.as_manager()

    class Meta:
        verbose_name = _("run of the due dates")
        verbose_name_plural = _("runs of the due dates")
        triggers = [
            Fixed("run_is_fixed", "today", "by", "started_at"),
            Fixed(
                "finished_run_is_fixed",
                *("finished_at", "flagged", "already", "cleared", "uncomputable"),
                since="OLD.finished_at IS NOT NULL",
            ),
            Kept("run_stays"),
            NeverEmptied(),
        ]
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                name="due_run_ends_after_it_starts",
                condition=Q(finished_at__isnull=True) | Q(finished_at__gte=F("started_at")),
            )
        ]

    def __str__(self) -> str:
        return day(self.today)

    @property
    def lasted(self) -> timedelta | None:
        return self.finished_at - self.started_at if self.finished_at else None
