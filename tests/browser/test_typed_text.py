"""What people type is never lost: an ended session, a reload, another language, many clicks."""

import json
import re

import pytest
from django.conf import settings as house
from django.urls import reverse
from playwright.sync_api import expect

from records.holdings.models import Component, Record
from records.imports.models import Import
from tests import make
from tests.browsing import PHONE
from tests.records.imports.making import checked_rows, row

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PASSWORD = "Correct-Horse-7"
RECORD = re.compile(r"/records/\d+/$")
TITLE = "关于春耕的通知"


@pytest.fixture(autouse=True)
def storage(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def person(live):
    made = make.archivist()
    live.sign_in(made)
    return made


@pytest.fixture
def form(live, person):
    """The form of a new record, filled in so far that it can be kept."""
    of, kind = make.fonds(), make.category()
    page = live.open(reverse("records:record-create"))
    page.fill("[name=title]", TITLE)
    page.select_option("[name=fonds]", str(of.pk))
    page.select_option("[name=category]", str(kind.pk))
    return page


def kept(page):
    return page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('typed:'))")


def end_session(page):
    expect(page.locator(".htmx-request")).to_have_count(0)
    page.context.clear_cookies(name=house.SESSION_COOKIE_NAME)


def sign_in_again(page):
    expect(page.locator("#sign-in-again")).to_be_visible()
    page.fill("#again-password", PASSWORD)
    page.keyboard.press("Enter")


def save(page):
    page.click("main form button[type=submit]")


def test_a_session_that_ended_is_taken_up_in_place_and_the_form_is_sent(form):
    end_session(form)

    save(form)
    sign_in_again(form)
    form.wait_for_url(RECORD)

    assert Record.objects.get().title == TITLE


def test_a_choice_after_the_session_ended_leaves_the_text_where_it_is(form):
    end_session(form)

    form.select_option("[name=period]", "Y")
    sign_in_again(form)

    expect(form.locator("#sign-in-again")).not_to_be_visible()
    expect(form.locator("[name=title]")).to_have_value(TITLE)
    save(form)
    form.wait_for_url(RECORD)


def test_a_wrong_password_is_said_in_the_dialog_and_leaving_it_loses_nothing(form):
    end_session(form)
    save(form)

    expect(form.locator("#again-password")).to_be_focused()
    form.fill("#again-password", "wrong-wrong-1")
    form.keyboard.press("Enter")
    expect(form.locator("#again-wrong")).not_to_be_empty()
    form.keyboard.press("Escape")

    expect(form.locator("#sign-in-again")).not_to_be_visible()
    expect(form.locator("main form button[type=submit]").first).to_be_focused()
    expect(form.locator("[name=title]")).to_have_value(TITLE)


def test_a_token_that_went_stale_is_renewed(live, form):
    live.keep("csrftoken", "a" * 32)

    save(form)
    form.wait_for_url(RECORD)

    assert Record.objects.count() == 1


def test_a_plain_form_asks_for_the_session_first(live, person, tmp_path):
    table = tmp_path / "a.csv"
    table.write_text("题名,年度,保管期限\n关于春耕的通知,2008,永久\n")
    of = make.fonds()
    page = live.open(reverse("records:import-create"))
    page.select_option("[name=fonds]", str(of.pk))
    page.set_input_files("[name=file]", str(table))
    end_session(page)

    save(page)
    sign_in_again(page)
    page.wait_for_url(re.compile(r"/imports/\d+/"))

    assert Import.objects.count() == 1


def test_what_was_typed_is_offered_after_the_page_was_left(form):
    form.reload()
    expect(form.locator("[name=title]")).to_have_value("")

    form.click("[data-restore]")

    expect(form.locator("[name=title]")).to_have_value(TITLE)
    save(form)
    form.wait_for_url(RECORD)
    form.goto(form.url.split("/records/")[0] + reverse("records:record-create"))
    expect(form.locator("[data-restore]")).to_have_count(0)
    assert kept(form) == []


def test_what_was_typed_can_be_discarded(form):
    form.reload()
    form.click("[data-discard]")

    assert kept(form) == []
    expect(form.locator("[data-discard]")).to_have_count(0)


def test_another_language_leaves_the_text_in_the_form(form):
    form.click(".top [name=language]")

    expect(form.locator("html")).to_have_attribute("lang", "en")
    expect(form.locator("[name=title]")).to_have_value(TITLE)


def test_what_was_typed_for_one_cell_is_offered_at_that_cell_alone(live, person):
    source = checked_rows(row(题名="", 页数="-1"), row(日期="20219999", 序号="2"), by=person)
    page = live.open(source.get_absolute_url())
    cells = page.locator("#problems [name=right]")
    assert cells.count() == 3
    typed = cells.nth(1)
    typed.fill("20210909")

    page.reload()
    expect(page.locator("[data-restore]")).to_have_count(1)
    page.click("[data-restore]")

    expect(typed).to_have_value("20210909")
    assert kept(page) != []


def test_signing_out_forgets_what_was_typed(form):
    assert kept(form)

    form.click(".top form[action$='sign-out/'] button")
    form.wait_for_selector("#sign-in")

    assert kept(form) == []


def test_what_is_older_than_its_term_is_gone(form):
    form.evaluate(
        "Object.keys(localStorage).filter((k) => k.startsWith('typed:')).forEach((k) =>"
        " localStorage.setItem(k, JSON.stringify({...JSON.parse(localStorage[k]), at: 0})))"
    )

    form.reload()

    expect(form.locator("[data-restore]")).to_have_count(0)
    assert kept(form) == []


def test_another_person_is_offered_nothing(live, form):
    form.wait_for_load_state("networkidle")  # an answer under way brings the old session back
    live.sign_in(make.archivist())

    form.reload()

    expect(form.locator("[data-restore]")).to_have_count(0)


def test_passwords_are_never_kept(live, person):
    page = live.open(reverse("password_change"))
    for box in page.locator("main [type=password]").all():
        box.fill("Secret-Horse-9")

    store = page.evaluate("JSON.stringify([localStorage, sessionStorage])")
    assert "Secret-Horse" not in store, json.loads(store)


@pytest.mark.parametrize("clicks", [2, 3])
def test_many_clicks_make_one(live, person, clicks):
    record = make.record()
    page = live.open(reverse("records:component-add", args=[record.pk]))

    page.locator("main form button[type=submit]").click(click_count=clicks, delay=5)
    # Each click leaves anew for the page, so the last one's way there is waited for.
    expect(page).to_have_url(re.compile(f"{record.get_absolute_url()}$"), timeout=30_000)

    assert Component.objects.count() == 1


def test_a_form_that_is_gone_back_to_makes_nothing_more_until_it_is_meant(form):
    save(form)
    form.wait_for_url(RECORD)
    form.go_back()
    expect(form.locator("[name=title]")).to_have_value(TITLE)  # the browser's own doing

    save(form)
    form.wait_for_url(RECORD)
    assert Record.objects.count() == 1

    form.go_back()
    form.fill("[name=title]", f"{TITLE}之二")
    save(form)
    expect(form.locator("main .note-late")).to_contain_text(TITLE)
    assert Record.objects.count() == 1
    save(form)
    form.wait_for_url(RECORD)
    assert Record.objects.count() == 2


def test_the_dialog_fits_a_phone(live, form):
    form.set_viewport_size(PHONE)
    end_session(form)
    save(form)

    box = form.locator("#sign-in-again").bounding_box()
    assert box
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= PHONE["width"]
