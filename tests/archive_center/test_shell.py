import re

import pytest
from django import forms
from django.conf import settings
from django.db import connection
from django.test import RequestFactory
from django.urls import resolve, reverse
from django.views.defaults import server_error

from archive_center import settings as usual
from archive_center.home.context import MENU, shell
from records.organisation.rules import OF_A_DEPARTMENT, Role
from tests import make

PLACES = [place for _title, places in MENU for place in places]


def person(role):
    return make.user(role, make.department() if role in OF_A_DEPARTMENT else None)


@pytest.mark.django_db
@pytest.mark.parametrize("role", Role)
def test_every_page_of_a_roles_menu_opens_and_is_marked_as_the_place_where_one_is(client, role):
    client.force_login(person(role))

    for place in PLACES:
        if role in place.roles:
            response = client.get(reverse(place.name))
            assert response.status_code == 200, place.name
            if not place.name.startswith("admin:"):
                links = [link for section in response.context["nav"] for link in section.links]
                assert [link.url for link in links if link.is_current] == [reverse(place.name)]


@pytest.mark.django_db
@pytest.mark.parametrize("role", Role)
def test_the_menu_offers_only_what_the_role_may_open(client, role):
    client.force_login(person(role))
    nav = client.get(reverse("desk")).context["nav"]

    offered = {link.url for section in nav for link in section.links}

    assert offered == {reverse(place.name) for place in PLACES if role in place.roles}
    assert all(section.links for section in nav)


@pytest.mark.django_db
def test_the_menu_costs_no_query(django_assert_num_queries):
    request = RequestFactory().get("/")
    request.user, request.resolver_match = make.archivist(), resolve("/")

    with django_assert_num_queries(0):
        shell(request)


@pytest.mark.django_db
def test_the_interface_is_chinese_whatever_the_browser_asks_for(client, settings):
    settings.LANGUAGE_CODE = usual.LANGUAGE_CODE

    page = client.get(reverse("login"), headers={"Accept-Language": "en-US"})

    assert page.headers["Content-Language"] == "zh-hans"


@pytest.mark.django_db
def test_the_switch_turns_the_interface_to_english_and_back_to_the_same_page(client):
    client.force_login(make.archivist())
    here = reverse("records:job-list")

    response = client.post(reverse("set_language"), {"language": "en", "next": here})

    assert response.url == here
    page = client.get(here).content.decode()
    assert '<html lang="en"' in page
    assert "简体中文" in page


@pytest.mark.django_db
def test_who_is_not_signed_in_can_switch_too(client):
    client.post(reverse("set_language"), {"language": "en"})

    assert client.get(reverse("login")).headers["Content-Language"] == "en"


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["login", "desk", "records:job-list"])
def test_a_page_is_held_to_what_the_house_itself_serves(client, name):
    if name != "login":
        client.force_login(make.archivist())
    response = client.get(reverse(name))

    policy = response.headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    page = response.content.decode()
    assert not re.findall(r"""(?:src|href|action)=["'](?:https?:)?//""", page)
    assert not re.findall(r"<style|\sstyle=|\son[a-z]+=|<script>", page)


@pytest.mark.django_db
def test_a_message_stays_on_the_page(client):
    client.force_login(make.user(Role.ARCHIVIST, must_change_password=True))
    new = "Another-Mule-9"
    given = {"old_password": "Correct-Horse-7", "new_password1": new, "new_password2": new}
    page = client.post(reverse("password_change"), given, follow=True).content.decode()

    assert '<div class="note note-ok"' in page


@pytest.mark.django_db
def test_a_page_that_is_not_there_helps_on(client):
    client.force_login(make.archivist())
    response = client.get("/nothing/here/")

    assert response.status_code == 404
    assert reverse("desk") in response.content.decode()


def test_the_page_of_a_failure_needs_no_database(rf):
    with connection.execute_wrapper(lambda *_: pytest.fail("a query")):
        response = server_error(rf.get("/"))

    assert response.status_code == 500
    assert "<h1>" in response.content.decode()


def test_a_form_token_that_is_too_old_is_explained(client):
    strict = type(client)(enforce_csrf_checks=True)
    response = strict.post(reverse("login"), {"username": "a", "password": "b"})

    assert response.status_code == 403
    assert "<h1>" in response.content.decode()


class Sample(forms.Form):
    title = forms.CharField(help_text="As on the paper.")
    pages = forms.IntegerField()
    shared = forms.BooleanField(required=False)
    level = forms.ChoiceField(choices=[("a", "A")], widget=forms.RadioSelect)


def test_a_field_points_at_its_help_and_its_error():
    html = str(Sample({"title": "", "pages": "十二", "level": "a"}))

    assert 'aria-describedby="id_title_helptext id_title_error"' in html
    assert 'id="id_title_helptext"' in html
    assert 'id="id_pages_error"' in html
    assert html.count('aria-invalid="true"') == 2
    assert 'href="#id_pages"' in html


def test_a_form_without_errors_shows_no_note():
    html = str(Sample())

    assert "note-late" not in html
    assert "aria-invalid" not in html
    assert html.count('class="form-control"') == 2
    assert 'class="form-check-input"' in html


def test_the_languages_are_the_two_that_are_kept_complete():
    assert [code for code, _name in settings.LANGUAGES] == ["zh-hans", "en"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "query"),
    [
        ("records:record-list", "q=%00"),
        ("transfers:handover-create", "fonds=%00"),
        ("admin:records_record_changelist", "stage__exact=%00"),
        ("login", "next=%00"),
    ],
)
def test_a_query_that_no_text_can_hold_is_not_read(client, name, query):
    client.force_login(make.supervisor(), "django.contrib.auth.backends.ModelBackend")

    assert client.get(f"{reverse(name)}?{query}").status_code == 400
