"""Who was released single pages of a record sees these, and nothing of the others."""

from functools import partial
from io import BytesIO
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from records.amendments.actions import approve
from records.copies.actions import store
from records.copies.models import PageText
from records.holdings.models import Grant
from records.holdings.pages import open_pages
from records.holdings.rules import Stage
from records.requests import actions
from records.rules import Refused
from records.values.page_ranges import LONGEST, read_ranges
from records.values.rules import Level
from tests import amendment_make, documents, handover_make, make, request_make
from tests.hostile import scan
from tests.records.viewer.test_page_images import places

pytestmark = pytest.mark.django_db
__all__ = ["places"]


def three() -> bytes:
    """A PDF of three pages which all say Notice."""
    text = documents.stream(b"BT /F1 12 Tf 72 720 Td (Notice) Tj ET")
    font = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
    pages = b"<</Type/Pages/Kids[3 0 R 6 0 R 7 0 R]/Count 3>>"
    page = documents.PAGE
    return documents.pdf_of(b"<</Type/Catalog/Pages 2 0 R>>", pages, page, text, font, page, page)


def released(record, pages, reader, **given):
    """Single pages of a record, consented to and released."""
    officer = request_make.officer(record.fonds.department)
    request = request_make.asked(record, by=reader, may_download=True, **given)
    items = request_make.seen(request.items.all())
    told = {"items": items, "pages": pages, "may_download": True}
    actions.consent(request, **told, by=officer, at=timezone.now())
    request.refresh_from_db()
    actions.release(request, by=make.archivist(), at=timezone.now())
    return request


def statuses(client, name, copy, *more, pages):
    found = (reverse(name, args=[copy.pk, page, *more]) for page in pages)
    return [client.get(address).status_code for address in found]


def test_these_pages_alone_are_seen_through_all_copies(client):
    record, reader = make.record(Stage.ACCEPTED), make.reader()
    first = handover_make.copy(record, scan(*[Image.new("1", (60, 80), 1)] * 4), "a.tif")
    second = handover_make.copy(record, three(), "b.pdf")
    request = released(record, "2，4 - 5", reader)
    client.force_login(reader)

    assert [grant.pages for grant in request.grants.all()] == ["2, 4-5"]
    assert not request.grants.get().may_download
    for width in (160, 1200):
        every = [
            statuses(client, "records:copy-page", one, width, pages=range(1, 6))
            for one in (first, second)
        ]
        assert every == [[404, 200, 404, 200, 404], [200, 404, 404, 404, 404]]
    assert statuses(client, "records:copy-page-text", second, pages=(1, 2)) == [200, 404]
    assert statuses(client, "records:copy-page-marks", second, pages=(1, 2)) == [200, 404]
    address = reverse("records:record-read", args=[record.pk, first.pk])
    opened = client.get(address).context["opened"]
    assert [leaf.number for leaf in opened.leaves] == [2, 4]
    assert (opened.here.number, opened.before, opened.after) == (2, 0, 4)
    assert client.get(address, {"page": "3"}).status_code == 404
    beside = reverse("records:record-read", args=[record.pk, second.pk])
    hits = client.get(beside, {"find": "Notice"}).context["searched"]["hits"]
    assert [hit.number for hit in hits] == [1]
    shown = client.get(reverse("records:record-pages", args=[record.pk])).context["shown"]
    assert [(leaf.copy, leaf.number) for leaf in shown.leaves] == [
        (first, 2),
        (first, 4),
        (second, 1),
    ]
    assert shown.total == 3
    assert client.get(reverse("records:copy-download", args=[first.pk])).status_code == 302
    page = client.get(record.get_absolute_url()).content.decode()
    assert "2, 4-5" in page
    assert f'href="{reverse("records:copy-download", args=[first.pk])}"' not in page
    assert "unprinted" in client.get(address).content.decode()

    said = PageText.objects.filter(copy=second).values_list("normal_text", flat=True)[0].split()[0]
    assert said not in record.search_text
    assert client.get(reverse("records:record-list"), {"q": said}).context["hits"] == []
    request_make.released(record, by=reader, may_print=True)  # later all of it
    (hit,) = client.get(reverse("records:record-list"), {"q": said}).context["hits"]
    assert hit.reasons[0].copy == second.pk
    assert statuses(client, "records:copy-page", first, 160, pages=range(1, 5)) == [200] * 4


def sheet() -> bytes:
    """A scan of one page, unlike each other."""
    return scan(Image.effect_noise((60, 80), 90))


def test_pages_that_are_a_file_each_are_counted_one_after_the_other(client):
    record, reader = make.record(Stage.ACCEPTED), make.reader()
    first = handover_make.copy(record, sheet(), "1.tif")
    second, third, whole = (
        handover_make.copy_of(first.component, content, name)
        for content, name in ((sheet(), "2.tif"), (sheet(), "3.tif"), (three(), "whole.pdf"))
    )
    behind = handover_make.copy(record, sheet(), "4.tif")
    released(record, "2, 4", reader)
    client.force_login(reader)

    for one, status in ((first, 404), (second, 200), (third, 404), (behind, 200)):
        assert statuses(client, "records:copy-page", one, 600, pages=[1]) == [status]
    assert statuses(client, "records:copy-page", whole, 600, pages=[1, 2, 3]) == [404, 200, 404]


