"""A copy is read page by page: with its neighbours, its catalogue entry, and the way back."""

import re

import pytest
from django.urls import reverse
from PIL import Image

from records.holdings.rules import Access, Stage
from records.models import Entry
from records.viewer.rules import THUMB
from tests import documents, handover_make, make
from tests.hostile import scan
from tests.records.viewer.test_page_images import places

pytestmark = pytest.mark.django_db
__all__ = ["places"]
LIST = "q=%E9%80%9A%E7%9F%A5&order=newest"
DRAWN = "data:image/jpeg;base64,"
SMALL = re.compile(r'<img loading="lazy"[^>]* src="([^"]+)"')
LINK = re.compile(r'<a [^>]*?data-turn="(\w+)" href="([^"]+)"( hidden)?')


def many(pages: int) -> bytes:
    return scan(*[Image.new("1", (60, 80), 1)] * pages)


def read(client, copy, **asked):
    return client.get(
        reverse("records:record-read", args=[copy.component.record_id, copy.pk]), asked
    )


def test_one_leafs_through_without_a_script(client):
    client.force_login(make.archivist())
    record = make.record(Stage.ACCEPTED)
    copy = handover_make.copy(record, many(120), "a.tif")
    other = handover_make.copy(record, documents.pdf(), "b.pdf")
    address = reverse("records:record-read", args=[record.pk, copy.pk])

    page = client.get(f"{address}?page=51&{LIST}")

    shown = page.content.decode()
    links = {name: (href, bool(hidden)) for name, href, hidden in LINK.findall(shown)}
    kept = LIST.replace("&", "&amp;")
    assert links == {
        "back": (f"{address}?page=50&amp;{kept}", False),
        "on": (f"{address}?page=52&amp;{kept}", False),
    }
    picture = reverse("records:copy-page", args=[copy.pk, 51, 1200])
    assert f'<noscript><img src="{picture}"' in shown
    assert shown.count("data-leaf=") == 50
    assert f'href="{reverse("records:record-list")}?{kept}"' in shown
    assert reverse("records:record-read", args=[record.pk, other.pk]) in shown
    assert [fact.value for fact in page.context["facts"] if fact.label == "Responsible body"]
    ends = [LINK.findall(read(client, copy, page=number).content.decode()) for number in (1, 120)]
    assert [[bool(hidden) for _name, _href, hidden in one] for one in ends] == [
        [True, False],
        [False, True],
    ]
    for number in ("0", "121", "-1", "x", "９", "1" * 30):
        assert read(client, copy, page=number).status_code == 404
    foreign = reverse("records:record-read", args=[make.record(Stage.ACCEPTED).pk, copy.pk])
    assert client.get(foreign).status_code == 404


def test_what_cannot_be_shown_says_why_and_the_rest_is_shown(client):
    client.force_login(make.archivist())
    record = make.record(Stage.ACCEPTED)
    two = documents.pdf().replace(b"/Kids[3 0 R]/Count 1", b"/Kids[3 0 R 9 0 R]/Count 2")
    half = handover_make.copy(record, two, "half.pdf")
    locked = handover_make.copy(record, documents.encrypted_pdf(password=True), "locked.pdf")
    handover_make.copy(record, documents.package({"word/document.xml": "<a/>"}), "a.docx")

    assert "data-sheet" in read(client, half).content.decode()
    damaged = read(client, half, page=2).content.decode()
    assert "This page is damaged" in damaged
    assert "data-sheet" not in damaged
    assert damaged.count("data-leaf=") == 2
    refused = read(client, locked)
    assert refused.status_code == 200
    assert "The file has a password" in refused.content.decode()
    small = client.get(
        reverse("records:record-pages", args=[record.pk]), headers={"HX-Request": "true"}
    )
    assert small.content.decode().count("<img loading=") == 2
    assert "locked.pdf</b> The file has a password" in small.content.decode()
    assert client.get(record.get_absolute_url()).context["readable"] == half


