"""The originals of a loan: each is lent to one person at a time, and comes back by itself."""

from typing import Any, Self

import pgtrigger
from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from records.holdings.models import Hold, Record
from records.holdings.models.description import CodeKey
from records.holdings.models.holds import GoesOn
from records.loans.rules import Condition, Stage
from records.organisation.models import User
from records.sentences import gettext
from records.sentences import gettext_lazy as _
from records.triggers import Fixed, Kept, NeverEmptied, Refusal
from records.workflow.stages import quoted

# Every statement is made of stages and names of our own, none of what people type.
# ruff: noqa: S608


def _held() -> Exists:
    """Whether the loan of an item holds its record."""
    ours = {"kind": "records.Loan", "of": OuterRef("loan"), "record": OuterRef("record")}
    return Exists(Hold.objects.filter(**ours, released_at=None))


class LoanItemQuerySet(models.QuerySet["LoanItem"]):
    def open(self) -> Self:
        """Those whose original is asked for, set aside or out."""
        return self.filter(ended_at=None)

    def lost(self) -> Self:
        """Those whose original was reported as lost and is not found: its record is still held."""
        return self.filter(_held(), condition=Condition.LOST)

    def with_found(self) -> Self:
        """With whether an original that was lost is there again (`found`)."""
        return self.annotate(found=~_held() & Q(condition=Condition.LOST))

    def of_same_original(self, record: Record) -> Self:
        """Those of the record, of the volume that it lies in, and of what lies in it."""
        return self.filter(
            Q(record__in=[record.pk, record.volume_id]) | Q(record__volume=record.pk)
        )

    def in_shelf_order(self) -> Self:
        """Fonds, category, box, code: as one walks along the shelves."""
        box = CodeKey(F("record__box_number"))
        return self.order_by(
            "record__fonds__number", "record__category__code", box, "record__code_key", "pk"
        )


class AskedAtOnce(Refusal):
    """An original is asked for with its loan, and is in no other open one.

    Nor is the volume that it lies in, nor what lies in it: a volume goes whole. The records
    are held while that is looked at, so of two who ask at once one is refused.
    """

    name = "original_is_lent_once"
    operation = pgtrigger.Insert
    message = "record % is in another loan, or its loan was answered"
    told = ("NEW.record_id",)

    def get_func(self, model: Any) -> str:
        kin = (
            "SELECT id FROM records_record WHERE id = NEW.record_id OR volume_id = NEW.record_id"
            " OR id = (SELECT volume_id FROM records_record WHERE id = NEW.record_id)"
        )
        other = f"SELECT FROM records_loanitem WHERE ended_at IS NULL AND record_id IN ({kin})"
        return (
            f"PERFORM FROM records_record WHERE id IN ({kin}) ORDER BY id FOR NO KEY UPDATE;"
            f" IF NEW.ended_at IS NOT NULL OR EXISTS ({other})"
            " OR (SELECT stage FROM records_loan WHERE id = NEW.loan_id FOR SHARE)"
            f" IS DISTINCT FROM '{Stage.ASKED.value}'"
            f" THEN {super().get_func(model)} END IF; RETURN NEW;"
        )


class EndsByReturn(Refusal):
    """What was handed out is free again only when it came back, with what was found of it.

    And what was not handed out only with its loan.
    """

    name = "lent_original_is_returned"
    operation = pgtrigger.Update
    condition = pgtrigger.Condition("(OLD.ended_at IS NULL AND NEW.ended_at IS NOT NULL)")
    message = "record % was handed out and is not back, or its loan goes on"
    told = ("NEW.record_id",)

    def get_func(self, model: Any) -> str:
        stage = "(SELECT stage FROM records_loan WHERE id = NEW.loan_id)"
        called_off = quoted((Stage.REFUSED.value, Stage.WITHDRAWN.value))
        return (
            f"IF NEW.condition = '' AND {stage} NOT IN ({called_off})"
            f" OR NEW.condition <> '' AND {stage} <> '{Stage.OUT.value}'"
            f" THEN {super().get_func(model)} END IF; RETURN NEW;"
        )


class LoanItem(models.Model):
    """One original in a loan, and how it came back.

    It is open until `ended_at`: when it came back, or when the loan ended before it was
    handed out. `condition` and what follows say what was found at the return.
    """

    loan = models.ForeignKey("Loan", models.PROTECT, related_name="items", verbose_name=_("loan"))
    record = models.ForeignKey(
        Record, models.PROTECT, related_name="loan_items", verbose_name=_("record")
    )
    ended_at = models.DateTimeField(_("free again since"), null=True)
    condition = models.CharField(_("condition"), max_length=12, choices=Condition, blank=True)
    pages = models.PositiveIntegerField(_("pages counted"), null=True)
    note = models.CharField(_("what is different"), max_length=300, blank=True)
    taken_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", verbose_name=_("taken back by")
    )

    found: bool = False  # where it was looked up

    objects = LoanItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("original of a loan")
        verbose_name_plural = _("originals of loans")
        ordering = ["id"]
        triggers = [
            AskedAtOnce(),
            EndsByReturn(),
            Fixed("original_is_fixed", "loan", "record"),
            Fixed(
                "return_is_fixed",
                *("ended_at", "condition", "pages", "note", "taken_by"),
                since="OLD.ended_at IS NOT NULL",
            ),
            Kept("original_stays"),
            NeverEmptied(),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["record"], name="one_open_loan_per_original", condition=Q(ended_at=None)
            ),
            models.UniqueConstraint(fields=["loan", "record"], name="record_once_per_loan"),
            models.CheckConstraint(
                name="loan_condition_is_known",
                condition=Q(condition="") | Q(condition__in=Condition.values),
            ),
            models.CheckConstraint(
                name="loan_return_is_whole",
                condition=Q(condition="", taken_by__isnull=True, pages__isnull=True, note="")
                | (~Q(condition="") & Q(ended_at__isnull=False, taken_by__isnull=False)),
            ),
            models.CheckConstraint(
                name="loan_difference_is_said",
                condition=Q(condition__in=["", Condition.INTACT]) | ~Q(note=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.loan_id} {self.record_id}"

    @property
    def came_back(self) -> str:
        """How it came back, in words; empty as long as it has not."""
        return gettext("lost, found again") if self.found else self.get_condition_display()

    @property
    def meaning(self) -> str:
        """What kind of fact its condition is."""
        return Condition(self.condition).meaning if self.condition and not self.found else ""


class LoanHold(Hold):
    """What keeps the record of a lent original as it is, until the original is free again."""

    class Meta:
        proxy = True
        triggers = [
            GoesOn(
                "held_while_lent",
                "records.Loan",
                while_="EXISTS (SELECT FROM records_loanitem item WHERE item.loan_id = holder.id"
                " AND item.record_id = hold.record_id AND item.ended_at IS NULL)",
            )
        ]
