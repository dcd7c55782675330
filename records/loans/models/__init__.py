from records.loans.models.items import LoanItem, LoanItemQuerySet
from records.loans.models.loan import Loan, LoanQuerySet, LoanStep

__all__ = ["Loan", "LoanItem", "LoanItemQuerySet", "LoanQuerySet", "LoanStep"]
