"""Borrowing in a browser: asked for, approved, fetched, handed out, overdue, reminded, returned."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from records import tasks
from records.holdings.models import Hold
from records.holdings.rules import Stage
from records.loans.models import Loan
from tests import loan_make, make

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ITS_PAGE = re.compile(r"/loans/\d+/$")


def press(page: Page, name: str) -> None:
    """Make a move of the loan that is shown: at once, or on its page."""
    at_once = page.locator(f".acts form[action$='/act/{name}/'] button")
    if at_once.count():
        with page.expect_navigation():
            at_once.click()
        return
    page.click(f".acts a[href$='/act/{name}/']")
    page.click("#form button[type=submit]")
    page.wait_for_url(ITS_PAGE)


def test_an_original_is_borrowed_and_brought_back(live):
    reader, archivist = make.reader(), make.archivist()
    fonds = make.fonds(of=reader.department)
    record = make.record(Stage.ACCEPTED, fonds, pages=6, box_number="12")

    live.sign_in(reader)
    page = live.open(record.get_absolute_url())
    page.click(".acts a[href^='/loans/new/']")
    expect(page.locator("[name=codes]")).to_have_value(str(record.archival_code))
    page.fill("[name=purpose]", "核对原件印章")
    page.click("#form button[type=submit]")
    page.wait_for_url(ITS_PAGE)
    loan = Loan.objects.get()
    expect(page.locator(".flow [aria-current]")).to_contain_text("批准")

    live.sign_in(archivist)
    page = live.open("/loans/?show=asked")
    page.click(f"#list a[href='{loan.get_absolute_url()}']")
    press(page, "approve")
    assert page.request.get(f"{live.url}/loans/pick-list/").body().startswith(b"%PDF-")
    press(page, "fetch")
    press(page, "hand_out")
    due = timezone.localdate() + timedelta(days=7)
    expect(page.locator("main")).to_contain_text(due.isoformat())

    yesterday = timezone.localdate() - timedelta(days=1)
    record = make.record(Stage.ACCEPTED, fonds, pages=6)
    loan = loan_make.out(record, by=reader, since=timezone.now() - timedelta(days=8))
    assert tasks.remind_borrowers() == 1
    live.sign_in(reader)
    expect(live.open("/").locator("main")).to_contain_text("超期 1 天")
    expect(live.open("/notices/").locator("main")).to_contain_text(yesterday.isoformat())
    card = live.open(record.get_absolute_url()).get_by_text(f"借出，应还 {yesterday}")
    expect(card).to_be_visible()

    live.sign_in(archivist)
    page = live.open("/loans/?show=overdue")
    page.click(f"#list a[href='{loan.get_absolute_url()}']")
    page.click(".acts a[href$='/return/']")
    page.check("[name$='-back']")
    page.fill("[name$='-pages']", "5")
    page.click("#form button[type=submit]")
    expect(page.locator(".note-late")).to_contain_text("6 页")
    page.select_option("[name$='-condition']", "incomplete")
    page.fill("[name$='-note']", "缺第 6 页")
    page.click("#form button[type=submit]")
    page.wait_for_url(ITS_PAGE)
    expect(page.locator("#items")).to_contain_text("缺第 6 页")
    loan.refresh_from_db()
    assert loan.stage == "closed"
    assert not Hold.objects.open().filter(record=record).exists()
