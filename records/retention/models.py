from typing import Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.db.models.functions import Coalesce

from records.organisation.models import Category, ReceivingArchive, User
from records.retention.rules import ANY_YEARS, PERIOD_OF_RULE, Duty, Evidence, Period
from records.sentences import gettext_lazy as _
from records.triggers import Fixed, Kept


class DateRange(Func):
    function = "daterange"


class DueRuleQuerySet(models.QuerySet["DueRule"]):
    def visible_to(self, user: User) -> Self:
        """Rules are no secret: everybody signed in may read by what a date is worked out."""
        return self

    def in_force(self, on: object) -> Self:
        """Those that hold on a date."""
        return self.filter(in_force_from__lte=on).filter(
            Q(in_force_until__isnull=True) | Q(in_force_until__gte=on)
        )


class DueRule(models.Model):
    """What is owed for records of a category and period, and after how many years.

    An empty category or archive means any, the period `Dn` every number of years, and a
    category also its further levels (KJ covers KJ·JJ). Of two rules that fit, the one
    that names its archive goes before the one that does not, then the one that names its
    category more closely, then the one that names its period. `years` empty means the
    period's own number. A rule with `applies` off says that the duty never arises
    (10年 is never transferred). A rule is not changed, nor deleted: the next version ends
    it, so that what was flagged by it can be explained.
    """

    duty = models.CharField(_("duty"), max_length=10, choices=Duty)
    period = models.CharField(
        _("retention period"),
        max_length=3,
        help_text=_("Y, C, D, D and years (D30), or Dn for every number of years"),
    )
    category = models.ForeignKey(
        Category, models.PROTECT, null=True, blank=True, verbose_name=_("category")
    )
    archive = models.ForeignKey(
        ReceivingArchive, models.PROTECT, null=True, blank=True, verbose_name=_("receiving archive")
    )
    applies = models.BooleanField(_("the duty arises"), default=True)
    years = models.PositiveSmallIntegerField(_("full years"), null=True, blank=True)
    in_force_from = models.DateField(_("in force from"))
    in_force_until = models.DateField(_("in force until"), null=True, blank=True)
    version = models.PositiveSmallIntegerField(_("version"), default=1)
    law = models.CharField(_("law"), max_length=200)
    evidence = models.CharField(
        _("evidence"),
        max_length=12,
        choices=Evidence,
        default=Evidence.PRACTICE,
        help_text=_("Only what stands in the law itself is shown as law."),
    )

    objects = DueRuleQuerySet.as_manager()

    class Meta:
        verbose_name = _("due rule")
        verbose_name_plural = _("due rules")
        ordering = ["duty", "period", "-in_force_from"]
        triggers = [
            Fixed(
                "rule_is_fixed",
                *("duty", "period", "category", "archive", "applies", "years"),
                *("in_force_from", "version", "law", "evidence"),
            ),
            Kept("rule_stays"),
        ]
        constraints = [
            models.CheckConstraint(
                name="due_rule_period_is_known",
                condition=Q(period__regex=PERIOD_OF_RULE),
                violation_error_message=_(
                    "A rule's period is Y, C, D, D with years (D30), or Dn for every number."
                ),
            ),
            models.CheckConstraint(
                name="due_rule_evidence_is_known", condition=Q(evidence__in=Evidence.values)
            ),
            models.CheckConstraint(
                name="due_rule_duty_is_known", condition=Q(duty__in=Duty.values)
            ),
            models.CheckConstraint(
                name="due_rule_ends_after_it_begins",
                condition=Q(in_force_until__isnull=True)
                | Q(in_force_until__gte=F("in_force_from")),
            ),
            models.CheckConstraint(
                name="due_rule_has_years",
                condition=Q(applies=False)
                | Q(years__isnull=False)
                | Q(period__regex="^D([1-9][0-9]?|n)$"),
                violation_error_message=_("This period names no years: say after how many."),
            ),
            ExclusionConstraint(
                name="one_due_rule_at_a_time",
                expressions=[
                    ("duty", RangeOperators.EQUAL),
                    ("period", RangeOperators.EQUAL),
                    (Coalesce("category", 0), RangeOperators.EQUAL),
                    (Coalesce("archive", 0), RangeOperators.EQUAL),
                    (
                        DateRange(
                            "in_force_from",
                            "in_force_until",
                            RangeBoundary(inclusive_lower=True, inclusive_upper=True),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                violation_error_message=_(
                    "Another rule for the same case holds in this time. End that one first."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_duty_display()} {self.period} v{self.version}"

    @property
    def is_law(self) -> bool:
        """Whether it may be cited as law; else it is a setting of the centre's own."""
        return self.evidence == Evidence.LAW

    @property
    def of_period(self) -> str:
        """The period in words, also where it stands for every number of years."""
        if self.period == ANY_YEARS:
            return str(_("any number of years"))
        return str(Period(self.period))
