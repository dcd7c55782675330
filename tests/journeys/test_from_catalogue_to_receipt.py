"""The centre's main job, in a browser: a catalogue comes in, and its older files are handed over.

Everything is real: the pages in Chromium, the worker, PostgreSQL, the bag and its validation.
"""

import re
import subprocess
import sys

import pytest
from django.db.models import Count
from django.utils import timezone
from playwright.sync_api import Page, expect

from records.holdings.models import Record
from records.holdings.rules import Stage
from records.models import Entry
from tests import catalogues, handover_make, make
from tests.records.imports.making import real_data
from transfers.due.models import Due, DueRun
from transfers.handover.models.handovers import Handover
from transfers.handover.natures.rules import BY_PERSON

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PASSWORD = "Correct-Horse-7"
SLOW_MS = 120_000


@pytest.fixture
def catalogue(tmp_path):
    """The real catalogue where it is at hand, else a generated one with the same kinds of dirt."""
    found = real_data()
    if found is not None:
        return next(found.glob("*.xlsx"))
    made = tmp_path / "归档文件目录.xlsx"
    catalogues.write_xlsx(made, catalogues.rows(400))
    return made


def test_from_a_catalogue_to_the_receipt(live, worker, catalogue, tmp_path):
    fonds = make.fonds("J026")
    archivist, supervisor = make.archivist(), make.supervisor()
    live.page.set_default_timeout(SLOW_MS)
    expect.set_options(timeout=SLOW_MS)

    sign_in(live, archivist)
    read, good = import_catalogue(live, catalogue, fonds)
    records = Record.objects.filter(fonds=fonds)
    assert records.count() == good
    assert read >= good
    assert_numbers_run_on(records)

    change_person(live, supervisor)
    run_the_due_dates(live, worker)
    due = Due.objects.open().filter(duty="transfer", record__fonds=fonds).count()
    assert due == records.filter(period="Y", year__lte=timezone.localdate().year - 21).count() > 0

    change_person(live, archivist)
    handover = make_a_handover(live, fonds)
    answer_the_open_items(live.page)
    press(live.page, "propose")
    assert not can(live.page, "approve"), "the proposer may not approve"

    change_person(live, supervisor, at=handover.get_absolute_url())
    press(live.page, "approve")
    press(live.page, "package")
    wait_for_the_package(live.page)
    bag = download(live.page, tmp_path)
    assert_bagit_accepts(bag)

    given = {"delivered_on": timezone.localdate().isoformat(), "carriage": "online"}
    press(live.page, "deliver", given)
    expect(live.page.locator("h1")).to_have_text(
        "2026 年第 1 批进馆移交".replace("2026", str(handover.year))
    )
    rejected = reject_one(live, handover)
    enter_receipt(live, handover)

    handover.refresh_from_db()
    moved = records.filter(stage=Stage.TRANSFERRED)
    sent = handover.items.count()
    assert due >= sent > 1
    assert moved.count() == sent - 1
    assert rejected not in moved
    assert Entry.objects.filter(table="records.Record", verb="transfer").count() == sent - 1
    the_trail_tells_the_story(live, handover)


def answer_the_open_items(page) -> None:
    form = page.locator("form[action$='/change/answer/']")
    for item in BY_PERSON:
        form.locator(f"[name='result-{item}']").select_option("passed")
        form.locator(f"[name='text-{item}']").fill("已查，无误")
    form.locator("button[type=submit]").click()


def sign_in(live, person) -> None:
    page = live.open("/sign-in/")
    page.fill("[name=username]", person.username)
    page.fill("[name=password]", PASSWORD)
    page.click("form:has([name=password]) button[type=submit]")
    expect(page.locator("h1")).to_contain_text("工作台")


def change_person(live, person, at: str = "/") -> None:
    live.page.click("form[action='/sign-out/'] button:visible")
    live.page.wait_for_url("**/sign-in/**")
    sign_in(live, person)
    live.open(at)


def import_catalogue(live, path, fonds) -> tuple[int, int]:
    """Send, match, watch the dry run, commit; the figures read and made."""
    page = live.open("/imports/new/")
    page.select_option("[name=fonds]", str(fonds.pk))
    page.set_input_files("[name=file]", path)
    page.click("form[enctype] button[type=submit]")
    page.click("form#columns button[type=submit]")
    expect(page.locator(".figures")).to_be_visible()
    expect(page.locator(".pagehead")).to_contain_text("还没有写入任何数据")
    assert not Record.objects.exists()
    read = figure(page.locator(".pagehead p"))
    page.click(".acts a[href$='/act/commit/']")
    page.fill("[name=typed]", fonds.number)
    page.click("#form .btn-seal")
    expect(page.locator(".note-ok")).to_be_visible()
    return read, figure(page.locator(".note-ok"))