def test_the_next_record_of_the_list_is_opened_to_be_read(client):
    client.force_login(make.archivist())
    of = make.fonds()
    bare, full = (make.record(Stage.ACCEPTED, of=of, title=f"通知{n}") for n in range(2))
    copy = handover_make.copy(full, many(1), "a.tif")

    beside = read(client, copy, order="newest")
    of_next = reverse("records:record-read-first", args=[bare.pk])
    assert f'href="{of_next}?' in beside.content.decode()
    to = reverse("records:record-read-first", args=[full.pk])
    first = client.get(f"{to}?{LIST}&page=7")
    assert first["Location"] == f"{reverse('records:record-read', args=[full.pk, copy.pk])}?{LIST}"
    none = client.get(reverse("records:record-read-first", args=[bare.pk]))
    assert none["Location"] == bare.get_absolute_url()


def test_small_pictures_that_were_drawn_come_with_the_page_marked_for_the_reader(client):
    copy = handover_make.copy(make.record(Stage.ACCEPTED, access=Access.SHARED), many(3), "a.tif")
    address = reverse("records:record-pages", args=[copy.component.record_id])
    readers = [make.reader(), make.reader()]
    client.force_login(readers[0])
    of_pages = [reverse("records:copy-page", args=[copy.pk, n, THUMB]) for n in (1, 2, 3)]

    assert SMALL.findall(client.get(address).content.decode()) == of_pages
    for picture in of_pages[:2]:
        assert client.get(picture).status_code == 200
    shown = []
    for reader in readers:
        client.force_login(reader)
        shown.append(SMALL.findall(client.get(address).content.decode()))
        assert read(client, copy).content.decode().count(DRAWN) == 2

    mine, others = shown
    assert mine[2] == others[2] == of_pages[2]
    for one, other in zip(mine[:2], others[:2], strict=True):
        assert one.startswith(DRAWN)
        assert one != other
    assert not Entry.objects.about(copy.component.record).exists()


def test_the_page_costs_the_same_queries_however_much_there_is(
    client, django_assert_max_num_queries
):
    client.force_login(make.archivist())
    record = make.record(Stage.ACCEPTED)
    copies = [handover_make.copy(record, many(n + 1), f"{n}.tif") for n in range(6)]

    for address in (
        reverse("records:record-read", args=[record.pk, copies[-1].pk]),
        reverse("records:record-pages", args=[record.pk]),
    ):
        with django_assert_max_num_queries(9):
            assert client.get(address).status_code == 200


def test_the_text_of_a_copy_is_searched_and_marked_where_it_stands(client):
    reader = make.archivist()
    client.force_login(reader)
    copy = handover_make.copy(make.record(Stage.ACCEPTED), documents.pdf("Notice of no tice"))
    scanned = handover_make.copy(copy.component.record, documents.pdf(""), "scan.pdf")
    of_page = [copy.pk, 1]

    found = read(client, copy, find="ＮＯＴＩＣＥ", order="newest")
    (hit,) = found.context["searched"]["hits"]
    assert (hit.number, hit.times, hit.before, hit.found) == (1, 2, "", "Notice")
    assert "<mark>Notice</mark>" in found.content.decode()
    assert 'name="order" value="newest"' in found.content.decode()
    assert not read(client, copy, find="budget").context["searched"]["hits"]
    assert "text is not recognised yet" in read(client, scanned, find="a").content.decode()

    marks = client.get(reverse("records:copy-page-marks", args=of_page), {"find": "notice"}).json()
    first, second = marks
    left, top, right, bottom = first
    assert 1_150 < left < 1_250 < right < second[0] < second[2] < 5_000  # 72 of 595 points
    assert 1_200 < top < bottom < 1_500  # 842 - 720 of 842
    said = client.get(reverse("records:copy-page-text", args=of_page))
    assert "Notice of no tice" in said.content.decode()
    assert "Text that the file brings with it" in said.content.decode()

    acts = Entry.objects.about(copy.component.record).order_by("id").filter(by=reader)
    told = [(act.verb, act.after.get("page")) for act in acts if act.after["name"] != "scan.pdf"]
    assert told == [("search pages", None), ("open pages", 1)]