def test_a_file_that_has_all_pages_is_the_same_pages_once_more(client):
    record, reader = make.record(Stage.ACCEPTED), make.reader()
    three_pages = scan(*[Image.new("1", (60, 80), 1)] * 3)
    first = handover_make.copy(record, three_pages, "a.tif", pages=3)
    second = scan(*[Image.new("1", (70, 80), 1)] * 3)
    again = handover_make.copy_of(first.component, second, "b.tif")
    behind = handover_make.copy(record, three(), "c.pdf")
    released(record, "2, 4", reader)
    client.force_login(reader)

    for one in (first, again):
        assert statuses(client, "records:copy-page", one, 600, pages=[1, 2, 3]) == [404, 200, 404]
    assert statuses(client, "records:copy-page", behind, 600, pages=[1, 2]) == [200, 404]


def test_what_comes_or_is_moved_later_brings_no_other_page_into_their_place(client):
    record, reader = make.record(Stage.ACCEPTED), make.reader()
    empty = record.components.create(position=1, part="original", title="正本")
    copy = handover_make.copy(record, three(), "b.pdf")
    later = scan(*[Image.new("1", (60, 80), 1)] * 4)
    released(record, "2", reader)
    client.force_login(reader)
    open_of_both = partial(statuses, client, "records:copy-page")
    assert open_of_both(copy, 160, pages=(1, 2, 3)) == [404, 200, 404]

    before = store(empty, BytesIO(later), name="a.tif", by=make.archivist(), at=timezone.now())
    assert open_of_both(copy, 160, pages=(1, 2, 3)) == [404, 200, 404]
    assert open_of_both(before, 160, pages=(1, 2, 3)) == [404] * 3
    other: dict[str, Any] = {"正本": {"place": 2}, record.title: {"place": 1}}
    approve(amendment_make.parts_proposed(record, **other), by=make.supervisor(), at=timezone.now())
    assert open_of_both(copy, 160, pages=(1, 2, 3)) == [404] * 3


def test_pages_that_were_consented_to_before_the_scan_are_those_of_the_scan(client):
    record, reader = make.record(Stage.ACCEPTED), make.reader()
    part = record.components.create(position=1, part="original", title="正本")
    released(record, "2", reader)
    copy = store(part, BytesIO(three()), name="b.pdf", by=make.archivist(), at=timezone.now())
    client.force_login(reader)

    assert statuses(client, "records:copy-page", copy, 160, pages=(1, 2, 3)) == [404, 200, 404]


def test_no_page_where_none_of_the_copy_is_open(client):
    record, reader = make.record(Stage.ACCEPTED), make.reader()
    copy = handover_make.copy(record, documents.pdf(), "a.pdf")
    released(record, "9", reader)
    client.force_login(reader)

    page = client.get(reverse("records:record-read", args=[record.pk, copy.pk]))

    assert page.context["opened"] is None
    assert "No page of this copy is open to you." in page.content.decode()


@pytest.mark.parametrize("pages", ["0", "3-1", "x", "1--2", "1-", "，", "9999999", "1.5"])
def test_what_are_no_pages_is_refused(pages):
    with pytest.raises(Refused):
        read_ranges(pages)


def test_of_single_pages_there_are_no_more_than_can_be_kept(client):
    """Typed they may be shorter than they are kept."""
    record, many = make.record(Stage.ACCEPTED), ",".join(map(str, range(1, 70, 2)))
    officer = make.filing_officer(record.fonds.department)
    request = request_make.asked(record)
    client.force_login(officer)
    client.cookies["django_language"] = "en"
    told = {"items": request_make.ticked(request.items.all()), "pages": many}

    answer = client.post(request.get_act_url("consent"), told)

    assert len(many) <= LONGEST
    assert (answer.status_code, "fewer stretches" in answer.content.decode()) == (422, True)
    assert client.post(request.get_act_url("consent"), told | {"pages": "1-69"}).status_code == 302


def test_what_ended_just_now_opens_no_page():
    record, reader = make.record(Stage.ACCEPTED), make.reader()
    request_make.over(record, reader)

    assert open_pages(record, reader) == []
    assert open_pages(record, make.archivist()) is None


def test_single_pages_are_of_one_item():
    one, reader = make.record(Stage.ACCEPTED), make.reader()
    two = make.record(Stage.ACCEPTED, one.fonds)
    with pytest.raises(Refused, match="one record at a time"):
        released_of((one, two), reader)
    volume = make.record(Stage.ACCEPTED, level=Level.VOLUME)
    with pytest.raises(Refused, match="no single pages"):
        released(volume, "1", reader)
    granted = released(one, "1", reader).grants.get()
    told = {field.name: getattr(granted, field.name) for field in Grant._meta.fields}
    told |= {"id": None, "pages": ""}
    with pytest.raises(IntegrityError, match="not consented to"), transaction.atomic():
        Grant.objects.create(**told)


def released_of(records, reader):
    officer = request_make.officer(records[0].fonds.department)
    request = request_make.asked(*records, by=reader)
    items = request_make.seen(request.items.all())
    actions.consent(request, items=items, pages="1", by=officer, at=timezone.now())
