"""Wrong passwords: how many are taken from where, what is kept of them, and who is told."""

import logging

import pytest
from axes.models import AccessAttempt, AccessLog
from django.apps import apps
from django.conf import settings
from django.db.models import CharField, JSONField, TextField
from django.urls import reverse

from records.audit.models import Entry
from records.organisation.rules import Role
from tests import make

pytestmark = pytest.mark.django_db
RIGHT, WRONG, TYPED = "Correct-Horse-7", "Wrong-Horse-7", "My-Own-Secret-8"
HERE, THERE = "10.1.1.1", "10.9.9.9"


@pytest.fixture
def client(client):
    client.cookies["django_language"] = "en"
    return client


def sign_in(client, name, word=WRONG, address=HERE):
    client.cookies.pop(settings.SESSION_COOKIE_NAME, None)
    given = {"username": name, "password": word}
    return client.post(reverse("login"), given, REMOTE_ADDR=address)


def was_here(client, person, address=HERE):
    assert sign_in(client, person.username, RIGHT, address).status_code == 302


def test_who_hammers_from_elsewhere_locks_nobody_out(client):
    people = [make.supervisor(), make.supervisor(), make.archivist()]
    for person in people:
        was_here(client, person)

    for _again in range(3):
        for person in people:
            for _try in range(5):
                sign_in(client, person.username, address=THERE)

    for person in people:
        assert sign_in(client, person.username, RIGHT, THERE).status_code == 403
        assert sign_in(client, person.username, RIGHT, HERE).status_code == 302


def test_tries_from_many_addresses_are_limited_for_one_number(client):
    person = make.archivist()
    was_here(client, person)
    answers = [
        sign_in(client, person.username, address=f"10.2.{n}.1").status_code
        for n in range(8)
        for _try in range(3)
    ]

    assert answers.count(200) == 19
    assert sign_in(client, person.username, RIGHT, "10.3.3.3").status_code == 403
    assert sign_in(client, person.username, RIGHT, HERE).status_code == 302


def test_one_password_for_forty_people_meets_a_limit(client):
    people = [make.archivist() for _ in range(40)]

    answers = [sign_in(client, person.username).status_code for person in people]

    assert answers == [200] * 19 + [403] * 21
    assert sign_in(client, people[-1].username, RIGHT).status_code == 403
    assert sign_in(client, people[-1].username, RIGHT, THERE).status_code == 302


def test_numbers_that_nobody_has_count_for_the_address_too(client):
    answers = [sign_in(client, f"nobody{n}").status_code for n in range(21)]

    assert answers == [200] * 19 + [403] * 2


def test_a_supervisor_is_not_locked_out_where_she_signs_in(client):
    supervisor, others = make.supervisor(), [make.archivist() for _ in range(25)]
    was_here(client, supervisor)

    for person in others:
        sign_in(client, person.username)
    for _try in range(10):
        sign_in(client, supervisor.username)

    assert sign_in(client, supervisor.username, RIGHT).status_code == 302


def test_even_there_guessing_comes_to_an_end(client):
    supervisor = make.supervisor()
    was_here(client, supervisor)

    answers = [sign_in(client, supervisor.username).status_code for _ in range(26)]

    assert answers == [200] * 24 + [403] * 2


def test_who_has_an_account_does_not_win_new_tries_by_using_it(client):
    own, others = make.archivist(), [make.archivist() for _ in range(25)]
    answers = []
    for person in others:
        answers.append(sign_in(client, person.username).status_code)
        sign_in(client, own.username, RIGHT)

    assert answers == [200] * 19 + [403] * 6


def test_a_wrong_old_password_counts_and_who_guesses_is_put_out(client):
    person = make.archivist()
    client.force_login(person, "django.contrib.auth.backends.ModelBackend")
    given = {"old_password": WRONG, "new_password1": "Nine-Mules-77"}
    given["new_password2"] = given["new_password1"]

    answers = [client.post(reverse("password_change"), given).status_code for _ in range(5)]

    assert answers == [422] * 4 + [403]
    assert client.get(reverse("desk")).status_code == 302
    assert sign_in(client, person.username, RIGHT, "127.0.0.1").status_code == 403
    assert Entry.objects.about(person).filter(verb="wrong password").count() == 5


