"""A loan of originals, and the steps that it made."""

from datetime import date, timedelta
from typing import Any, Self

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from records.days import day
from records.holdings.models import Record, RecordQuerySet
from records.loans.rules import ENDED, FLOW, NEEDS_APPROVER, NEEDS_LENDING, Purpose, Stage
from records.organisation.models import Department, User
from records.organisation.rules import Role
from records.sentences import gettext
from records.sentences import gettext_lazy as _
from records.triggers import Fixed, Kept
from records.workflow.models import Staged, Step
from records.workflow.stages import (
    AtCommit,
    HasItsStep,
    NamedByStep,
    bound_stage,
    bound_steps,
    quoted,
)

ASKED_FOR = timedelta(days=365)  # after a return; then nobody remembers
# Every statement is made of stages and names of our own, none of what people type.


def late_on(today: date) -> Q:
    """What is out behind its last day."""
    return Q(stage=Stage.OUT, due_on__lt=today)


class LoanQuerySet(models.QuerySet["Loan"]):
    def visible_to(self, user: User) -> Self:
        """The centre sees all, a borrower the own ones, a filing officer the department's."""
        if user.sees_all_records:
            return self
        if user.department_id is None:
            return self.none()
        own = Q(borrower=user)
        if user.role == Role.FILING_OFFICER:
            own |= Q(department__in=Department.objects.inherited_by(user))
        return self.filter(own)

    def open(self) -> Self:
        """Those that are not ended."""
        return self.exclude(stage__in=ENDED)

    def years(self) -> list[int]:
        """In which years originals were handed out, the latest first."""
        lent = self.order_by().exclude(lent_at=None).values_list("lent_at__year", flat=True)
        return sorted(lent.distinct(), reverse=True)

    def effect_due(self, today: date) -> Self:
        """Those of which it is time to ask what came of them.

        EFFECT_DAYS after the last return, then as often again, for a year.
        """
        since = today - timedelta(days=settings.EFFECT_DAYS)
        again = Q(effect_asked_on=None) | Q(effect_asked_on__lte=since)
        back = models.Max("items__ended_at__date")
        ended = self.filter(again, stage=Stage.CLOSED, effect=None).annotate(back=back)
        return ended.filter(back__lte=since, back__gte=today - ASKED_FOR)

    def counted(self) -> Self:
        """With the number of originals (`size`), and of those that are still out or awaited."""
        left = models.Count("items", filter=Q(items__ended_at=None))
        return self.annotate(size=models.Count("items"), left=left)


# One renewal more, and by no more days than the borrower asked for at first.
RENEWED = (
    "NEW.renewals = OLD.renewals + 1"
    " AND NEW.due_on > OLD.due_on AND NEW.due_on <= OLD.due_on + OLD.days"
)


class EndsWhole(AtCommit):
    """What is ended has nothing outside: at the commit each of its originals is free again."""

    name = "ended_loan_has_nothing_out"
    operation = pgtrigger.Update
    condition = pgtrigger.Condition("(OLD.stage IS DISTINCT FROM NEW.stage)")
    message = "% % ended with an original that is not back"
    told = ("TG_TABLE_NAME", "NEW.id")

    def holds(self, model: Any) -> str:
        ended = quoted(tuple(stage.value for stage in ENDED))
        left = "SELECT FROM records_loanitem WHERE loan_id = NEW.id AND ended_at IS NULL"
        return f"NEW.stage NOT IN ({ended}) OR NOT EXISTS ({left})"


