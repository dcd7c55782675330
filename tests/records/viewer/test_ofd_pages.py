"""Pages of an OFD: drawn from its own words, lines and pictures, and searched."""

from math import isclose
from pathlib import Path

import pytest
from django.urls import reverse
from PIL import ImageChops

import records.printing
from records.catalogue.filters import read_again
from records.copies.contents.ofd.geometry import pieces
from records.copies.work import read_texts
from records.holdings.rules import Access
from records.viewer import images, text_layer
from tests import make
from tests.fixed_layout import element, jpeg, ofd, path, picture, rooted, sealed, words
from tests.records.viewer.test_page_images import copy, look, places, seen

pytestmark = pytest.mark.django_db
__all__ = ["places"]
RED, GREEN, BLUE, WHITE = (254, 0, 0), (0, 128, 1), (0, 0, 254), (255, 255, 255)


@pytest.fixture
def drawn():
    """What of a page of 600 × 849 dots is seen at a place in millimetres, without the mark."""

    def pixel(content: bytes, page: int = 1):
        shown = images.plain(copy(content, "a.ofd"), page, 600)
        assert shown.size == (600, 849)
        return lambda x, y: shown.getpixel((round(x * 600 / 210), round(y * 600 / 210)))

    return pixel


def near(one, other) -> bool:
    return all(abs(a - b) < 12 for a, b in zip(one, other, strict=True))


def test_a_scan_fills_its_page_and_what_is_drawn_stands_where_it_says(drawn):
    scan = ofd(picture(0, 0, 210, 297), image=jpeg())
    assert near(drawn(scan)(105, 148), GREEN)

    area = path("M 20 20 L 60 20 L 60 60 L 20 60 C", Fill="true", Stroke="false")
    turned = path(
        "M 0 0 L 40 0 L 40 20 L 0 20 C", "100 100 60 60", Fill="true", CTM="0 1 -1 0 40 0"
    )
    at = drawn(ofd(area + turned + picture(20, 200, 50, 50), image=jpeg()))
    assert near(at(40, 40), BLUE)
    assert near(at(70, 40), WHITE)
    assert near(at(130, 130), BLUE)  # lying on its side
    assert near(at(110, 110), WHITE)
    assert near(at(45, 225), GREEN)


def test_words_are_written_in_the_fonts_of_the_house_or_in_those_that_come_with_them(drawn):
    def ink(content: bytes):
        at = drawn(content)
        return sum(at(x, y)[0] - at(x, y)[2] > 90 for x in range(20, 120) for y in range(30, 50))

    assert ink(ofd(words("关于〔2023〕1号", 20, 30, 10))) > 60
    assert ink(ofd(words("㐀䶵", 20, 30, 10))) > 30  # of the second font
    held = (Path(records.printing.__file__).parent / "fonts/ArchiveSerifSC-Bold.otf").read_bytes()
    plain, bold = (ink(ofd(words("关于", 20, 30, 10), font=font)) for font in (b"", held))
    assert bold > plain > 20


@pytest.mark.parametrize("inner", [jpeg("red", kind="PNG"), jpeg("red"), None])
def test_seals_and_annotations_are_shown(drawn, inner):
    seal = inner or ofd(
        path("M 0 0 L 40 0 L 40 40 L 0 40 C", "0 0 40 40", Fill="true"), size="0 0 40 40"
    )
    at = drawn(ofd(words("通知", 20, 20), **sealed(seal)))

    assert near(at(170, 260), RED if inner else BLUE)
    assert near(at(140, 260), WHITE)


def test_what_it_says_is_found_page_by_page_and_marked(client):
    client.force_login(make.archivist())
    first = words("关于做好办公用房", 20, 30) + words("维修的通知", 20, 40)
    one = copy(ofd(first, words("隧道𠮷", 50, 60)), "a.ofd", access=Access.SHARED)
    assert not read_again("q=隧道", make.reader()).found

    assert read_texts(at=make.NOW) == 1

    assert [record.pk for record in read_again("q=隧道𠮷", make.reader()).found] == [
        one.component.record_id
    ]
    said = text_layer.page_text(one, 1)
    assert said
    assert said.text == "关于做好办公用房\n维修的通知"
    assert [hit.number for hit in text_layer.hits(one, "隧道")] == [2]
    [box] = text_layer.marks(one, 2, "隧道")
    right = [50 / 210, 0, 60 / 210, 0]
    assert all(isclose(box[n] / 10_000, right[n], abs_tol=0.01) for n in (0, 2))
    assert 60 / 297 < box[3] / 10_000 < 68 / 297
    page = client.get(reverse("records:record-read", args=[one.component.record_id, one.pk]))
    assert "drawn from its own words" in page.content.decode()
    assert len(images.sizes(one)) == 2
    opened = page.context["opened"].here
    assert opened.width == 2400  # as sharp as a PDF, however small its sheet is in millimetres
    assert ImageChops.difference(seen(look(client, one, 1)), seen(look(client, one, 2))).getbbox()


