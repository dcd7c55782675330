"""Lists of loans that leave the house on paper or as a file: each time an act of the trail."""

from datetime import datetime

from django.db import transaction

from records.audit.actions import note
from records.loans.models import Loan, LoanItem, LoanQuerySet
from records.loans.pick_list import PICK_LIST, pick_list
from records.loans.register import KINDS, REGISTER, lent_in, lines
from records.organisation.models import User
from records.rules import Refused
from records.sentences import gettext as _


@transaction.atomic
def print_pick_list(loans: LoanQuerySet, *, by: User, at: datetime) -> bytes:
    """What is to be fetched for some loans, in the order of the shelves, as a PDF."""
    if not loans:
        raise Refused(_("Nothing is to be fetched now."))
    for loan in loans:
        note("print", loan, by=by, at=at, after={"paper": PICK_LIST})
    return pick_list(LoanItem.objects.open().filter(loan__in=loans), by=by, at=at)


@transaction.atomic
def take_register(year: int, kind: str, *, by: User, at: datetime) -> bytes:
    """The register of the loans that were handed out in a year; refused where none was."""
    items = lent_in(Loan.objects.visible_to(by), year)
    count = items.count()
    if not count or not by.sees_all_records:
        raise Refused(_("Nothing was lent in %(year)d.") % {"year": year})
    name = f"{year} 年度{REGISTER}"
    told = {"paper": name, "count": count}
    note("print" if kind == "pdf" else "export", by, by=by, at=at, after=told)
    return KINDS[kind](name, lines(items), by=by, at=at)
