import pytest
from django.conf import settings
from django.urls import reverse

from records.audit.models import Entry
from records.organisation.rules import Role
from tests import make

pytestmark = pytest.mark.django_db
RIGHT, WRONG = "Correct-Horse-7", "Wrong-Horse-7"


@pytest.fixture
def client(client):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    return client


@pytest.fixture
def person():
    return make.user(Role.ARCHIVIST)


def sign_in(client, name, word, **more):
    return client.post(reverse("login"), {"username": name, "password": word, **more})


def test_the_right_password_leads_to_the_desk_and_into_the_trail(client, person):
    response = sign_in(client, person.username, RIGHT)

    assert response.url == reverse("desk")
    entry = Entry.objects.get()
    assert (entry.verb, entry.by) == ("sign in", person)
    assert entry.address == "127.0.0.1"


def test_the_language_is_chosen_before_signing_in(client):
    page = client.get(reverse("login")).content.decode()
    assert f'action="{reverse("set_language")}"' in page

    client.post(reverse("set_language"), {"language": "zh-hans", "next": reverse("login")})

    assert "登录" in client.get(reverse("login")).content.decode()


def test_after_signing_in_one_is_where_one_wanted_to_go(client, person):
    wanted = client.get(reverse("records:job-list"))
    response = client.post(wanted.url, {"username": person.username, "password": RIGHT})

    assert response.url == reverse("records:job-list")


def test_the_way_on_never_leads_to_another_site(client, person):
    response = sign_in(client, person.username, RIGHT, next="https://example.org/")

    assert response.url == reverse("desk")


def test_each_wrong_password_says_how_many_tries_are_left(client, person):
    for left in (4, 3, 2, 1):
        page = sign_in(client, person.username, WRONG).content.decode()
        assert f"{left} tr{'y' if left == 1 else 'ies'} left, then 30 minutes locked" in page
        assert 'aria-invalid="true"' in page


def test_a_number_that_nobody_has_gets_the_same_answer(client, person):
    known = sign_in(client, person.username, WRONG).context["form"].non_field_errors()
    unknown = sign_in(client, "nobody", WRONG).context["form"].non_field_errors()

    assert known == unknown


def test_a_number_that_is_far_too_long_is_refused_and_breaks_nothing(client):
    answer = sign_in(client, "7" * 300, WRONG)

    assert answer.status_code == 200
    assert "at most 150" in answer.content.decode()


@pytest.mark.parametrize("spelling", [" {} ", "{}\t"])
def test_spaces_around_the_number_make_no_new_tries(client, person, spelling):
    for _ in range(5):
        sign_in(client, spelling.format(person.username), WRONG)

    assert sign_in(client, person.username, RIGHT).status_code == 403


def test_the_fifth_wrong_password_locks_and_even_the_right_one_waits(client, person):
    for _ in range(4):
        sign_in(client, person.username, WRONG)

    fifth = sign_in(client, person.username, WRONG)
    right = sign_in(client, person.username, RIGHT)

    for response in (fifth, right):
        assert response.status_code == 403
        assert "After 30 minutes" in response.content.decode()
    assert not Entry.objects.exclude(verb="wrong password").exists()


def test_another_persons_tries_do_not_lock_me(client, person):
    other = make.user(Role.ARCHIVIST)
    for _ in range(5):
        sign_in(client, other.username, WRONG)

    assert sign_in(client, person.username, RIGHT).status_code == 302


def test_the_lock_opens_after_its_time(client, person, settings):
    for _ in range(5):
        sign_in(client, person.username, WRONG)
    settings.AXES_COOLOFF_TIME = 0.0

    assert sign_in(client, person.username, RIGHT).status_code == 302


def test_a_right_password_in_between_gives_all_tries_back(client, person):
    for _ in range(4):
        sign_in(client, person.username, WRONG)
    sign_in(client, person.username, RIGHT)
    client.post(reverse("logout"))

    assert "4 tries left" in sign_in(client, person.username, WRONG).content.decode()


def test_an_account_that_was_closed_does_not_open(client):
    person = make.user(Role.ARCHIVIST, is_active=False)

    assert sign_in(client, person.username, RIGHT).status_code == 200


def test_signing_out_is_a_post_and_an_act(client, person):
    client.force_login(person)

    assert client.get(reverse("logout")).status_code == 405
    client.post(reverse("logout"))

    assert client.get(reverse("desk")).status_code == 302
    assert Entry.objects.get().verb == "sign out"


def test_an_ended_session_is_told_to_the_person(client, person):
    client.force_login(person)
    client.session.flush()
    client.cookies[settings.SESSION_COOKIE_NAME] = "a-session-that-ended"

    page = client.get(reverse("desk"), follow=True).content.decode()

    assert "minutes without activity" in page


def test_who_comes_for_the_first_time_hears_nothing_of_an_ended_session(client):
    assert "without activity" not in client.get(reverse("desk"), follow=True).content.decode()


def test_the_session_ends_with_the_browser_and_after_an_hour_without_activity():
    assert settings.SESSION_COOKIE_AGE == 60 * 60
    assert settings.SESSION_EXPIRE_AT_BROWSER_CLOSE


def test_the_page_says_that_state_secrets_stay_out(client):
    assert "state secrets is forbidden" in client.get(reverse("login")).content.decode()


def test_the_admin_has_no_sign_in_of_its_own(client):
    response = client.get("/admin/login/?next=/admin/")

    assert response.status_code == 302
    assert response.url.startswith(reverse("login"))


def test_who_may_not_enter_the_admin_is_told_so_and_not_sent_in_circles(client, person):
    client.force_login(person)

    assert client.get("/admin/", follow=True).status_code == 403
