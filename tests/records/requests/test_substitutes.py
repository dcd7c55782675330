"""While an officer is away a colleague answers, up to a day (代办人)."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from records.holdings.models import Grant
from records.holdings.rules import Stage
from records.models import Entry
from records.notices.models import Notice
from records.organisation.models import Substitute
from records.requests import actions
from records.requests.models import AccessItem, AccessRequest
from records.requests.rules import MOST_DAYS
from records.rules import Refused
from tests import make, request_make

pytestmark = pytest.mark.django_db
URL = reverse("records:request-substitute")
LIST = reverse("records:request-list")


@pytest.fixture
def record():
    return make.record(Stage.ACCEPTED)


@pytest.fixture
def officer(record):
    return make.filing_officer(record.fonds.department)


@pytest.fixture
def colleague(record):
    return make.reader(record.fonds.department)


def days(many: int):
    return timezone.localdate() + timedelta(days=many)


def told(person) -> int:
    return Notice.objects.filter(person=person).count()


def test_a_colleague_answers_as_the_officer_does_until_it_ends(client, record, officer, colleague):
    before = request_make.asked(record)
    client.force_login(colleague)
    assert client.get(before.get_absolute_url()).status_code == 404
    client.force_login(officer)
    assert client.post(URL, {"stand_in": colleague.pk, "until": days(7)}).status_code == 302
    assert str(colleague) in client.get(URL).content.decode()
    assert told(colleague) == 1

    asked = request_make.asked(record)
    assert told(colleague) == 2  # who answers is told of a new one
    client.force_login(colleague)
    seen = client.get(LIST, {"show": "waiting"})
    assert {one.pk for one in seen.context["page"].rows} == {before.pk, asked.pk}
    assert f"You stand in for {officer} until" in seen.content.decode()
    desk = client.get(reverse("desk"))
    assert {one.url for one in desk.context["answers"]} == {
        before.get_absolute_url(),
        asked.get_absolute_url(),
    }
    assert asked.get_absolute_url() in desk.content.decode()
    said = {"items": request_make.ticked(asked.items.all())}
    assert client.post(asked.get_act_url("consent"), said).status_code == 302
    assert AccessItem.objects.get(request=asked).answered_by == colleague
    assert AccessRequest.objects.get(pk=asked.pk).stage == "consented"
    actions.release(asked, by=make.archivist(), at=timezone.now())
    assert Grant.objects.filter(request=asked).count() == 1

    client.force_login(officer)
    assert f"{colleague} stands in for you until" in client.get(LIST).content.decode()
    assert client.get(before.get_absolute_url()).status_code == 200  # the officer goes on
    client.post(reverse("records:request-substitute-end"))
    client.force_login(colleague)
    assert client.get(before.get_absolute_url()).status_code == 404
    assert client.get(reverse("desk")).context["answers"] == []
    assert client.post(before.get_act_url("consent")).status_code == 404
    verbs = set(Entry.objects.values_list("verb", flat=True))
    assert {"name substitute", "end substitute"} <= verbs


def test_it_ends_by_itself_with_its_day_and_with_the_officer(record, officer, colleague):
    asked = request_make.asked(record)

    def sees() -> bool:
        seen = AccessRequest.objects.visible_to(colleague).filter(pk=asked.pk).exists()
        answers = asked.items.to_be_answered_by(colleague).exists()
        assert seen == answers
        return seen

    at = timezone.now() - timedelta(days=9)
    actions.name_substitute(stand_in=colleague, until=days(-1), by=officer, at=at)
    assert not sees()
    actions.name_substitute(stand_in=colleague, until=days(0), by=officer, at=timezone.now())
    assert sees()
    type(officer).objects.filter(pk=officer.pk).update(is_active=False)
    assert not sees()
    type(officer).objects.filter(pk=officer.pk).update(is_active=True)
    type(colleague).objects.filter(pk=colleague.pk).update(is_active=False)
    assert not Substitute.objects.now().exists()
    type(colleague).objects.filter(pk=colleague.pk).update(is_active=True)
    type(colleague).objects.filter(pk=colleague.pk).update(department=make.department())
    colleague.refresh_from_db()
    assert not sees()


def test_nobody_answers_the_own_request_for_others(record, officer, colleague):
    actions.name_substitute(stand_in=colleague, until=days(3), by=officer, at=timezone.now())
    elsewhere = make.record(Stage.ACCEPTED)
    mine = request_make.asked(elsewhere, by=colleague)

    assert not mine.items.to_be_answered_by(colleague).exists()
    with pytest.raises(Refused):
        actions.refuse(
            mine,
            items=request_make.seen(mine.items.all()),
            reason="否",
            by=colleague,
            at=timezone.now(),
        )


def test_only_a_colleague_is_named_for_a_bounded_time(client, officer, colleague):
    stranger, gone = make.reader(), make.reader(officer.department)
    type(gone).objects.filter(pk=gone.pk).update(is_active=False)
    client.force_login(officer)
    for person, until in (
        (stranger, days(1)),
        (gone, days(1)),
        (officer, days(1)),
        (colleague, days(-1)),
        (colleague, days(MOST_DAYS + 1)),
    ):
        assert client.post(URL, {"stand_in": person.pk, "until": until}).status_code == 422
    assert not Substitute.objects.exists()
    with pytest.raises(Refused):
        actions.name_substitute(stand_in=officer, until=days(1), by=colleague, at=timezone.now())

    first = actions.name_substitute(
        stand_in=colleague, until=days(1), by=officer, at=timezone.now()
    )
    other = make.filing_officer(officer.department)
    actions.name_substitute(stand_in=other, until=days(2), by=officer, at=timezone.now())
    assert [one.stand_in for one in Substitute.objects.now()] == [other]
    assert told(colleague) == 2  # so who stood in until then is told
    actions.name_substitute(stand_in=other, until=days(3), by=officer, at=timezone.now())
    assert told(other) == 2  # twice that it is so, never that it is not
    for change in ({"until": days(9)}, {"ended_at": None}, {"stand_in": stranger}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Substitute.objects.filter(pk=first.pk).update(**change)
