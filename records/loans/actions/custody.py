"""What is lent leaves the store and comes back: fetched, handed out, renewed, taken back."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.utils.timezone import localdate

from records.audit.actions import note, note_all
from records.days import day, machine
from records.holdings.actions import release
from records.holdings.models import Record
from records.loans.actions.request import no_longer_open, tell_borrower
from records.loans.models import Loan, LoanItem
from records.loans.rules import FLOW, RETURNS, Condition, Returned
from records.organisation.models import User
from records.organisation.rules import Role
from records.rules import Refused
from records.sentences import gettext as _
from records.sentences import ngettext_lazy
from records.workflow.actions import advance
from records.workflow.acts import does


@does(FLOW, "fetch")
def fetch(loan: Loan, *, by: User, at: datetime) -> None:
    """All are there from the store; the borrower is told."""
    advance(loan, "fetch", by=by, at=at)
    said = _("The originals of %(loan)s can be collected at the centre.") % {"loan": loan.called}
    tell_borrower(loan, said, at=at)


@does(FLOW, "hand_out", unless=[no_longer_open])
def hand_out(loan: Loan, *, by: User, at: datetime) -> None:
    """Give the originals to the borrower; the term begins today and ends on its last day."""
    loan.due_on = localdate(at) + timedelta(days=min(loan.days, settings.LOAN_DAYS))
    Loan.objects.filter(pk=loan.pk).update(lent_at=at, due_on=loan.due_on)
    advance(loan, "hand_out", by=by, at=at, due_on=machine(loan.due_on))
    told = {"loan": loan.called, "due_on": machine(loan.due_on)}
    note_all("lend", loan.records, label="archival_code", by=by, at=at, after=told)


def not_ones_own(loan: Loan, by: User) -> str:
    if by.role == Role.ARCHIVIST or loan.borrower == by:
        return ""
    return _("The borrower renews the loan, or an archivist.")


def renewed_enough(loan: Loan, by: User) -> str:
    if loan.renewals < settings.LOAN_RENEWALS:
        return ""
    return ngettext_lazy(
        "The loan has been renewed %(times)d time, which is all that it may be.",
        "The loan has been renewed %(times)d times, which is all that it may be.",
        "times",
    ) % {"times": loan.renewals}


def overdue(loan: Loan, by: User) -> str:
    if not loan.is_late(localdate()):
        return ""
    return _("The loan was due back on %(day)s: bring the originals back, then ask anew.") % {
        "day": day(loan.due_on)
    }


@does(FLOW, "renew", only=[not_ones_own], unless=[renewed_enough, overdue])
def renew(loan: Loan, *, by: User, at: datetime) -> None:
    """The same term once more, from its last day on."""
    before, loan.renewals = loan.due_on or localdate(at), loan.renewals + 1
    loan.due_on = before + timedelta(days=min(loan.days, settings.LOAN_DAYS))
    Loan.objects.filter(pk=loan.pk).update(due_on=loan.due_on, renewals=loan.renewals)
    told = {"due_on": machine(loan.due_on), "renewals": loan.renewals}
    note("renew", loan, by=by, at=at, before={"due_on": machine(before)}, after=told)


@does(FLOW, "take_back")
def take_back(loan: Loan, *, returned: Sequence[Returned], by: User, at: datetime) -> None:
    """Take originals back, each looked at and its pages counted; the last one ends the loan.

    What is different is said in words. Refused for what is back already.
    """
    if not returned:
        raise Refused(_("Tick the originals that are back."))
    out = {item.pk: item for item in loan.items.open().select_related("record")}
    for one in returned:
        if one.item not in out:
            raise Refused(_("One of these is back already. Reload the page."))
        _refuse_unsaid(out[one.item].record, one)
        _take_back_one(out[one.item], one, by, at)
    back = [out[one.item].record for one in returned]
    release(loan, at=at, records=Record.objects.filter(pk__in=[record.pk for record in back]))
    codes = [record.archival_code for record in back]
    note("take_back", loan, by=by, at=at, after={"records": codes})
    if len(back) == len(out):
        advance(loan, "close", by=by, at=at)


def _take_back_one(item: LoanItem, found: Returned, by: User, at: datetime) -> None:
    """The history of the record says how its original came back."""
    said = {"pages": found.pages, "note": found.note}
    LoanItem.objects.filter(pk=item.pk).update(
        ended_at=at, taken_by=by, condition=found.condition, **said
    )
    told = {"loan": item.loan.called, "condition": Condition(found.condition).label, **said}
    note("return", item.record, by=by, at=at, after=told)


def _refuse_unsaid(record: Record, found: Returned) -> None:
    """The pages are counted, and a difference has its words: the ground of later questions."""
    if found.condition not in RETURNS:
        raise Refused(_("What does not come back is reported as lost, on the page of the loan."))
    if record.pages is not None and found.pages is None:
        raise Refused(
            _("%(code)s: count its pages, and say how many.") % {"code": record.archival_code}
        )
    differs = record.pages is not None and found.pages != record.pages
    if (differs or found.condition != Condition.INTACT) and not found.note:
        raise Refused(
            _("%(code)s: say what is different. It has %(pages)s pages by its description.")
            % {"code": record.archival_code, "pages": record.pages or "?"}
        )
