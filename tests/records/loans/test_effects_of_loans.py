"""What came of originals that were lent (利用效果) is asked for after the return, and told once."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from records.loans import actions
from records.loans.models import Loan, LoanEffect
from records.loans.models.loan import ASKED_FOR
from records.notices.models import Notice
from records.organisation.models import User
from records.rules import Refused
from records.tasks import ask_for_effects
from tests import loan_make, make

pytestmark = pytest.mark.django_db
SAID = {"benefit": "economic", "effect": "据以核定补偿款 12 万元", "sealed": ""}


def returned(days: int, by: User | None = None) -> Loan:
    """A loan that came back so many days ago."""
    at = timezone.now() - timedelta(days=days)
    loan = loan_make.out(by=by, since=at)
    actions.take_back(loan, returned=loan_make.returned(loan), by=make.archivist(), at=at)
    return loan_make.again(loan)


def test_the_borrower_is_asked_some_days_after_the_return_and_again(settings):
    settings.EFFECT_DAYS = 14
    theirs, fresh, long_ago = returned(14), returned(13), returned(ASKED_FOR.days + 1)
    loan_make.out(since=timezone.now() - timedelta(days=30))  # not back yet
    gone = returned(20)
    User.objects.filter(pk=gone.borrower_id).update(is_active=False)
    officer = make.filing_officer(gone.department)

    assert (ask_for_effects(), ask_for_effects()) == (2, 0)

    told = Notice.objects.filter(view="records:loan")
    asked = {(one.person_id, one.key) for one in told if "what came of it" in str(one.said)}
    assert asked == {(theirs.borrower_id, theirs.pk), (officer.pk, gone.pk)}
    later = timezone.localdate() + timedelta(days=14)
    actions.tell_effect(theirs, **SAID | {"benefit": "work"}, by=theirs.borrower, at=make.NOW)
    assert actions.ask_for_effects(today=later, at=timezone.now()) == 2
    assert set(Loan.objects.filter(effect_asked_on=later)) == {fresh, gone}
    assert Loan.objects.get(pk=long_ago.pk).effect_asked_on is None


def test_it_is_told_once_by_who_sees_the_loan_on_its_page(client):
    loan = returned(1)
    page = loan.get_absolute_url()
    client.force_login(make.reader())
    assert client.post(loan.get_act_url("tell_effect"), SAID).status_code == 404

    client.force_login(loan.borrower)
    assert loan.get_act_url("tell_effect") in client.get(page).content.decode()
    assert client.post(loan.get_act_url("tell_effect"), SAID).status_code == 422  # no seal
    said = SAID | {"sealed": "清岚市财政局"}
    assert client.post(loan.get_act_url("tell_effect"), said).status_code == 302

    shown = client.get(page).content.decode()
    assert "核定补偿款" in shown
    assert loan.get_act_url("tell_effect") not in shown
    with pytest.raises(Refused, match="recorded"):
        actions.tell_effect(loan, **said, by=loan.borrower, at=timezone.now())
    client.force_login(make.archivist())
    waiting = client.get(reverse("records:loan-list"), {"show": "effect"}).context["rows"]
    assert loan not in [row for row, _late in waiting]


def test_nothing_is_told_of_what_is_still_lent_and_what_was_told_stays():
    lent = loan_make.out()
    with pytest.raises(Refused):
        actions.tell_effect(lent, benefit="work", effect="早", by=lent.borrower, at=make.NOW)
    loan = returned(1)
    with pytest.raises(IntegrityError), transaction.atomic():
        LoanEffect.objects.create(loan=loan, **SAID, told_by=loan.borrower, told_at=make.NOW)
