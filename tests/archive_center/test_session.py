"""How a session ends, and that nothing that it was shown is kept by a browser or a proxy."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from archive_center.sign_in.session import BEGAN, SEEN
from records.tasks import clear_sessions
from tests import make

pytestmark = pytest.mark.django_db
RIGHT = "Correct-Horse-7"


@pytest.fixture
def person(client):
    client.cookies["django_language"] = "en"
    person = make.archivist()
    client.post(reverse("login"), {"username": person.username, "password": RIGHT})
    return person


def begun(client, ago):
    session = client.session
    session[BEGAN] = (timezone.now() - ago).timestamp()
    session.save()


def test_a_session_that_is_never_idle_ends_after_its_longest_life(client, person):
    client.get(reverse("desk"))
    begun(client, timedelta(hours=9, minutes=59))
    assert client.get(reverse("desk")).status_code == 200
    begun(client, timedelta(hours=10, minutes=1))

    wanted = reverse("records:job-list")
    answer = client.get(wanted)

    assert answer.url == f"{reverse('login')}?next={wanted}"
    page = client.get(answer.url).content.decode()
    assert "10 hours in all" in page
    assert client.get(reverse("desk")).status_code == 302


def test_each_page_begins_the_idle_time_anew_without_writing_each_time(client, person):
    client.get(reverse("desk"))
    kept = Session.objects.get()

    with CaptureQueriesContext(connection) as asked:
        client.get(reverse("desk"))
    assert [one["sql"] for one in asked if not one["sql"].startswith("SELECT")] == []

    session = client.session
    session[SEEN] -= settings.SESSION_COOKIE_AGE / 12
    session.save()
    Session.objects.update(expire_date=timezone.now() + timedelta(minutes=1))
    client.get(reverse("desk"))
    assert Session.objects.get().expire_date > kept.expire_date


def test_what_is_sent_after_the_end_does_nothing(client, person):
    client.get(reverse("desk"))
    begun(client, timedelta(hours=11))

    answer = client.post(reverse("trail-export"))

    assert answer.url.startswith(reverse("login"))


@pytest.mark.parametrize("name", ["desk", "records:record-list", "records:job-list", "admin-door"])
def test_no_browser_keeps_a_page_of_somebody_who_is_signed_in(client, person, name):
    assert "no-store" in client.get(reverse(name))["Cache-Control"]


def test_the_answers_to_coming_and_going_are_not_kept_either(client):
    person = make.archivist()
    given = {"username": person.username, "password": RIGHT}

    assert "no-store" in client.post(reverse("login"), given)["Cache-Control"]
    assert "no-store" in client.post(reverse("logout"))["Cache-Control"]


def test_sessions_that_ended_are_cleared_by_the_clock(client, person):
    old = Session.objects.get()
    Session.objects.filter(pk=old.pk).update(expire_date=timezone.now() - timedelta(minutes=1))
    client.__class__().force_login(person, "django.contrib.auth.backends.ModelBackend")

    clear_sessions()

    left = Session.objects.get()
    assert left.pk != old.pk
    assert left.expire_date > timezone.now()
