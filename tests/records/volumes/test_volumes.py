"""Volumes: formed out of drafts, put in order, divided, joined, counted through and printed."""

from io import BytesIO
from typing import Any

import pypdfium2
import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from records.audit.models import Entry
from records.holdings.actions import accept
from records.holdings.actions.holds import hold
from records.holdings.models import Record
from records.holdings.rules import Stage
from records.organisation.models import Category
from records.rules import Refused
from records.values.rules import Level
from records.volumes import actions, covers
from records.volumes.rules import Lying, page_numbers, whole
from tests import handover_make, make

pytestmark = pytest.mark.django_db
NEW = reverse("records:volume-create")


def accounts() -> Category:
    made = make.category("KU", "会计")
    Category.objects.filter(pk=made.pk).update(by_volume=True)
    made.refresh_from_db()
    return made


def vouchers(number: int, of=None, **given: Any) -> list[Record]:
    of, category = of or make.fonds(), accounts()
    return [
        make.record(
            of=of,
            **{"category": category, "title": f"记账凭证第{n}号", "pages": n, **given},
            date_text=f"2025{n:02d}05",
        )
        for n in range(1, number + 1)
    ]


def keys(*records: Record) -> list[int]:
    return [one.pk for one in records]


def formed(number: int = 3, by=None, **given: Any) -> tuple[Record, list[Record]]:
    items = vouchers(number, **given)
    by = by or make.archivist()
    return actions.form(keys(*items), title="2025年凭证", by=by, at=make.NOW), items


def lying(volume: Record) -> list[Record]:
    return list(actions.items_of(volume))


@pytest.mark.parametrize(
    ("pages", "numbers"),
    [([4, 1, 4], ["1-4", "5", "6-9"]), ([1], ["1"]), ([], [])],
)
def test_pages_are_counted_through(pages, numbers):
    assert page_numbers(Lying("凭证", one, "") for one in pages) == numbers


def test_pages_are_not_guessed():
    with pytest.raises(Refused, match="how many pages"):
        page_numbers([Lying("凭证", 3, ""), Lying("无页数", None, "")])


@pytest.mark.parametrize(
    ("dates", "span"),
    [
        (["20190305", "2019", "201911"], ("2019", "2019")),
        (["", "201902", "20190301"], ("201902", "20190301")),
        ([""], ("", "")),
    ],
)
def test_a_volume_spans_the_dates_of_its_items(dates, span):
    told = whole(Lying("凭证", 2, one) for one in dates)

    assert (told.date_text, told.until) == span
    assert (told.item_count, told.pages) == (len(dates), 2 * len(dates))


def test_loose_drafts_become_a_volume_in_the_order_of_their_dates():
    items = vouchers(3)
    volume = actions.form(
        keys(*reversed(items)), title="2025年凭证", by=make.archivist(), at=make.NOW
    )

    assert lying(volume) == items
    assert [one.place for one in lying(volume)] == [1, 2, 3]
    assert (volume.level, volume.fonds, volume.year) == (
        Level.VOLUME,
        items[0].fonds,
        items[0].year,
    )
    told = Entry.objects.filter(verb="put into volume")
    assert {entry.row for entry in told} == {str(one.pk) for one in items}


def test_the_numbers_of_items_follow_their_places():
    archivist = make.archivist()
    volume, (first, second, third) = formed(by=archivist)
    actions.place_item(volume, third.pk, place=1, by=archivist, at=make.NOW)

    accept(
        Record.objects.filter(pk__in=keys(volume, first, second, third)), by=archivist, at=make.NOW
    )

    numbers = dict(Record.objects.filter(volume=volume).values_list("pk", "number"))
    assert [numbers[one.pk] for one in (third, first, second)] == [1, 2, 3]


def test_what_was_accepted_keeps_its_place():
    archivist = make.archivist()
    volume, items = formed(by=archivist)
    accept(Record.objects.filter(pk__in=keys(volume, *items)), by=archivist, at=make.NOW)

    with pytest.raises(IntegrityError, match="fixed"), transaction.atomic():
        Record.objects.filter(pk=items[0].pk).update(place=9)
    with pytest.raises(Refused, match="no draft of yours"):
        actions.place_item(volume, items[0].pk, place=2, by=archivist, at=make.NOW)


