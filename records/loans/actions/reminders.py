"""The nightly look at what is out: the borrower is reminded, later the own department."""

from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import connection, transaction

from records.audit.actions import note
from records.days import day, machine
from records.loans.models import Loan
from records.loans.rules import Reminder, Stage
from records.notices.actions import tell
from records.organisation.models import User
from records.organisation.rules import Role
from records.sentences import gettext as _

# A loan is reminded of once a kind and last day, however often the night's work runs.
REMIND = f"""
    INSERT INTO records_loanreminder (loan_id, kind, due_on, at)
    SELECT loan.id, owed.kind, loan.due_on, %(at)s
    FROM records_loan loan JOIN unnest(%(kinds)s::text[], %(firsts)s::date[], %(lasts)s::date[])
        AS owed (kind, first, last) ON loan.due_on BETWEEN owed.first AND owed.last
    WHERE loan.stage = '{Stage.OUT.value}'
    ON CONFLICT (loan_id, kind, due_on) DO NOTHING RETURNING loan_id, kind
"""  # noqa: S608 - a stage of our own


@transaction.atomic
def remind(*, today: date, at: datetime) -> int:
    """Remind of what is due back tomorrow, and of what is overdue; returns how many reminders.

    The borrower is reminded a day before and when the last day is over; the filing officers of
    the department when it has been over for LOAN_DEPARTMENT_DAYS. A second run reminds nobody,
    a night that was left out is made up for, and a renewal begins anew.
    """
    with connection.cursor() as cursor:
        cursor.execute(REMIND, {"at": at, **_spans(today)})
        found = cursor.fetchall()
    named = Loan.objects.select_related("borrower", "department")
    loans = named.in_bulk({loan for loan, _kind in found})
    for loan, kind in sorted(found):
        _remind_of(loans[loan], Reminder(kind), at)
    return len(found)


def _spans(today: date) -> dict[str, Any]:
    """The kinds, with the first and the last of the last days that each is about."""
    yesterday = today - timedelta(days=1)
    long_over = today - timedelta(days=max(1, settings.LOAN_DEPARTMENT_DAYS))
    firsts, lasts = zip(
        (today, today + timedelta(days=1)),
        (date.min, yesterday),
        (date.min, long_over),
        strict=True,
    )
    kinds = [Reminder.SOON.value, Reminder.OVERDUE.value, Reminder.DEPARTMENT.value]
    return {"kinds": kinds, "firsts": list(firsts), "lasts": list(lasts)}


def _remind_of(loan: Loan, kind: Reminder, at: datetime) -> None:
    told = {"kind": kind.label, "due_on": machine(loan.due_on)}
    note("remind", loan, by=None, at=at, after=told)
    people = officers(loan) if kind == Reminder.DEPARTMENT else [loan.borrower]
    tell(people, _said(loan, kind), at=at, to=("records:loan", loan.pk))


def _said(loan: Loan, kind: Reminder) -> str:
    told = {"loan": loan.called, "day": day(loan.due_on), "borrower": loan.borrower}
    if kind == Reminder.SOON:
        return _("%(loan)s is due back on %(day)s: bring the originals back, or renew it.") % told
    if kind == Reminder.OVERDUE:
        return _("%(loan)s was due back on %(day)s: bring the originals back.") % told
    return (
        _("%(loan)s of %(borrower)s was due back on %(day)s: see that the originals come back.")
        % told
    )


def officers(loan: Loan) -> list[User]:
    """Who files for the department of the borrower, or for the one that inherited it."""
    departments = [loan.department_id, loan.department.heir_id]
    return list(User.objects.filter(role=Role.FILING_OFFICER, department__in=departments))
