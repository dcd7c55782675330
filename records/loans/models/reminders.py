"""Who was reminded of which loan, and when: each once for a last day."""

from django.db import models

from records.loans.models.loan import Loan
from records.loans.rules import Reminder
from records.sentences import gettext_lazy as _
from records.triggers import NeverEmptied, OnlyAdded


class LoanReminder(models.Model):
    """One reminder of a loan: of which kind, and of which last day; a renewal begins anew."""

    loan = models.ForeignKey(Loan, models.PROTECT, related_name="reminders", verbose_name=_("loan"))
    kind = models.CharField(_("kind of reminder"), max_length=12, choices=Reminder)
    due_on = models.DateField(_("due back on"))
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("reminder of a loan")
        verbose_name_plural = _("reminders of loans")
        ordering = ["id"]
        triggers = [OnlyAdded(), NeverEmptied()]
        constraints = [
            models.UniqueConstraint(
                fields=["loan", "kind", "due_on"], name="reminded_once_of_a_day"
            ),
            models.CheckConstraint(
                name="reminder_kind_is_known", condition=models.Q(kind__in=Reminder.values)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.loan_id} {self.kind} {self.due_on}"