class Loan(Staged):
    """Originals that a person of a department borrows, from the request to the last return.

    `days` is the term that was asked for; `due_on` is the last day of it once they are handed
    out. From the approval on the originals are held. The borrower does not approve.
    """

    FLOW = FLOW
    TOLD_WITH_THE_ROW = ("purpose", "reason", "report", "effect")
    size: int  # where it was counted
    left: int

    stage = models.CharField(
        _("stage"), max_length=12, choices=Stage, default=Stage.ASKED, editable=False
    )
    borrower = models.ForeignKey(
        User, models.PROTECT, related_name="loans", verbose_name=_("borrower")
    )
    department = models.ForeignKey(
        Department, models.PROTECT, related_name="+", verbose_name=_("department of the borrower")
    )
    purpose_kind = models.CharField(
        _("kind of purpose"), max_length=12, choices=Purpose, default=Purpose.WORK
    )
    purpose = models.CharField(_("purpose of use"), max_length=200)
    days = models.PositiveSmallIntegerField(_("term asked for, in days"))
    asked_at = models.DateTimeField(_("asked at"))
    approved_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", verbose_name=_("approved by")
    )
    approved_at = models.DateTimeField(_("approved at"), null=True)
    lent_at = models.DateTimeField(_("handed out at"), null=True)
    due_on = models.DateField(_("due back on"), null=True)
    renewals = models.PositiveSmallIntegerField(_("times renewed"), default=0)
    effect_asked_on = models.DateField(_("effect asked for on"), null=True, editable=False)

    objects = LoanQuerySet.as_manager()

    class Meta:
        verbose_name = _("loan")
        verbose_name_plural = _("loans")
        ordering = ["-id"]
        triggers = [
            *bound_stage(FLOW),
            HasItsStep(),
            NamedByStep(
                "who_approved",
                "approved_by",
                by=Stage.APPROVED.value,
                at=tuple(stage.value for stage in NEEDS_APPROVER),
            ),
            EndsWhole(),
            Fixed(
                "request_is_fixed",
                *("borrower", "department", "purpose_kind", "purpose", "days", "asked_at"),
            ),
            Fixed(
                "approval_of_loan_is_fixed",
                *("approved_by", "approved_at"),
                since=f"OLD.stage <> '{Stage.ASKED.value}'",
            ),
            Fixed(
                "lending_is_fixed",
                "lent_at",
                since=f"OLD.stage IN ({quoted(tuple(stage.value for stage in NEEDS_LENDING))})",
            ),
            Fixed(
                "term_is_renewed",
                *("due_on", "renewals"),
                since=f"OLD.stage = '{Stage.OUT.value}' AND NOT ({RENEWED})",
            ),
            Fixed(
                "term_of_ended_is_fixed",
                *("due_on", "renewals"),
                since=f"OLD.stage = '{Stage.CLOSED.value}'",
            ),
            Kept("loan_stays"),
        ]
        indexes = [
            models.Index(fields=["due_on"], name="loan_out", condition=Q(stage=Stage.OUT)),
        ]
        constraints = [
            models.CheckConstraint(name="loan_stage_is_known", condition=Q(stage__in=Stage.values)),
            models.CheckConstraint(
                name="loan_purpose_is_known", condition=Q(purpose_kind__in=Purpose.values)
            ),
            models.CheckConstraint(name="loan_has_purpose", condition=~Q(purpose="")),
            models.CheckConstraint(name="loan_has_term", condition=Q(days__gte=1)),
            models.CheckConstraint(
                name="loan_is_approved_by_another",
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=F("borrower")),
            ),
            models.CheckConstraint(
                name="loan_approved_has_approver",
                condition=~Q(stage__in=NEEDS_APPROVER)
                | Q(approved_by__isnull=False, approved_at__isnull=False),
            ),
            models.CheckConstraint(
                name="loan_lent_has_term",
                condition=~Q(stage__in=NEEDS_LENDING)
                | Q(lent_at__isnull=False, due_on__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"借阅第{self.pk}号"

    def get_absolute_url(self) -> str:
        return reverse("records:loan", args=[self.pk])

    @property
    def called(self) -> str:
        return gettext("Loan no. %(number)d") % {"number": self.pk}

    @property
    def meaning(self) -> str:
        """What kind of fact its stage is."""
        return Stage(self.stage).meaning

    @property
    def is_out(self) -> bool:
        return self.stage == Stage.OUT

    def is_late(self, today: date) -> bool:
        """Whether an original is out behind its last day."""
        return self.is_out and self.due_on is not None and self.due_on < today

    @property
    def proposed_by(self) -> User:
        """Who asks for it and so does not approve it."""
        return self.borrower

    @property
    def proposed_by_id(self) -> int:
        return self.borrower_id

    @property
    def why_held(self) -> str:
        """Why its originals stay as they are, and who frees them; nobody's name."""
        if self.stage == Stage.CLOSED:
            return gettext(
                "The original was reported as lost (%(loan)s). The record stays as it is until an"
                " archivist notes on the page of the loan that it is found."
            ) % {"loan": self.called}
        if self.is_out:
            return gettext(
                "The original is lent (%(loan)s) and due back on %(day)s. The record stays as it"
                " is until an archivist of the centre has taken the original back."
            ) % {"loan": self.called, "day": day(self.due_on)}
        return gettext(
            "The original is set aside for a loan (%(loan)s). The record stays as it is until the"
            " original is back, or the borrower or the centre gives the loan up."
        ) % {"loan": self.called}

    @property
    def records(self) -> RecordQuerySet:
        """Its originals, as records."""
        return Record.objects.filter(pk__in=self.items.order_by().values("record"))


class LoanStep(Step):
    """One move that a loan made."""

    loan = models.ForeignKey(Loan, models.PROTECT, related_name="steps", verbose_name=_("loan"))

    class Meta:
        ordering = ["id"]
        verbose_name = _("step of a loan")
        verbose_name_plural = _("steps of loans")
        triggers = bound_steps(FLOW)
        constraints = [
            models.CheckConstraint(name="loan_step_is_legal", condition=FLOW.legal_step())
        ]

    def __str__(self) -> str:
        return f"{self.loan_id} {self.name}"
