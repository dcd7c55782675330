from django.db import models
from django.db.models import Q

from records.organisation.models import User
from records.sentences import gettext_lazy as _
from records.triggers import Fixed, NeverEmptied
from records.workflow.stages import AddedAt, ChangedAt, TakenOutAt
from transfers.handover.natures.rules import FINDINGS, OPEN, TESTS, Nature, Result, nature_of
from transfers.handover.rules import Stage


class HandoverCheck(models.Model):
    """What one item of the four-nature test found (DA/T 70-2018), kept as it was found.

    Only what awaits a person or the package is answered later, by a person with name and
    words; a new test makes new rows.
    """

    handover = models.ForeignKey(
        "transfers.Handover",
        models.CASCADE,
        related_name="checks",
        verbose_name=_("handover"),
        db_index=False,  # the unique index begins with it
    )
    item = models.CharField(_("item of the standard"), max_length=5)
    result = models.CharField(_("result"), max_length=10, choices=Result)
    said = models.CharField(_("kind of finding"), max_length=20, blank=True)
    figures = models.JSONField(_("figures"), default=dict)
    text = models.CharField(_("what a person found"), max_length=300, blank=True)
    examples = models.JSONField(_("records concerned"), default=list)
    answered_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", verbose_name=_("answered by")
    )
    answered_at = models.DateTimeField(_("answered at"), null=True)

    class Meta:
        ordering = ["handover", "id"]
        verbose_name = _("test of a handover")
        verbose_name_plural = _("tests of handovers")
        triggers = [
            Fixed("finding_is_fixed", "handover", "item", "said", "figures", "examples"),
            Fixed(
                "result_is_fixed",
                *("result", "text", "answered_by", "answered_at"),
                since=f"OLD.result NOT IN ('{Result.MANUAL.value}', '{Result.LATER.value}')",
            ),
            ChangedAt(
                "answered_before_the_package",
                "handover",
                *(Stage.CHECKED.value, Stage.APPROVED.value),
                column="result",
            ),
            AddedAt("found_while_selecting", "handover", Stage.DRAFT.value),
            TakenOutAt(
                "dropped_with_the_test", "handover", Stage.DRAFT.value, Stage.CANCELLED.value
            ),
            NeverEmptied(),
        ]
        constraints = [
            models.UniqueConstraint(fields=["handover", "item"], name="handover_test_once"),
            models.CheckConstraint(
                name="handover_test_result_is_known", condition=Q(result__in=Result.values)
            ),
            models.CheckConstraint(
                name="handover_answer_has_its_words",
                condition=Q(answered_by__isnull=True, answered_at__isnull=True)
                | (Q(answered_by__isnull=False, answered_at__isnull=False) & ~Q(text="")),
            ),
            models.CheckConstraint(
                name="handover_test_is_known", condition=Q(item__in=list(TESTS))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item} {self.name}"

    @property
    def name(self) -> str:
        """What is tested, in the language of the page."""
        return str(TESTS[self.item])

    @property
    def finding(self) -> str:
        """What was found, in the language of the page, or as a person wrote it."""
        return FINDINGS[self.said] % self.figures if self.said else self.text

    @property
    def nature(self) -> Nature:
        return nature_of(self.item)

    @property
    def is_quiet(self) -> bool:
        """Passed: shown by a tick alone."""
        return self.result == Result.PASSED

    @property
    def is_open(self) -> bool:
        """Whether a person or the package is still to answer."""
        return self.result in OPEN

    @property
    def meaning(self) -> str:
        """How the house's badges tell this result."""
        return {Result.WARNING: "warn", Result.FAILED: "late"}.get(Result(self.result), "")

    @property
    def icon(self) -> str:
        return "alert-triangle" if self.result == Result.WARNING else ""

    @property
    def can_be_removed(self) -> bool:
        """Whether what fails can be taken out of the batch in one go."""
        return self.said == "incomplete"
