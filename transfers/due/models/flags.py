from datetime import date, timedelta
from typing import Self, TypeVar

from django.db import models
from django.db.models import Q

from records.days import day
from records.holdings.models import Record
from records.organisation.models import Fonds, User
from records.retention.models import DueRule
from records.retention.rules import Duty, Period
from records.sentences import gettext_lazy as _
from records.triggers import Fixed, Kept, NeverEmptied, counted
from transfers.due.rules import Ending, last_terms_end

OPEN = Q(cleared_at__isnull=True)
Row_co = TypeVar("Row_co", bound=models.Model, covariant=True)


class OfARecordQuerySet(models.QuerySet[Row_co]):
    """Rows that say something of one record: who may see the record, may see them."""

    def visible_to(self, user: User) -> Self:
        """The centre sees all; a department what concerns records of its own fonds.

        Whoever owns a fonds sees every record of it (`Record.objects.visible_to`), so the
        fonds decides here, without a look at millions of records; a test holds the two
        together. What others share is not theirs to hand over or to mend.
        """
        if user.sees_all_records:
            return self
        return self.filter(fonds__in=Fonds.objects.owned_by(user))


class TermedQuerySet(OfARecordQuerySet[Row_co]):
    """Rows with the last day of a term."""

    def in_arrears(self, today: date) -> Self:
        """What fell due in an earlier year."""
        return self.filter(due_on__lt=last_terms_end(today))

    def of_this_year(self, today: date) -> Self:
        """What fell due in the year of the day."""
        return self.filter(due_on__gte=last_terms_end(today))


class DueQuerySet(TermedQuerySet["Due"]):
    def open(self) -> Self:
        """Those that hold."""
        return self.filter(OPEN)


class OfAFonds(models.Model):
    """What is said of one fonds and one duty: lists are counted by these.

    Such rows are written by the million in one statement, from the records and rules
    themselves, so the database is spared one look-up per key and row: an accepted
    record is never deleted, nor is a rule.
    """

    fonds = models.ForeignKey(
        Fonds,
        models.PROTECT,
        related_name="+",
        db_constraint=False,
        db_index=False,
        verbose_name=_("fonds"),
    )
    duty = models.CharField(_("duty"), max_length=10, choices=Duty)

    class Meta:
        abstract = True


class OfARecord(OfAFonds):
    """What a run says of one record and one duty."""

    record = models.ForeignKey(
        Record,
        models.PROTECT,
        related_name="+",
        db_constraint=False,
        db_index=False,
        verbose_name=_("record"),
    )

    class Meta:
        abstract = True


class Due(OfARecord):
    """A flag: on this record this duty has fallen due, by this rule and this arithmetic.

    `due_on` is the last day of the term, so the duty is owed from the next day. A flag
    changes only once, when it is cleared with the reason; what holds again is flagged
    anew. It stands apart from the wide row of the record, of which it repeats what the
    lists are ordered and counted by.
    """

    rule = models.ForeignKey(
        DueRule,
        models.PROTECT,
        related_name="flags",
        db_constraint=False,
        db_index=False,
        verbose_name=_("rule"),
    )
    rule_version = models.PositiveSmallIntegerField(_("version of the rule"))
    year = models.PositiveSmallIntegerField(_("year of formation"))
    period = models.CharField(_("retention period"), max_length=3)
    years = models.PositiveSmallIntegerField(_("full years"))
    due_on = models.DateField(_("last day of the term"))
    flagged_at = models.DateTimeField(_("flagged at"))
    cleared_at = models.DateTimeField(_("cleared at"), null=True)
    cleared_reason = models.CharField(
        _("reason for clearing"), max_length=20, choices=Ending, blank=True
    )

    objects = DueQuerySet.as_manager()

    class Meta:
        verbose_name = _("due flag")
        verbose_name_plural = _("due flags")
        triggers = [
            Fixed(
                "flag_is_fixed",
                *("record", "fonds", "duty", "rule", "rule_version", "year", "period", "years"),
                *("due_on", "flagged_at"),
            ),
            Fixed(
                "cleared_flag_is_fixed",
                *("cleared_at", "cleared_reason"),
                since="OLD.cleared_at IS NOT NULL",
            ),
            Kept("flag_stays"),
            NeverEmptied(),
            *counted(
                *("transfers.DueCount", "fonds", "duty", "year", "period", "due_on"),
                counts="cleared_at IS NULL",
            ),
        ]
        indexes = [
            models.Index(
                fields=["duty", "fonds", "year", "period", "id"],
                include=["due_on"],  # so that what fell due when is found without a row
                condition=OPEN,
                name="due_open_by_class",
            ),
            models.Index(fields=["record"], condition=~OPEN, name="due_cleared_of_record"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["record", "duty"], condition=OPEN, name="one_open_flag_per_duty"
            ),
            models.CheckConstraint(name="due_duty_is_known", condition=Q(duty__in=Duty.values)),
            models.CheckConstraint(
                name="due_cleared_has_reason",
                condition=(OPEN & Q(cleared_reason=""))
                | (~OPEN & Q(cleared_reason__in=Ending.values)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_duty_display()} {day(self.due_from)}"

    @property
    def kept_for(self) -> Period:
        return Period(self.period)

    @property
    def due_from(self) -> date:
        """The first day on which the duty is owed."""
        return self.due_on + timedelta(days=1)
