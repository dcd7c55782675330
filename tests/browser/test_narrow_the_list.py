import pytest
from django.urls import reverse
from playwright.sync_api import expect

from records.holdings.rules import Stage
from records.index.work import build
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


def test_results_come_as_one_types_once_a_word_is_composed(live, settings, tmp_path):
    settings.SEARCH_DIR = str(tmp_path)
    own = make.fonds("J014")
    made = [make.record(Stage.ACCEPTED, of=own, title=title) for title in ("防汛抢险", "防汛物资")]
    assert build()
    live.sign_in(make.reader(own.department))
    page = live.open(reverse("records:record-list"))
    field, hits = page.locator("#find [name=q]"), page.locator(".hits > li")

    field.press_sequentially("防汛")
    page.wait_for_url("**q=%E9%98%B2%E6%B1%9B&**")
    expect(hits).to_have_count(2)
    field.press_sequentially("抢")
    expect(hits).to_have_count(1)
    expect(field).to_be_focused()
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    field.evaluate("""field => {
        field.value = "fang";
        field.dispatchEvent(new InputEvent("input", { bubbles: true, isComposing: true }));
    }""")
    page.wait_for_timeout(700)
    assert not [url for url in asked if "/suggest/" not in url]
    field.evaluate("""field => {
        field.value = "防汛物";
        field.dispatchEvent(new CompositionEvent("compositionend", { bubbles: true }));
    }""")
    page.wait_for_url("**q=%E9%98%B2%E6%B1%9B%E7%89%A9&**")
    expect(hits).to_have_count(1)
    hits.get_by_role("link").first.click()
    page.wait_for_url(f"**{made[1].get_absolute_url()}**")
    page.go_back()
    expect(field).to_have_value("防汛物")


def test_the_kind_of_file_that_is_chosen_is_the_one_that_comes(live):
    own = make.fonds("J014")
    make.record(Stage.ACCEPTED, of=own)
    live.sign_in(make.reader(own.department))
    page = live.open(reverse("records:record-list"))

    page.select_option("#kind", "csv")
    page.wait_for_timeout(500)
    with page.expect_download() as given:
        page.get_by_role("button", name="导出目录").click()
    assert given.value.suggested_filename.endswith(".csv")


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
