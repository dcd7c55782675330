"""Originals are asked for by who may see their records, and the centre says yes or no."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.db import transaction
from django.db.models import Q, QuerySet

from records.audit.actions import note
from records.days import day
from records.holdings.actions import hold, release
from records.holdings.models import Hold, Record, RecordQuerySet
from records.holdings.models.grants import own_fonds
from records.holdings.models.holds import HoldQuerySet
from records.holdings.rules import FLOW as OF_RECORDS
from records.holdings.rules import Access
from records.holdings.rules import Stage as Filing
from records.loans.models import Loan, LoanItem
from records.loans.rules import FLOW, MOST, Purpose
from records.notices.actions import tell
from records.organisation.models import User
from records.organisation.questions import IsAnyOf, question
from records.rules import Refused
from records.sentences import gettext as _
from records.sentences import labelled
from records.values.rules import Origin
from records.workflow.actions import advance
from records.workflow.acts import does
from records.workflow.approval import in_one_hand, proposed_by_oneself


def why_no_paper(record: Record) -> str:
    """What was made digitally has an original on paper only where it lies in a box (双套归档)."""
    if record.origin != Origin.BORN_DIGITAL or record.box_number:
        return ""
    return _(
        "The record was made digitally, and no original on paper is kept: read its digital copy."
    )


def why_read_alone(record: Record, by: User) -> str:
    """What was released to a person of another department is read; its original stays."""
    whose = record.fonds.department
    if record.access == Access.SHARED or by.department_id in (None, whose.pk, whose.heir_id):
        return ""
    return _("The record is open to you to be read. Its original is lent to its department alone.")


def why_lent(record: Record) -> str:
    """Who asks after it is told that it is lent and until when, or asked for; not by whom."""
    item = next(iter(_open_item(User(), record.pk, record.volume_id or 0)), None)
    if item is None:
        return ""
    if item.loan.is_out:
        return _("The original is lent, and due back on %(day)s. Ask for it then.") % {
            "day": day(item.loan.due_on)
        }
    return _("Somebody has asked for the original already. Ask for it when it is back.")


@question
def _open_item(_user: User, record: int, volume: int) -> QuerySet[LoanItem]:
    """The first open loan of the same original; a volume of 0 is none."""
    found = LoanItem.objects.open().of_same_original(Record(pk=record, volume_id=volume))
    return found.select_related("loan")[:1]


@question
def _holds(_user: User, record: int, volume: int) -> QuerySet[Hold]:
    """What first holds the record, its volume (0: none), or what lies in it."""
    kin = Record.objects.filter(Q(pk__in=[record, volume]) | Q(volume=record)).order_by()
    held = IsAnyOf("record_id", ArraySubquery(kin.values("pk")))
    return Hold.objects.open().filter(held).order_by("pk")[:1]


def holding(records: RecordQuerySet) -> HoldQuerySet:
    """What holds records now, the volumes that they lie in, or what lies in them."""
    known = dict(records.order_by().values_list("pk", "volume"))
    inside = Record.objects.filter(volume__in=known).values_list("pk", flat=True)
    kin = {*known, *filter(None, known.values()), *inside}
    return Hold.objects.open().filter(record__in=kin).order_by("pk")


def why_held(record: Record, by: User) -> str:
    """What holds the record; to whom its fonds is not, it is not named."""
    first = next(iter(_holds(by, record.pk, record.volume_id or 0)), None)
    if first is None:
        return ""
    if own_fonds(by, record.fonds_id):
        return first.why
    return _("The centre is at work on the original, and does not lend it now. Ask again later.")


def why_not_lent(record: Record, by: User) -> str:
    """Why the original of a record in custody is not lent now."""
    why = why_no_paper(record) or why_read_alone(record, by)
    return why or why_lent(record) or why_held(record, by)


@transaction.atomic
def ask(
    records: RecordQuerySet,
    *,
    purpose: str,
    purpose_kind: str = Purpose.WORK,
    days: int,
    by: User,
    at: datetime,
) -> Loan:
    """Ask for the originals of some records, at most 50, for some days.

    Refused for who is of no department, for what the person may not see, what is not in
    custody or has no original on paper, what is held, and what somebody else has asked for.
    """
    if by.role not in FLOW["ask"].roles or by.department is None:
        raise Refused(_("Originals are lent to people of a department."))
    if not 1 <= days <= settings.LOAN_DAYS:
        raise Refused(
            _("Originals are lent for 1 to %(most)d days; renewed, for as long again.")
            % {"most": settings.LOAN_DAYS}
        )
    chosen = _locked(records, by)
    for record in chosen:
        if why := _why_not_now(record) or why_not_lent(record, by):
            raise Refused(labelled(record.archival_code or record.title, why))
    given = {"purpose": purpose, "purpose_kind": purpose_kind, "days": days}
    loan = Loan.objects.create(**given, borrower=by, department=by.department, asked_at=at)
    LoanItem.objects.bulk_create(LoanItem(loan=loan, record=record) for record in chosen)
    codes = [record.archival_code for record in chosen]
    note("ask", loan, by=by, at=at, after={**given, "records": codes})
    return loan


@does(OF_RECORDS, "borrow", unless=[why_not_lent])
def borrow(record: Record, /, *, by: User, at: datetime, **given: Any) -> Loan:
    """The same for one record, from its own page."""
    return ask(Record.objects.filter(pk=record.pk), by=by, at=at, **given)


def _locked(records: RecordQuerySet, by: User) -> list[Record]:
    """The records, and with them what lies in them or they in: of two who ask one waits."""
    keys = records.visible_to(by).order_by().values("pk")
    chosen = Record.objects.filter(pk__in=keys).select_related("fonds__department")
    found = list(chosen.order_by("fonds", "code_key", "pk")[: MOST + 1])
    if len(found) < records.count():
        raise Refused(_("Not all of these records may be seen by you. Choose anew."))
    if not found:
        raise Refused(_("No record is chosen: name the archival codes of those that you need."))
    if len(found) > MOST:
        raise Refused(
            _("A loan has at most %(most)d originals: ask for these in several.") % {"most": MOST}
        )
    pks = [record.pk for record in found] + [record.volume_id for record in found]
    kin = Record.objects.filter(Q(pk__in=pks) | Q(volume__in=pks)).order_by("pk")
    list(kin.select_for_update(no_key=True).values_list("pk", flat=True))
    return found


def _why_not_now(record: Record) -> str:
    if record.stage == Filing.ACCEPTED:
        return ""
    return _("Only what is in the centre's custody is lent.")


def tell_borrower(loan: Loan, said: str, *, at: datetime) -> None:
    """The borrower finds it among the notices, with the way to the loan."""
    tell([loan.borrower], said, at=at, to=("records:loan", loan.pk))


def not_an_approver(_loan: Loan, by: User) -> str:
    """Which of the centre's roles approve is the centre's own rule (LOAN_APPROVERS)."""
    if by.role in settings.LOAN_APPROVERS:
        return ""
    return _("At this centre loans are approved by somebody of another role.")


def no_longer_free(loan: Loan, by: User) -> str:
    """Since it was asked for, something else may hold a record."""
    records = loan.records.order_by("fonds", "code_key", "pk")
    if gone := records.exclude(stage=Filing.ACCEPTED).first():
        return labelled(gone.archival_code, _why_not_now(gone))
    if held := holding(records).placed_elsewhere(loan).select_related("record").first():
        return labelled(held.record.archival_code, held.why)
    return ""


def no_longer_open(loan: Loan, by: User) -> str:
    """Since it was asked for, a record may have been closed to the borrower, or be read alone."""
    records = loan.records.order_by("fonds", "code_key", "pk").select_related("fonds__department")
    seen = set(Record.objects.visible_to(loan.borrower).filter(pk__in=records).values_list("pk"))
    for record in records:
        if (record.pk,) not in seen or why_read_alone(record, loan.borrower):
            return _("%(code)s is no longer open to the borrower: do not lend it.") % {
                "code": record.archival_code
            }
    return ""


@does(
    FLOW,
    "approve",
    only=[not_an_approver],
    unless=[proposed_by_oneself, in_one_hand, no_longer_free, no_longer_open],
)
def approve(loan: Loan, *, by: User, at: datetime) -> None:
    """Say yes to a loan; from now on its originals are held for it."""
    Loan.objects.filter(pk=loan.pk).update(approved_by=by, approved_at=at)
    advance(loan, "approve", by=by, at=at)
    hold(loan.records, loan, by=by, at=at)
    said = _("%(loan)s is approved. You are told when the originals can be collected.")
    tell_borrower(loan, said % {"loan": loan.called}, at=at)


@does(FLOW, "refuse")
def refuse(loan: Loan, *, reason: str, by: User, at: datetime) -> None:
    """Say no, or call it off because an original is not found or nobody collects it."""
    _end(loan, "refuse", by=by, at=at, reason=reason)
    said = _("%(loan)s is not lent: %(reason)s") % {"loan": loan.called, "reason": reason}
    tell_borrower(loan, said, at=at)


def not_ones_own(loan: Loan, by: User) -> str:
    return "" if loan.borrower == by else _("Who asked for the loan withdraws it.")


@does(FLOW, "withdraw", only=[not_ones_own])
def withdraw(loan: Loan, *, by: User, at: datetime) -> None:
    """Give up what one asked for, before it is handed out."""
    _end(loan, "withdraw", by=by, at=at)


def _end(loan: Loan, move: str, *, by: User, at: datetime, reason: str = "") -> None:
    advance(loan, move, by=by, at=at, reason=reason)
    loan.items.open().update(ended_at=at)
    release(loan, at=at)
