"""Which numbers are given in each class, and which further codes lead to a record; the next key."""

from typing import Any

import pgtrigger
from django.db import models

from records.holdings.models.holds import HeldStays
from records.organisation.models import Category, Fonds, Unit, User
from records.sentences import gettext_lazy as _
from records.triggers import Fixed, Kept, NeverEmptied, OnlyAdded, Refusal, TimedByDatabase
from records.values.rules import Level

CLASS = ("fonds", "category", "year", "period", "unit", "volume", "level")


class NextKey(models.Func):
    """The next primary key of a record; a check that is thrown away leaves a harmless gap.

    Migrations name this class: change it only with another migration.
    """

    template = "nextval('records_record_id_seq')"
    output_field: Any = models.BigIntegerField()


class CodeAlias(models.Model):
    """Another code that leads to a record: one that it bore, or one that it should bear."""

    record = models.ForeignKey(
        "Record", models.PROTECT, related_name="aliases", verbose_name=_("record")
    )
    code = models.CharField(_("archival code"), max_length=80, unique=True)
    reason = models.CharField(_("reason"), max_length=200)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("alias of an archival code")
        verbose_name_plural = _("aliases of archival codes")
        triggers = [
            TimedByDatabase("time_is_the_databases", "at"),
            OnlyAdded(),
            NeverEmptied(),
            HeldStays("held_stays", pgtrigger.Insert, concerned="ARRAY[NEW.record_id]"),
        ]

    def __str__(self) -> str:
        return self.code


class CountsOn(Refusal):
    """The last number of a series is never set back: what was given would be given again."""

    name = "series_counts_on"
    operation = pgtrigger.Update
    condition = pgtrigger.Condition("(NEW.last < OLD.last)")
    message = "% % is not set back"
    told = ("TG_TABLE_NAME", "OLD.id")


class NumberSeries(models.Model):
    """The last number given in one lowest class; its row lock keeps numbers free of gaps.

    The class is (fonds, category, year, period, office) and, for items of a volume, the
    volume (DA/T 22-2015 5.4: the item number runs within the lowest class).
    """

    fonds = models.ForeignKey(
        *(Fonds, models.PROTECT), related_name="+", verbose_name=_("fonds"), db_index=False
    )
    category = models.ForeignKey(
        Category, models.PROTECT, related_name="+", verbose_name=_("category")
    )
    year = models.PositiveSmallIntegerField(_("year"))
    period = models.CharField(_("retention period"), max_length=3)
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, related_name="+", verbose_name=_("office or matter")
    )
    volume = models.ForeignKey(
        "Record", models.PROTECT, null=True, related_name="+", verbose_name=_("volume")
    )
    level = models.CharField(_("level"), max_length=6, choices=Level)
    last = models.PositiveIntegerField(_("last number"), default=0)

    class Meta:
        verbose_name = _("number series")
        verbose_name_plural = _("number series")
        triggers = [
            CountsOn(),
            Fixed("class_is_fixed", *CLASS),
            Kept("series_stays"),
            NeverEmptied(),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=CLASS,
                name="one_series_per_class",
                nulls_distinct=False,
            )
        ]

    def __str__(self) -> str:
        return f"{self.fonds_id} {self.category_id} {self.year} {self.period}: {self.last}"