def figure(place) -> int:
    """The number of rows or records that a sentence names."""
    found = re.search(r"([\d,]+) (?:行|条)", place.inner_text())
    assert found, place.inner_text()
    return int(found[1].replace(",", ""))


def assert_numbers_run_on(records) -> None:
    """Each class begins at 1 and has no gap (DA/T 22-2015 5.4)."""
    classes = records.values("category", "year", "period", "unit").annotate(count=Count("pk"))
    for one in classes:
        count = one.pop("count")
        numbers = sorted(records.filter(**one).values_list("number", flat=True))
        assert numbers == list(range(1, count + 1)), one


def run_the_due_dates(live, worker) -> None:
    page = live.open("/due/runs/")
    page.click("form[action$='/start/'] button")
    page.wait_for_url("**/jobs/*/")
    worker.until(DueRun.objects.filter(finished_at__isnull=False).exists, within=SLOW_MS / 1000)
    live.open("/due/runs/")
    expect(page.locator("#runs tbody tr").first).to_contain_text(timezone.localdate().isoformat())


def make_a_handover(live, fonds) -> Handover:
    page = live.open(f"/handovers/new/?fonds={fonds.number}")
    page.locator("[name=classes]").first.check()  # one year: the others would go the same way
    page.click("form#form button[type=submit]")
    page.wait_for_url(re.compile(r"/handovers/\d+/$"))
    press(page, "check")
    return Handover.objects.get()


def can(page: Page, name: str) -> bool:
    return page.locator(f".acts [href$='/act/{name}/'], .acts [action$='/act/{name}/']").count() > 0


def press(page: Page, name: str, given: dict[str, str] | None = None) -> None:
    """Make a move: at once where it needs no page, else on its page."""
    at_once = page.locator(f".acts form[action$='/act/{name}/'] button")
    if at_once.count():
        with page.expect_navigation():  # the address stays the same
            at_once.click()
    else:
        page.click(f".acts a[href$='/act/{name}/']")
        for field, value in (given or {}).items():
            control = page.locator(f"#form [name={field}]")
            is_choice = control.evaluate("node => node.tagName") == "SELECT"
            (control.select_option if is_choice else control.fill)(value)
        page.click("#form button[type=submit]")
    page.wait_for_url(re.compile(r"/handovers/\d+/$"))
    assert not page.locator(".note-late").count(), page.locator(".note-late").inner_text()


def wait_for_the_package(page: Page) -> None:
    """The job's card follows the work; the page then offers the download."""
    expect(page.locator(".acts a[href*='/packages/']")).to_be_visible()


def download(page: Page, folder):
    with page.expect_download() as going:
        page.click(".acts a[href*='/packages/']")
    file = folder / "package.tar"
    going.value.save_as(file)
    with file.open("rb") as sent:
        handover_make.unpack(sent, folder / "bag")
    return next(found.parent for found in (folder / "bag").rglob("bagit.txt"))


def assert_bagit_accepts(bag) -> None:
    """The field's own tool, as a process that knows nothing of this project."""
    command = [sys.executable, "-I", "-m", "bagit", "--validate", str(bag)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd="/")
    assert done.returncode == 0, done.stderr


def reject_one(live, handover: Handover) -> Record:
    """The archive sends one record back, with its reason."""
    item = handover.items.select_related("record").order_by("position").first()
    assert item is not None
    page = live.open(f"/handovers/{handover.pk}/records/")
    row = page.locator("tr, li", has_text=item.record.archival_code or "").first
    row.locator("[name=reason]").fill("附件缺第 4 页")
    with page.expect_navigation():
        row.locator("button[type=submit]").click()
    expect(row.locator("[name=reason]")).to_have_value("附件缺第 4 页")
    return item.record


def enter_receipt(live, handover: Handover) -> None:
    page = live.open(handover.get_act_url("receipt"))
    page.fill("[name=number]", "清档收〔2026〕3号")
    page.fill("[name=received_on]", timezone.localdate().isoformat())
    page.fill("[name=receiver]", "姜白")
    page.click("#receipt .btn-seal")
    page.wait_for_url(re.compile(r"/handovers/\d+/$"))
    expect(page.locator("main")).to_contain_text("清档收〔2026〕3号")


def the_trail_tells_the_story(live, handover: Handover) -> None:
    """Each move of the handover stands in the trail, with its person."""
    told = Entry.objects.filter(table="transfers.Handover", row=str(handover.pk))
    verbs = list(told.order_by("id").values_list("verb", flat=True))
    order = [verb for verb in verbs if verb in {"propose", "approve", "deliver", "receipt"}]
    assert order == ["propose", "approve", "deliver", "receipt"]
    people = dict(told.values_list("verb", "by"))
    assert people["propose"] != people["approve"]
    page = live.open("/trail/?table=transfers.Handover")
    expect(page.locator("main")).to_contain_text(str(handover))