def test_a_right_old_password_is_not_tried_where_the_door_is_locked(client):
    person = make.archivist()
    client.force_login(person, "django.contrib.auth.backends.ModelBackend")
    for _try in range(5):
        client.__class__().post(reverse("login"), {"username": person.username, "password": WRONG})
    given = {"old_password": RIGHT, "new_password1": "Nine-Mules-77"}

    answer = client.post(reverse("password_change"), given | {"new_password2": "Nine-Mules-77"})

    assert answer.status_code == 403
    person.refresh_from_db()
    assert person.check_password(RIGHT)


def test_each_wrong_password_is_an_act_with_its_address(client):
    person = make.archivist()
    for _try in range(7):
        sign_in(client, person.username)

    entries = list(Entry.objects.filter(verb="wrong password").order_by("pk"))

    assert [entry.after for entry in entries] == [{}] * 4 + [{"locked": True}]
    assert {(entry.label, entry.row, entry.address, entry.by) for entry in entries} == {
        (person.name, str(person.pk), HERE, None)
    }
    assert entries[0].who == "unknown"


def kept_texts():
    """All that stands in any column for text of any table."""
    for model in apps.get_models():
        fields = [
            field.name
            for field in model._meta.concrete_fields
            if isinstance(field, CharField | TextField | JSONField)
        ]
        yield from (str(row) for row in model._default_manager.values_list(*fields))


def test_a_password_typed_as_a_staff_number_is_kept_nowhere(client, caplog):
    caplog.set_level(logging.DEBUG)
    for _try in range(6):
        page = sign_in(client, TYPED)

    assert page.status_code == 403
    assert TYPED not in page.content.decode()
    assert TYPED not in caplog.text
    assert not [text for text in kept_texts() if TYPED in text]
    assert AccessAttempt.objects.get().failures_since_start == 5
    entry = Entry.objects.filter(verb="wrong password")[0]
    assert (entry.row, entry.label[0], entry.address) == ("", "?", HERE)


def test_the_person_hears_of_them_at_the_next_sign_in(client):
    person = make.reader()
    was_here(client, person)
    for _try in range(3):
        sign_in(client, person.username, address=THERE)
    was_here(client, person, THERE)
    was_here(client, person)

    page = client.get(reverse("desk"))

    last = page.context["last_time"]
    assert (last.wrong, last.address) == (0, THERE)
    sign_in(client, person.username, address=THERE)
    was_here(client, person)
    text = client.get(reverse("desk")).content.decode()
    assert "1 wrong password since." in text
    assert HERE in text


def test_at_the_first_sign_in_there_is_nothing_to_tell(client):
    person = make.reader()
    was_here(client, person)

    assert client.get(reverse("desk")).context["last_time"] is None


@pytest.mark.parametrize("role", [Role.SUPERVISOR, Role.AUDITOR])
def test_the_desk_of_who_reads_the_trail_counts_them_also_after_a_right_one(client, role):
    person, reader = make.archivist(), make.user(role)
    for _try in range(3):
        sign_in(client, person.username, address=THERE)
    was_here(client, person, THERE)
    assert not AccessAttempt.objects.exists()
    for n in range(2):
        sign_in(client, f"nobody{n}")

    client.force_login(reader, "django.contrib.auth.backends.ModelBackend")
    page = client.get(reverse("desk"))

    nobody, known = page.context["refused"]
    assert (nobody.name, nobody.times, nobody.addresses) == ("", 2, [HERE])
    assert (known.name, known.times, known.addresses) == (person.name, 3, [THERE])
    assert not known.is_locked
    assert "No wrong password" not in page.content.decode()


def test_a_known_place_is_one_of_the_last_sign_ins(client):
    person = make.supervisor()
    for address in (HERE, THERE, THERE, THERE):
        was_here(client, person, address)
    assert AccessLog.objects.filter(username=person.username).count() == 4

    for _try in range(5):
        sign_in(client, person.username)

    assert sign_in(client, person.username, RIGHT).status_code == 403
