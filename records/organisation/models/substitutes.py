"""Who stands in for a filing officer who is away (代办人)."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from records.organisation.models.users import User
from records.organisation.rules import Role
from records.sentences import gettext_lazy as _
from records.triggers import Fixed, Kept, NeverEmptied


class SubstituteQuerySet(models.QuerySet["Substitute"]):
    def visible_to(self, user: User) -> Self:
        """Who named them and who stands in."""
        return self.filter(Q(officer=user) | Q(stand_in=user))

    def now(self, today: date | None = None) -> Self:
        """Those who stand in today, with open accounts and of one department with the officer."""
        return self.filter(
            ended_at=None,
            until__gte=today or timezone.localdate(),
            stand_in__is_active=True,
            officer__is_active=True,
            officer__role=Role.FILING_OFFICER,
            officer__department=F("stand_in__department"),
        )


class Substitute(models.Model):
    """That a colleague answers for an officer's department, up to a day or until it is ended."""

    officer = models.ForeignKey(
        User, models.PROTECT, related_name="substitutes", verbose_name=_("filing officer")
    )
    stand_in = models.ForeignKey(
        User, models.PROTECT, related_name="stands_in_for", verbose_name=_("substitute")
    )
    until = models.DateField(_("last day"))
    named_at = models.DateTimeField(_("named at"))
    ended_at = models.DateTimeField(_("ended at"), null=True)

    objects = SubstituteQuerySet.as_manager()

    class Meta:
        verbose_name = _("substitute of a filing officer")
        verbose_name_plural = _("substitutes of filing officers")
        ordering = ["-id"]
        triggers = [
            Fixed("substitute_is_fixed", "officer", "stand_in", "until", "named_at"),
            Fixed("end_of_substitute_is_fixed", "ended_at", since="OLD.ended_at IS NOT NULL"),
            Kept("substitute_stays"),
            NeverEmptied(),
        ]
        constraints = [
            models.CheckConstraint(
                name="substitute_is_another", condition=~Q(officer=F("stand_in"))
            ),
            models.UniqueConstraint(
                fields=["officer", "until"],
                name="substitute_once_a_day",
                condition=Q(ended_at=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.officer} → {self.stand_in}"
