"""How many flags and lines there are, kept by the database itself with every statement.

Ten million records have millions of flags: a page that counted them would take seconds.
A class has a row from its first flag on, with 0 once none is left.
"""

from datetime import date
from typing import Any, NamedTuple

from django.db import models
from django.db.models import Max, Min, Q, Sum

from records.retention.rules import Duty, Period
from records.sentences import gettext_lazy as _
from transfers.due.models.flags import OfAFonds, OfARecordQuerySet, TermedQuerySet
from transfers.due.rules import Obstacle, last_terms_end


class Group(NamedTuple):
    """How many flags one fonds has, or one year of formation of it, and of which years.

    `arrears` are those of them that fell due in an earlier year.
    """

    of: Any
    name: str
    first: int
    last: int
    flags: int
    arrears: int


class DueCountQuerySet(TermedQuerySet["DueCount"]):
    def by_duty(self) -> dict[str, int]:
        counted = self.order_by().values_list("duty").annotate(Sum("rows"))
        return {Duty(duty): count for duty, count in counted}

    def by_fonds(self, today: date) -> list[Group]:
        """Counted by fonds, in the order of their numbers."""
        named = ("fonds", "fonds__number", "fonds__name")
        counted = self.filter(rows__gt=0).order_by("fonds__number").values_list(*named)
        return [
            Group(pk, f"{number} {name}", *counts)
            for pk, number, name, *counts in counted.annotate(
                Min("year"), Max("year"), Sum("rows"), late=_arrears(today)
            )
        ]

    def by_year(self, today: date) -> list[Group]:
        """Counted by year of formation and period, the oldest first."""
        counted = self.filter(rows__gt=0).order_by("year", "-period").values_list("year", "period")
        return [
            Group(year, str(Period(period)), year, year, *counts)
            for year, period, *counts in counted.annotate(Sum("rows"), late=_arrears(today))
        ]


def _arrears(today: date) -> Sum:
    return Sum("rows", filter=Q(due_on__lt=last_terms_end(today)), default=0)


class Figure(OfAFonds):
    """How many rows of one class there are."""

    rows = models.BigIntegerField(_("records"))

    class Meta:
        abstract = True


class DueCount(Figure):
    """How many open flags a class of records has: by fonds, duty, year, period and last day."""

    year = models.PositiveSmallIntegerField(_("year of formation"))
    period = models.CharField(_("retention period"), max_length=3)
    due_on = models.DateField(_("last day of the term"))

    objects = DueCountQuerySet.as_manager()

    class Meta:
        verbose_name = _("figure of due flags")
        verbose_name_plural = _("figures of due flags")
        constraints = [
            models.UniqueConstraint(
                fields=["fonds", "duty", "year", "period", "due_on"], name="one_figure_per_class"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_duty_display()} {self.year}: {self.rows}"


class UncomputableCountQuerySet(OfARecordQuerySet["UncomputableCount"]):
    def total(self) -> int:
        """How many lines there are."""
        return int(self.aggregate(total=Sum("rows", default=0))["total"])

    def by_reason(self) -> list[tuple[Obstacle, int]]:
        """How many lines each obstacle has, the most frequent first."""
        return [(Obstacle(reason), count) for reason, count in self.of_reasons()]

    def of_reasons(self) -> models.QuerySet["UncomputableCount", Any]:
        """The same, as rows."""
        counted = self.order_by().values_list("reason").annotate(count=Sum("rows"))
        return counted.filter(count__gt=0).order_by("-count", "reason")


class UncomputableCount(Figure):
    """How many records of a fonds have no due date for one reason."""

    reason = models.CharField(_("reason"), max_length=20, choices=Obstacle)

    objects = UncomputableCountQuerySet.as_manager()

    class Meta:
        verbose_name = _("figure of due dates that cannot be worked out")
        verbose_name_plural = _("figures of due dates that cannot be worked out")
        constraints = [
            models.UniqueConstraint(
                fields=["fonds", "duty", "reason"], name="one_figure_per_obstacle"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_reason_display()}: {self.rows}"