def test_a_page_of_its_own_size_and_on_a_template(drawn):
    template = rooted(
        "Page", "<ofd:Content><ofd:Layer>" + picture(0, 0, 210, 20) + "</ofd:Layer></ofd:Content>"
    )
    common = "<ofd:TemplatePage ID='3' BaseLoc='Tpls/Content.xml'/>"
    made = ofd(
        "",
        image=jpeg(),
        Doc_0__Tpls__Content=template,
        page_list=common + "<ofd:Page ID='100' BaseLoc='Pages/Page_0/Content.xml'/>",
        Doc_0__Pages__Page_0__Content=rooted(
            "Page", "<ofd:Template TemplateID='3'/><ofd:Content/>"
        ),
    )

    assert near(drawn(made)(100, 10), GREEN)
    a5 = "<ofd:Area><ofd:PhysicalBox>0 0 148 210</ofd:PhysicalBox></ofd:Area><ofd:Content/>"
    small = ofd("", Doc_0__Pages__Page_0__Content=rooted("Page", a5))
    assert images.sizes(copy(small, "b.ofd")) == [(148, 210)]


SQUARE = "M 0 0 L 100 0 L 100 100 L 0 100 C"
SQUARE_DATA = element("AbbreviatedData", SQUARE)
PLACE = {"Boundary": "20 20 100 100"}


def clips(*paths: str, **told) -> str:
    areas = (
        element("Area", element("Path", element("AbbreviatedData", one), Boundary="0 0 100 100"))
        for one in paths
    )
    return element("Clips", element("Clip", "".join(areas)), **told)


def filled(colour: str, inside: str = "", **told) -> str:
    told = PLACE | {"Fill": "true", "Stroke": "false"} | told
    return element("PathObject", inside + element("FillColor", colour) + SQUARE_DATA, ID=7, **told)


def shade(kind: str, **told) -> str:
    stops = "".join(
        element("Segment", element("Color", Value=value), Position=place)
        for place, value in ((0, "255 0 0"), (1, "0 0 255"))
    )
    return element(kind, stops, **told)


def lacks(*pages: str, **told) -> list[str]:
    return images.lacks(images.plain(copy(ofd(*pages, **told), "a.ofd"), 1, 600))


def test_what_is_cut_out_is_seen_within_its_outlines_alone(drawn):
    triangle, corner = "M 0 0 L 100 0 L 0 100 C", "M 80 80 L 100 80 L 100 100 L 80 100 C"
    cut = clips(triangle, corner) + element("FillColor", Value="0 0 255")
    at = drawn(ofd(element("PathObject", cut + SQUARE_DATA, Fill="true", **PLACE)))
    assert near(at(30, 30), BLUE)
    assert near(at(115, 115), BLUE)  # of several areas all are seen
    assert near(at(90, 90), WHITE)
    end = "</ofd:ImageObject>"
    shown = picture(20, 20, 100, 100).replace(end, clips("M 0 0 L 0.5 0 L 0 0.5 C") + end)
    at = drawn(ofd(shown, image=jpeg()))
    assert near(at(30, 30), GREEN)  # the outline is turned and stretched with the picture
    assert near(at(90, 90), WHITE)
    at = drawn(ofd(shown.replace("<ofd:Clips", '<ofd:Clips TransFlag="false"'), image=jpeg()))
    assert near(at(30, 30), WHITE)


