"""The record's pages in a real browser: describing with the code in view, and accessibility."""

import io
from typing import Any

import pytest
from django.urls import reverse

from records.copies import actions as copies
from records.holdings import actions
from records.holdings.models import Record
from records.holdings.rules import Part, Stage
from records.values.rules import Level
from tests import amendment_make, documents, make
from tests.browser.test_accessibility import check
from tests.browsing import PHONE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def storage(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def test_a_record_is_described_with_its_code_in_view_and_accepted(live):
    live.sign_in(make.archivist())
    of, kind = make.fonds("Z109"), make.category()
    make.fonds()  # of two none is chosen beforehand
    office = make.unit(of)
    page = live.open(reverse("records:record-create"))

    page.fill("[name=title]", "关于春耕的通知")
    page.fill("[name=responsible]", "清岚市农业局")
    page.select_option("[name=fonds]", str(of.pk))
    page.select_option("[name=unit]", str(office.pk))  # once its fonds is chosen
    page.select_option("[name=category]", str(kind.pk))
    page.fill("[name=year]", "2011")
    page.select_option("[name=period]", "Y")
    page.wait_for_selector("text=2011-Y-BGS-0001")
    page.fill("[name=date]", "2011-02-30")
    page.click("main button[type=submit]")
    page.wait_for_selector("[aria-invalid=true]")
    assert page.locator("text=2011-Y-BGS-0001").count() == 1
    page.fill("[name=date]", "2011-02-03")
    page.click("main button[type=submit]")
    page.click(".acts a[href$='/act/accept/']")
    page.click("#form .btn-seal")
    page.wait_for_selector(".stamp")

    record = Record.objects.get()
    assert (record.archival_code, record.stage) == ("Z109-WS·2011-Y-BGS-0001", Stage.ACCEPTED)


def test_one_edits_from_a_list_beside_another_editor_and_comes_back_to_it(live):
    by = make.archivist()
    live.sign_in(by)
    of = make.fonds()
    made = [make.record(of=of, title=f"第{n}件", described_by=by) for n in range(3)]
    page = live.open(f"{reverse('records:record-list')}?stage=draft&order=code")

    page.click(".hits h2 a")
    page.click("a[rel=next]")
    page.click(".acts a[href*='/edit/']")
    page.fill("[name=title]", "我改的题名")
    actions.edit(
        made[1], title="先改的题名", remarks="先写的备注", by=make.archivist(), at=make.NOW
    )
    page.click("#form button.btn-primary")
    page.wait_for_selector("#clashes")
    assert page.locator("section[aria-labelledby=clashes] tbody tr").count() == 2
    assert page.input_value("[name=title]") == "我改的题名"
    page.click("#form button.btn-primary")
    page.wait_for_selector("a[rel=prev]")
    page.click(".pager a[href*='stage=draft']")
    page.wait_for_selector(".hits")

    assert "order=code" in page.url
    made[1].refresh_from_db()
    assert (made[1].title, made[1].remarks) == ("我改的题名", "先写的备注")


def test_the_record_s_pages_are_accessible(judged):
    by = make.archivist()
    judged.sign_in(by)
    record = make.record(Stage.ACCEPTED, described_by=by)
    component = actions.add_component(
        record, part=Part.ORIGINAL, title="正本", pages=3, by=by, at=make.NOW
    )
    copies.store(component, io.BytesIO(documents.pdf()), name="正文.pdf", by=by, at=make.NOW)
    actions.correct_code(record, code="Z109-WS·2005-Y-BGS-0031", reason="误", by=by, at=make.NOW)
    volume = make.record(level=Level.VOLUME, described_by=by)
    make.record(of=volume.fonds, volume=volume, described_by=by)
    draft = make.record(described_by=by)
    given: dict[str, Any] = {"part": Part.ATTACHMENT, "by": by, "at": make.NOW}
    of_draft = actions.add_component(draft, title="甲", **given)
    actions.add_component(draft, title="乙", **given)

    check(
        judged,
        record.get_absolute_url(),
        volume.get_absolute_url(),
        reverse("records:record-history", args=[record.pk]),
        reverse("records:record-create"),
        reverse("records:record-edit", args=[volume.pk]),
        reverse("records:record-alias", args=[record.pk]),
        reverse("records:component-add", args=[record.pk]),
        reverse("records:copy-upload", args=[component.pk]),
        draft.get_absolute_url(),
        reverse("records:component", args=[of_draft.pk]),
        reverse("records:component-files", args=[draft.pk]),
    )


# The browser's own drags come too late on a busy machine for Playwright, which then sees none.
DRAG = """([what, onto]) => {
  const dataTransfer = new DataTransfer();
  const [held, place] = [what, onto].map((css) => document.querySelector(css));
  const fire = (where, type) =>
    where.dispatchEvent(new DragEvent(type, {bubbles: true, cancelable: true, dataTransfer}));
  fire(held, "dragstart");
  const taken = !fire(place, "dragover");
  if (taken) fire(place, "drop");
  fire(held, "dragend");
  return taken;
}"""


def test_components_are_sent_together_and_put_in_order_with_and_without_a_mouse(live):
    live.sign_in(make.archivist())
    record = make.record()
    page = live.open(reverse("records:component-files", args=[record.pk]))
    names = ("一.pdf", "二.pdf", "三.exe", "四.pdf")
    content = documents.pdf()
    page.set_input_files(
        "[name=file]",
        [{"name": name, "mimeType": "", "buffer": content + name.encode()} for name in names],
    )
    page.click("#form button.btn-primary")
    page.wait_for_selector("#components tbody tr")
    assert "三.exe" in page.inner_text("#messages")

    page.focus("#components tbody tr:first-child button[name=place]:enabled")
    page.keyboard.press("Enter")
    page.wait_for_selector("#components tbody tr:first-child >> text=二")
    rows = "#components tbody tr"
    assert page.evaluate(
        DRAG, [f"{rows}:last-child [draggable=true]", f"{rows}:first-child .title"]
    )
    page.wait_for_selector("#components tbody tr:first-child >> text=四")

    assert list(record.components.values_list("title", flat=True)) == ["四", "二", "一"]


def test_components_in_custody_are_put_right_by_two_people(live, judged):
    record = amendment_make.with_parts(archival_code="J014-WS·2025·Y-0001", count=4)
    live.sign_in(make.archivist())
    page = live.open(record.get_absolute_url())
    page.click("#components a[href$='/amend/components/']")
    rows = "#form tbody tr"

    page.focus(f"{rows}:nth-child(3) [data-step='-1']")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")  # the button keeps the focus: 3 1 2 4
    assert page.evaluate(DRAG, [f"{rows}:last-child .grip", f"{rows}:nth-child(2) .title"])
    page.fill(f"{rows}:first-child textarea", "正文")
    page.select_option(f"{rows}:first-child select", "original")
    page.check(f"{rows}:last-child [type=checkbox]")
    page.reload()
    page.click("[data-restore]")  # in the order that was made
    page.fill(f"{rows}:nth-child(3) [name$='-place']", "2")
    page.fill("[name=reason]", "核对实体")
    page.click("#form button[type=submit]")
    page.wait_for_selector(".flow")
    address = page.url.removeprefix(live.url)
    supervisor = make.supervisor()
    live.sign_in(supervisor)
    judged.sign_in(supervisor)
    check(judged, address)
    page.set_viewport_size(PHONE)
    page = live.open(address)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    page.click(".acts a[href$='/act/approve/']")
    page.click("#form .btn-seal")
    page.wait_for_selector("#messages .note")

    said = list(record.components.values_list("title", "part"))
    assert said == [("正文", "original"), ("附件1", "attachment"), ("附件4", "attachment")]
    page = live.open(record.get_absolute_url())
    assert "附件2" not in page.inner_text("#components")
