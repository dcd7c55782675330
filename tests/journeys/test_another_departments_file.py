"""In a browser: a file of another department is asked for, consented to, released, read, closed."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from records.holdings.rules import Stage as Filing
from records.requests.models import AccessRequest
from records.requests.rules import Stage
from tests import make

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_from_the_search_that_finds_nothing_to_the_end_of_the_access(live):
    record = make.record(Filing.ACCEPTED, title="关于供水管网改造的请示")
    officer, archivist = make.filing_officer(record.fonds.department), make.archivist()
    reader = make.reader()
    page, address = live.page, record.get_absolute_url()

    live.sign_in(reader)
    assert live.page.goto(live.url + address).status == 404
    live.open(f"/records/?q={record.archival_code}")
    page.click("main a[href*='/requests/new/']")
    expect(page.locator("[name=wanted]")).to_have_value(record.archival_code or "")
    page.fill("[name=purpose]", "编写供水志")
    page.click("form#form button[type=submit]")
    page.wait_for_url("**/requests/*/")
    request = AccessRequest.objects.get()
    assert record.title not in page.content()

    live.sign_in(officer)
    live.open("/")
    expect(page.locator(".bell .count")).to_have_text("1")
    page.click(f"main a[href='{request.get_absolute_url()}']")
    press(page, "consent")
    expect(page.locator("main")).to_contain_text("待中心批准")

    live.sign_in(archivist)
    live.open(request.get_absolute_url())
    press(page, "release")

    live.sign_in(reader)
    live.open("/notices/")
    page.click("main .btn.told >> nth=0")
    page.click(f"main a[href='{address}']")
    expect(page.locator("h1")).to_have_text(record.title)
    expect(page.locator("main .note-ok")).to_contain_text("您可查阅至")
    assert request.grants.get().until > timezone.localdate()

    live.sign_in(officer)
    live.open(request.get_absolute_url())
    press(page, "revoke", reason="利用完毕")
    live.sign_in(reader)
    assert page.goto(live.url + address).status == 404
    request.refresh_from_db()
    assert request.stage == Stage.ENDED


def press(page, name: str, **given: str) -> None:
    """The button of a move, what its page asks for, and that it was made."""
    page.click(f"main a[href$='/act/{name}/']")
    for field, value in given.items():
        page.fill(f"[name={field}]", value)
    page.click("form#form button[type=submit]")
    expect(page.locator(".note-ok")).to_be_visible()
