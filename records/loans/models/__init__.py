from records.loans.models.effects import LoanEffect
from records.loans.models.items import LoanHold, LoanItem, LoanItemQuerySet
from records.loans.models.loan import Loan, LoanQuerySet, LoanStep, late_on
from records.loans.models.reminders import LoanReminder

__all__ = [
    "Loan",
    "LoanEffect",
    "LoanHold",
    "LoanItem",
    "LoanItemQuerySet",
    "LoanQuerySet",
    "LoanReminder",
    "LoanStep",
    "late_on",
]