def test_items_are_put_in_at_a_place_and_taken_out():
    archivist = make.archivist()
    volume, (first, second) = formed(2, by=archivist)
    more = vouchers(2, of=volume.fonds)
    told: dict[str, Any] = {"by": archivist, "at": make.NOW}

    assert actions.put_in(volume, keys(*more), place=2, **told) == 2
    assert lying(volume) == [first, *more, second]
    assert actions.take_out(volume, keys(more[0]), **told) == 1
    assert lying(volume) == [first, more[1], second]
    assert [one.place for one in lying(volume)] == [1, 2, 3]
    more[0].refresh_from_db()
    assert (more[0].volume, more[0].place) == (None, None)


@pytest.mark.parametrize(
    ("place", "order"), [(1, [2, 0, 1]), (2, [0, 2, 1]), (99, [0, 1, 2]), (0, [2, 0, 1])]
)
def test_an_item_goes_to_another_place(place, order):
    archivist = make.archivist()
    volume, items = formed(by=archivist)

    actions.place_item(volume, items[2].pk, place=place, by=archivist, at=make.NOW)

    assert lying(volume) == [items[n] for n in order]


def test_a_volume_is_divided_and_joined_again():
    archivist = make.archivist()
    volume, items = formed(4, by=archivist)
    told: dict[str, Any] = {"by": archivist, "at": make.NOW}

    new = actions.divide(volume, keys(items[1], items[3]), title="第二卷", **told)
    assert (lying(volume), lying(new)) == ([items[0], items[2]], [items[1], items[3]])
    with pytest.raises(Refused, match="Leave an item"):
        actions.divide(new, keys(items[1], items[3]), title="空卷", **told)
    with pytest.raises(Refused, match="another volume"):
        actions.join(volume, volume, **told)
    actions.join(volume, new, **told)
    assert lying(volume) == [items[0], items[2], items[1], items[3]]
    assert not Record.objects.filter(pk=new.pk).exists()


@pytest.mark.parametrize(
    "other",
    [{"year": 2019}, {"period": "D10"}, {"of": None}],
    ids=["year", "period", "fonds"],
)
def test_a_volume_holds_one_class(other):
    archivist = make.archivist()
    volume, items = formed(by=archivist)
    strange = vouchers(1, **{"of": volume.fonds, **other})

    with pytest.raises(Refused, match="one class"):
        actions.put_in(volume, keys(*strange), by=archivist, at=make.NOW)
    with pytest.raises(Refused, match="one class"):
        actions.form(
            keys(*strange, *vouchers(1, of=volume.fonds)), title="x", by=archivist, at=make.NOW
        )
    assert lying(volume) == items


def test_only_loose_drafts_of_one_s_own_are_moved():
    officer = make.filing_officer()
    own = make.fonds(of=officer.department)
    foreign, accepted = vouchers(1), make.record(Stage.ACCEPTED, own, category=accounts())
    by_item = make.record(of=own)
    told: dict[str, Any] = {"title": "卷", "by": officer, "at": make.NOW}

    for chosen in (foreign, [accepted], [by_item]):
        with pytest.raises(Refused, match="meanwhile"):
            actions.form(keys(*chosen), **told)
    with pytest.raises(Refused, match="Choose items"):
        actions.form([], **told)
    volume = actions.form(keys(*vouchers(2, of=own)), **told)
    with pytest.raises(Refused, match="no draft of yours"):
        actions.sum_up(volume, by=make.filing_officer(), at=make.NOW)


def test_what_is_held_stays_where_it_lies():
    archivist = make.archivist()
    volume, items = formed(by=archivist)
    holder = handover_make.checked()
    hold(Record.objects.filter(pk=items[0].pk), holder, by=archivist, at=make.NOW)

    with pytest.raises(Refused, match="stays as it is"):
        actions.take_out(volume, keys(items[0]), by=archivist, at=make.NOW)


def test_a_volume_takes_from_its_items_what_it_says():
    archivist = make.archivist()
    volume, items = formed(3, by=archivist)
    told: dict[str, Any] = {"by": archivist, "at": make.NOW}

    actions.sum_up(volume, **told)
    volume.refresh_from_db()
    assert (volume.date_text, volume.until) == ("20250105", "20250305")
    assert (volume.item_count, volume.pages) == (3, 6)
    assert actions.count_pages_through(volume, **told) == 3
    assert [one.page_numbers for one in lying(volume)] == ["1", "2-3", "4-6"]
    assert actions.count_pages_through(volume, **told) == 0
    entry = Entry.objects.filter(verb="edit", row=str(items[1].pk)).get()
    assert (entry.before, entry.after) == ({"page_numbers": ""}, {"page_numbers": "2-3"})


