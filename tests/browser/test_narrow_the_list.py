import pytest
from django.urls import reverse
from playwright.sync_api import expect

from records.holdings.rules import Stage
from tests import make

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_narrowing_replaces_the_results_and_the_address_and_can_be_taken_back(live):
    own, by = make.fonds("J014"), make.archivist()
    for year in (2013, 2014, 2014):
        make.record(Stage.ACCEPTED, of=own, year=year, described_by=by)
    live.sign_in(make.reader(own.department))
    page = live.open(reverse("records:record-list") + "?q=通知")
    expect(page.locator(".hits > li")).to_have_count(3)

    page.get_by_label("2014").check()
    page.wait_for_url("**year=2014**")

    expect(page.locator(".hits > li")).to_have_count(2)
    assert page.locator("mark").first.inner_text() == "通知"
    expect(page.locator("#find")).to_have_count(1)

    page.select_option("#order", "code")
    page.wait_for_url("**order=code**")
    page.locator(".chip", has_text="2014").get_by_role("link").click()

    expect(page.locator(".hits > li")).to_have_count(3)

    page.get_by_text("高级条件").first.click()
    page.get_by_label("年度起").fill("2014")
    page.get_by_label("年度起").press("Enter")
    page.wait_for_url("**year_from=2014**")

    expect(page.locator(".hits > li")).to_have_count(2)
    page.reload()
    assert page.locator("#id_year_from").input_value() == "2014"


def test_searching_and_narrowing_work_without_javascript(live, browser):
    own = make.fonds("J014")
    make.record(Stage.ACCEPTED, of=own, year=2013)
    make.record(Stage.ACCEPTED, of=own, year=2014)
    live.sign_in(make.reader(own.department))
    plain = browser.new_context(java_script_enabled=False, locale="zh-CN")
    plain.add_cookies(live.page.context.cookies())
    page = plain.new_page()
    page.goto(live.url + reverse("records:record-list"))

    page.locator("input[name=year][value='2013']").check()
    page.locator("#find button[type=submit]").first.click()

    expect(page.locator(".hits > li")).to_have_count(1)
    page.get_by_text("高级条件").first.click()
    page.get_by_role("link", name="高级条件").click()
    page.get_by_label("年度起").fill("2013")
    page.locator(".main form button[type=submit]").first.click()
    expect(page.locator(".hits > li")).to_have_count(2)
    plain.close()
