"""A page that was open when its session ended: what it asks, and what it is told."""

import pytest
from axes.models import AccessAttempt
from django.test import Client
from django.urls import reverse

from records.audit.models import Entry
from tests import make

pytestmark = pytest.mark.django_db
AGAIN = "/sign-in/again/"
PASSWORD = "Correct-Horse-7"


def test_a_part_that_is_asked_for_by_nobody_is_a_bare_401(client):
    answer = client.get(reverse("records:record-list"), headers={"HX-Request": "true"})

    assert answer.status_code == 401
    assert answer.content == b""


def test_a_page_that_is_asked_for_by_nobody_is_the_sign_in(client):
    assert client.get(reverse("records:record-list")).url.startswith(reverse("login"))


def test_it_says_who_is_signed_in_with_a_token_that_is_good():
    client, person = Client(enforce_csrf_checks=True), make.archivist()
    assert client.get(AGAIN).json()["person"] is None
    client.force_login(person, "django.contrib.auth.backends.ModelBackend")

    told = client.get(AGAIN)
    done = client.post(reverse("logout"), {"csrfmiddlewaretoken": told.json()["token"]})

    assert told.json()["person"] == person.pk
    assert "no-store" in told["Cache-Control"]
    assert done.status_code == 302


def test_signing_in_without_a_page_is_an_entry_like_any_other(client):
    person = make.archivist()

    told = client.post(AGAIN, {"username": person.username, "password": PASSWORD})

    assert told.json()["person"] == person.pk
    assert Entry.objects.filter(verb="sign in", by=person).count() == 1
    assert client.get(reverse("desk")).status_code == 200


def test_wrong_passwords_are_counted_and_lock_here_too(client):
    person = make.archivist()
    wrong = {"username": person.username, "password": "wrong-wrong-1"}

    answers = [client.post(AGAIN, wrong) for _ in range(5)]

    assert [one.status_code for one in answers] == [422, 422, 422, 422, 403]
    assert answers[0].json()["wrong"]
    assert AccessAttempt.objects.get().failures_since_start == 5
    assert client.post(AGAIN, wrong | {"password": PASSWORD}).status_code == 403


def test_without_a_token_nobody_comes_in():
    client, person = Client(enforce_csrf_checks=True), make.archivist()

    answer = client.post(AGAIN, {"username": person.username, "password": PASSWORD})

    assert answer.status_code == 403
    assert "_auth_user_id" not in client.session


def test_the_page_after_the_sign_out_has_the_browser_forget(client):
    client.force_login(make.archivist(), "django.contrib.auth.backends.ModelBackend")

    page = client.post(reverse("logout"), follow=True).content.decode()

    assert "data-forget" in page
    assert "data-forget" not in client.get(reverse("login")).content.decode()