def test_the_pages_form_arrange_and_print_a_volume(client):
    officer = make.filing_officer()
    fonds = make.fonds(of=officer.department)
    client.force_login(officer)
    assert "No draft waits" in client.get(NEW).content.decode()
    items = vouchers(3, of=fonds)
    listed = client.get(NEW).context["classes"]
    assert [one.size for one in listed] == [3]
    there = f"{NEW}?{listed[0].address}"
    assert client.post(there, {"title": "凭证"}).status_code == 422
    answer = client.post(there, {"title": "凭证", "items": keys(*items[:2])})
    volume = Record.objects.get(level=Level.VOLUME)
    page = reverse("records:volume", args=[volume.pk])
    assert answer["Location"] == page

    shown = client.get(page)
    assert (shown.context["items"], shown.context["loose"]) == (items[:2], items[2:])

    def send(name: str, **given: Any) -> int:
        sent = client.post(reverse(f"records:volume-{name}", args=[volume.pk]), given)
        return int(sent.status_code)

    assert send("put") == 422
    assert send("put", items=keys(items[2]), place="1") == 302
    assert send("place", place=f"{items[2].pk} 3") == 302
    assert lying(volume) == items
    assert send("pages") == send("whole") == 302
    assert send("divide", items=keys(items[2]), title="第二卷") == 302
    other = Record.objects.get(title="第二卷")
    assert send("join", other=other.pk) == 302
    assert send("take-out", items=keys(items[0])) == 302
    assert lying(volume) == items[1:]
    paper = client.get(reverse("records:volume-print", args=[volume.pk]), {"spine": "20"})
    assert paper["Content-Type"] == "application/pdf"
    assert client.get(f"{reverse('records:volume-register')}?level=volume").status_code == 200


def test_the_page_of_a_volume_asks_no_more_the_more_lies_in_it(client):
    archivist = make.archivist()
    volume, _items = formed(2, by=archivist)
    client.force_login(archivist)
    client.get(reverse("records:volume", args=[volume.pk]))
    asked = []
    for _again in range(2):
        with CaptureQueriesContext(connection) as counted:
            client.get(reverse("records:volume", args=[volume.pk]))
        asked.append(len(counted))
        actions.put_in(volume, keys(*vouchers(9, of=volume.fonds)), by=archivist, at=make.NOW)
        vouchers(5, of=volume.fonds)

    assert asked[0] == asked[1]


def texts(pdf: bytes) -> list[str]:
    return [one.get_textpage().get_text_bounded() for one in pypdfium2.PdfDocument(BytesIO(pdf))]


def test_the_forms_of_a_volume_have_the_fields_of_the_standard():
    archivist = make.archivist()
    volume, items = formed(3, by=archivist)
    actions.sum_up(volume, by=archivist, at=make.NOW)
    actions.count_pages_through(volume, by=archivist, at=make.NOW)
    accept(Record.objects.filter(pk__in=keys(volume, *items)), by=archivist, at=make.NOW)
    volume = Record.objects.select_related("fonds", "category", "unit", "described_by").get(
        pk=volume.pk
    )

    made = actions.print_volume(volume, spine=15, by=archivist, at=make.NOW)
    cover, inside, note = texts(made)

    assert volume.archival_code
    for told in (
        *(volume.fonds.name, volume.category.name, volume.title, "20250105 至 20250305"),
        *("时间", "保管期限", "件、页数", "3 件　6 页", "归档号", "档号", volume.archival_code),
    ):
        assert told in cover
    for told in (*covers.CONTENTS, *(one.title for one in items), "2-3", "20250205"):
        assert told in inside
    for told in ("本卷情况说明", "立卷人", "检查人", "立卷时间", "本卷共 3 件"):
        assert told in note
    width, height = pypdfium2.PdfDocument(BytesIO(made))[0].get_size()
    assert (round(width / 72 * 25.4), round(height / 72 * 25.4)) == (310, 230)


@pytest.mark.parametrize("code", ["KU", "KJ"])
def test_the_register_of_volumes_has_the_columns_of_its_category(code):
    archivist = make.archivist()
    volume, _items = formed(by=archivist)
    if code != "KU":
        Record.objects.filter(pk=volume.pk).update(category=make.category("KJ", "科技"))

    made = actions.print_register(Record.objects.filter(pk=volume.pk), by=archivist, at=make.NOW)

    (text,) = texts(made)
    for told in (*(covers.OF_ACCOUNTS if code == "KU" else covers.REGISTER), volume.title):
        assert told in text