def test_colours_run_along_a_line_and_around_a_point(drawn):
    at = drawn(ofd(filled(shade("AxialShd", StartPoint="0 0", EndPoint="100 0"))))
    for x, red in ((22, 250), (70, 127), (118, 5)):
        assert near(at(x, 60), (red, 0, 255 - red))
    at = drawn(ofd(filled(shade("AxialShd", StartPoint="30 0", EndPoint="70 0", Extend=2))))
    assert near(at(30, 60), WHITE)
    assert near(at(110, 60), BLUE)
    told = {"StartPoint": "50 50", "EndPoint": "50 50", "StartRadius": 0, "EndRadius": 40}
    at = drawn(ofd(filled(shade("RadialShd", **told))))
    assert near(at(70, 70), RED)
    assert near(at(107, 70), (17, 0, 238))
    assert near(at(118, 70), WHITE)
    mirrored = shade("AxialShd", StartPoint="0 0", EndPoint="25 0", MapType="Reflect")
    at = drawn(ofd(filled(mirrored)))
    assert near(at(22, 60), at(68, 60))
    assert near(at(45, 60), at(95, 60))


def test_a_pattern_is_laid_again_and_again(drawn):
    spot = path("M 0 0 L 5 0 L 5 5 L 0 5 C", "0 0 5 5", Fill="true", Stroke="false")
    cell = element("Pattern", element("CellContent", spot), Width=10, Height=10)

    at = drawn(ofd(filled(cell)))

    for x, y in ((22, 22), (62, 22), (112, 112)):
        assert near(at(x, y), BLUE)
        assert near(at(x + 5, y), WHITE)
    assert near(at(132, 132), WHITE)


def test_what_could_not_be_drawn_is_said(client):
    assert lacks(words("通知", 20, 30) + path(SQUARE), image=jpeg()) == []
    assert lacks(picture(0, 0, 90, 90), image=b"no picture") == ["part"]
    assert lacks(picture(0, 0, 90, 90, 6), image=jpeg()) == ["part"]
    assert lacks(filled(shade("GouraudShd"))) == ["part"]
    cut = element("Clips", element("Clip", element("Area", element("Text", ""))))
    assert lacks(filled("", cut)) == ["part"]
    indexed = element("FillColor", "", Index=1) + SQUARE_DATA
    assert lacks(element("PathObject", indexed, ID=7, Fill="true", **PLACE)) == ["part"]
    masked = picture(0, 0, 90, 90).replace("ImageObject ", 'ImageObject ImageMask="6" ', 1)
    assert lacks(masked, image=jpeg()) == ["part"]
    assert lacks(words("通知", 20, 20), **sealed(b"no picture")) == ["seal"]
    assert lacks(words("通知", 20, 20), **sealed(jpeg("red", kind="PNG"))) == []
    client.force_login(make.reader())
    one = copy(ofd("", **sealed(b"no picture")), "a.ofd", access=Access.SHARED)
    read = client.get(reverse("records:record-read", args=[one.component.record_id, one.pk]))
    assert [(lack.name, lack.is_lacking) for lack in read.context["lacking"]] == [
        ("part", False),
        ("seal", True),
    ]
    assert look(client, one)["Page-Lacks"] == "seal"


@pytest.mark.parametrize("large", [0, 1])
@pytest.mark.parametrize("sweep", [0, 1])
def test_arcs_run_from_where_one_stands_to_where_they_say_on_their_circle(large, sweep):
    (_move, [begin]), *curves = pieces(f"M 10 0 A 10 10 0 {large} {sweep} 0 10", 99)

    assert begin == (10, 0)
    assert all(name == "B" for name, _points in curves)
    ends = [points[-1] for _name, points in curves]
    assert isclose(ends[-1][0], 0, abs_tol=1e-9)
    assert isclose(ends[-1][1], 10)
    middle = (0, 0) if bool(large) != bool(sweep) else (10, 10)
    assert all(isclose((x - middle[0]) ** 2 + (y - middle[1]) ** 2, 100) for x, y in ends)
    assert len(curves) == (3 if large else 1)


def test_a_path_ends_where_it_is_not_understood():
    assert list(pieces("M 1 1 L 2 2 Z L 3 3", 99)) == [("M", [(1, 1)]), ("L", [(2, 2)])]
    assert list(pieces("M 1 1 L 2", 99)) == [("M", [(1, 1)])]
    assert list(pieces("L 1 1 " * 5, 1)) == [("L", [(1, 1)])] * 2
