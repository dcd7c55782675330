"""A job's page follows the work by itself and keeps its result."""

import pytest
from django.core.cache import cache
from playwright.sync_api import expect

from records.jobs.models import Job
from records.jobs.rules import State
from tests import make

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def job(live):
    person = make.archivist()
    live.sign_in(person)
    return Job.objects.create(
        task="t", title="导入 297 行", by=person, queued_at=make.NOW, state=State.RUNNING
    )


def told(job, done, text=""):
    cache.set(f"job:{job.pk}", {"done": done, "total": 297, "text": text})


def test_the_bar_moves_without_a_reload_and_the_outcome_stays(live, job):
    told(job, 0)
    page = live.open(job.get_absolute_url())
    page.evaluate("document.body.dataset.sameLoad = 'yes'")
    expect(page.locator("#job")).to_contain_text("0 / 297")

    told(job, 182, "第 182 行")
    expect(page.locator("#job")).to_contain_text("182 / 297")
    expect(page.locator("#job [role=status]")).to_have_text("第 182 行")

    done = {"state": State.DONE, "done": 297, "total": 297, "message": "导入 297 件。"}
    Job.objects.filter(pk=job.pk).update(**done, link="/jobs/", finished_at=make.NOW)
    expect(page.locator("#job")).to_contain_text("导入 297 件。")
    expect(page.locator("#job a[href='/jobs/']")).to_be_visible()
    assert page.locator("#job[hx-trigger]").count() == 0
    assert page.evaluate("document.body.dataset.sameLoad") == "yes"


def test_where_a_session_ends_meanwhile_one_signs_in_on_the_page(live, job):
    told(job, 10)
    page = live.open(job.get_absolute_url())
    expect(page.locator("#job")).to_contain_text("10 / 297")

    page.context.clear_cookies(name="sessionid")

    again = page.locator("#sign-in-again")
    expect(again).to_be_visible()
    again.locator("[name=password]").fill("Correct-Horse-7")
    again.locator("button[type=submit]").click()
    expect(again).to_be_hidden()
    told(job, 20)
    expect(page.locator("#job")).to_contain_text("20 / 297")


def test_stop_is_asked_on_the_page_and_told_there(live, job):
    told(job, 10)
    page = live.open(job.get_absolute_url())

    page.locator("#job form button").click()

    expect(page.locator("#job form")).to_have_count(0)
    job.refresh_from_db()
    assert job.cancel_asked
