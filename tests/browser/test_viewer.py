"""A copy is read in a real browser: leafed through, zoomed, turned; at the desk and on a phone."""

import io

import pytest
from django.urls import reverse
from PIL import Image, ImageDraw

from records.holdings.rules import Stage
from records.models import Entry
from records.recognition.work import Line, keep_lines
from tests import documents, handover_make, make
from tests.browsing import PHONE
from tests.hostile import scan
from tests.records.viewer.test_page_images import places

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
__all__ = ["places"]


def three_pages() -> bytes:
    pages = [documents.PAGE.replace(b"4 0 R", b"%d 0 R" % number) for number in (7, 8, 9)]
    lines = [b"BT /F1 90 Tf 72 %d Td (Page) Tj ET" % place for place in (700, 500, 300)]
    return documents.pdf_of(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R 4 0 R 6 0 R]/Count 3>>",
        *pages[:2],
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        pages[2],
        *map(documents.stream, lines),
    )


def test_a_copy_is_read(live):
    live.sign_in(make.archivist())
    record = make.record(Stage.ACCEPTED)
    handover_make.copy(record, three_pages(), "正文.pdf")
    page = live.open(f"{record.get_absolute_url()}?order=newest")

    page.wait_for_selector(".pages img")
    assert page.locator(".pages img").count() == 3
    page.click("a.btn-primary")
    sheet = page.locator(".openseadragon-canvas")
    sheet.wait_for()
    with page.expect_response(lambda response: "/pages/2/600/" in response.url):
        page.keyboard.press("ArrowRight")
    assert sheet.get_attribute("aria-label") == "第 2 页，共 3 页"
    assert "page=2" in page.url
    page.wait_for_timeout(500)
    upright = page.locator("[data-sheet]").screenshot()
    page.click("[data-view=rotate]")
    page.wait_for_timeout(600)
    turned = page.locator("[data-sheet]").screenshot()
    assert upright != turned
    with page.expect_response(lambda response: "/pages/2/1200/" in response.url):
        for _n in range(4):
            page.click("[data-view=in]")
    page.set_viewport_size(PHONE)
    with page.expect_response(lambda response: "/pages/3/600/" in response.url):
        page.click("[data-leaf] >> nth=2")
    assert page.locator("[data-turn=on]").is_hidden()
    assert page.locator("[data-leaf][aria-current]").inner_text() == "3"
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    page.click(".pager >> text=返回")
    page.wait_for_selector(".hits")

    told = Entry.objects.about(record).filter(verb__in=("open pages", "read page")).order_by("id")
    assert [(act.verb, act.after["page"]) for act in told] == [
        ("open pages", 1),
        ("read page", 2),
        ("read page", 3),
    ]


def grey(shown: Image.Image, x: float, beside: dict[str, float]) -> int:
    """How light the picture is at a place as high as the middle of a box."""
    left, top = int(x), int(beside["y"] + beside["height"] / 2)
    return shown.crop((left, top, left + 1, top + 1)).tobytes()[0]


def test_what_was_recognised_is_marked_on_a_picture_and_corrected(live):
    archivist = make.archivist()
    live.sign_in(archivist)
    white = Image.new("L", (1240, 1754), 255)
    ImageDraw.Draw(white).rectangle((620, 1200, 900, 1260), fill=0)
    copy = handover_make.copy(make.record(Stage.ACCEPTED), scan(white), "扫描件.tif")
    box = [5000, 6842, 7258, 7184]  # that of the rectangle, in parts of the sides
    keep_lines(copy, 1, [Line("防汛", 0.9, box)], at=make.NOW)
    address = reverse("records:record-read", args=[copy.component.record_id, copy.pk])

    page = live.open(f"{address}?find=防汛")

    page.wait_for_selector(".sheet mark")
    page.wait_for_timeout(800)
    place = page.locator(".sheet mark").bounding_box()
    shown = Image.open(io.BytesIO(page.screenshot())).convert("L")
    middle, beside = place["x"] + place["width"] / 2, place["x"] - place["width"] / 2
    assert grey(shown, middle, place) < 128 < grey(shown, beside, place)
    page.click("[data-said] summary")
    page.click("[data-said] >> text=校对文字")
    page.fill("textarea", "防讯")
    page.click("text=保存校对")
    page.click("[data-said] summary")
    page.wait_for_selector("[data-said] >> text=已校对")
    assert page.locator("[data-said] .words").inner_text() == "防讯"
    assert page.locator("[data-said]").inner_text().count(str(archivist)) == 1
