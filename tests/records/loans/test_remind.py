"""Whoever does not bring an original back is reminded, later the own department: each once."""

from datetime import timedelta

import pytest

from records import tasks
from records.audit.models import Entry
from records.loans import actions
from records.loans.models import LoanReminder
from records.models import Notice
from tests import loan_make, make

pytestmark = pytest.mark.django_db


def night(loan, days: int) -> int:
    """The night's work so many days after the last day of a loan."""
    return actions.remind(today=loan.due_on + timedelta(days=days), at=make.NOW)


def told(person) -> list[str]:
    """What a person was told of a loan that is or will be overdue, the first first."""
    said = Notice.objects.visible_to(person).order_by("pk").values_list("said", flat=True)
    return [str(one) for one in said if "due back on" in str(one)]


def test_each_is_reminded_once_whatever_nights_there_are(client):
    reader = make.reader()
    officer, stranger = make.filing_officer(reader.department), make.filing_officer()
    loan = loan_make.out(by=reader)

    nights = [night(loan, days) for days in (-2, -1, -1, 0, 1, 1, 2, 3, 3, 4)]

    assert nights == [0, 1, 0, 0, 1, 0, 0, 1, 0, 0]
    kinds = LoanReminder.objects.order_by("pk").values_list("kind", flat=True)
    assert list(kinds) == ["soon", "overdue", "department"]
    assert [("or renew it" in one) for one in told(reader)] == [True, False]
    (said,) = told(officer)
    assert reader.name in said
    assert not told(stranger)
    client.force_login(officer)
    assert client.get(Notice.objects.latest("pk").get_absolute_url()).status_code == 200
    assert Entry.objects.about(loan).filter(verb="remind", by=None).count() == 3


def test_a_renewal_begins_anew_and_what_is_back_is_forgotten():
    reader = make.reader()
    loan = loan_make.out(by=reader, since=make.NOW + timedelta(days=365))
    assert night(loan, -1) == 1
    actions.renew(loan, by=reader, at=make.NOW)
    loan = loan_make.again(loan)
    assert [night(loan, days) for days in (-7, -1, -1)] == [0, 1, 0]

    back = loan_make.returned(loan)
    actions.take_back(loan, returned=back, by=make.archivist(), at=make.NOW)
    assert night(loan, 9) == 0


def test_nights_that_were_left_out_are_made_up_for():
    loan_make.asked()
    loan_make.out(since=make.NOW - timedelta(days=30))

    assert tasks.remind_borrowers() == 2
    assert tasks.remind_borrowers() == 0
