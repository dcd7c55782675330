import pytest
from django.conf import settings
from django.urls import reverse

from records.audit.models import Entry
from records.organisation.rules import Role
from tests import make

pytestmark = pytest.mark.django_db
OLD, NEW = "Correct-Horse-7", "Another-Mule-9"


@pytest.fixture
def person(client):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    person = make.user(Role.ARCHIVIST, must_change_password=True)
    client.force_login(person)
    return person


def choose(client, old=OLD, new=NEW, again=NEW, **more):
    given = {"old_password": old, "new_password1": new, "new_password2": again}
    return client.post(reverse("password_change"), given, **more)


def test_who_was_given_a_password_reaches_nothing_else_before_choosing_one(client, person):
    for name in ("desk", "records:job-list"):
        assert client.get(reverse(name)).url == reverse("password_change")
    assert client.get(reverse("password_change")).status_code == 200


def test_after_choosing_the_house_is_open_and_the_session_goes_on(client, person):
    response = choose(client)

    assert response.url == reverse("desk")
    assert client.get(reverse("desk")).status_code == 200
    person.refresh_from_db()
    assert person.check_password(NEW)
    assert not person.must_change_password
    entry = Entry.objects.get()
    assert (entry.verb, entry.before, entry.after) == ("change password", {}, {})


@pytest.mark.parametrize(
    ("new", "why"),
    [
        ("short-7", "too short"),
        ("password1234", "too common"),
        ("83741902837465", "entirely numeric"),
    ],
)
def test_a_weak_password_is_refused_with_the_reason_and_nothing_is_written(
    client, person, new, why
):
    response = choose(client, new=new, again=new, headers={"HX-Request": "true"})

    assert response.status_code == 422
    page = response.content.decode()
    assert why in page
    assert "<h1>" not in page
    person.refresh_from_db()
    assert person.check_password(OLD)
    assert not Entry.objects.exists()


def test_a_password_that_is_nearly_ones_name_is_refused(client, person):
    person.name = "Shen-Yanqiu-Anna"
    person.save()

    for near in (f"{person.username}-9", "shen-yanqiu-ann9"):
        response = choose(client, new=near, again=near)
        assert response.status_code == 422
        assert "too similar" in response.content.decode()


def test_the_password_that_was_given_is_not_a_new_one(client, person):
    response = choose(client, new=OLD, again=OLD)

    assert response.status_code == 422
    assert "Choose another one" in response.content.decode()
    person.refresh_from_db()
    assert person.must_change_password
    assert client.get(reverse("desk")).url == reverse("password_change")
    assert not Entry.objects.exists()


def test_the_old_password_is_asked_for(client, person):
    assert choose(client, old="Not-the-old-1").status_code == 422
    person.refresh_from_db()
    assert person.check_password(OLD)


def test_signing_out_stays_possible(client, person):
    assert client.post(reverse("logout")).url == f"{reverse('login')}?out"
