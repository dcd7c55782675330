import base64
from datetime import date

import pytest

from records.catalogue.query import ORDERS, RELEVANCE
from records.catalogue.search import relevance, words
from records.holdings.models import Record
from records.holdings.rules import Stage
from records.pagination import Place, beside, standing, turn
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def records():
    """Equal dates, no dates, no years, drafts without a code."""
    of, by = make.fonds("J014"), make.archivist()
    days = [None, date(2004, 5, 1), date(2004, 5, 1), date(2004, 5, 1), date(2007, 1, 2), None]
    for n in range(23):
        make.record(
            [Stage.ACCEPTED, Stage.DRAFT][n % 4 == 3],
            of=of,
            dated_on=days[n % 6],
            year=None if n % 7 == 0 else 2004 + n % 3,
            described_by=by,
        )
    return Record.objects.annotate(**{RELEVANCE: relevance(words("1 关于"))})


def expected(records, name):
    return list(records.order_by(*ORDERS[name].whole).values_list("pk", flat=True))


def forward(records, order, size):
    pages, after = [], ""
    while True:
        page = turn(records, order, Place(after=after), size=size)
        pages.append([row.pk for row in page.rows])
        if not page.next:
            return pages, page
        after = page.next


@pytest.mark.parametrize("size", [1, 2, 5, 7, 23, 50])
@pytest.mark.parametrize("name", ORDERS)
def test_turning_forward_shows_every_record_once_in_order(records, name, size):
    pages, _last = forward(records, ORDERS[name], size)

    assert [pk for page in pages for pk in page] == expected(records, name)
    assert all(len(page) == size for page in pages[:-1])


@pytest.mark.parametrize("size", [1, 2, 5, 7])
@pytest.mark.parametrize("name", ORDERS)
def test_turning_back_shows_the_same_pages(records, name, size):
    pages, page = forward(records, ORDERS[name], size)
    seen = []
    while page.previous:
        page = turn(records, ORDERS[name], Place(before=page.previous), size=size)
        seen.append([row.pk for row in page.rows])

    whole = [pk for shown in reversed(seen) for pk in shown]
    assert whole == expected(records, name)[: len(whole)]
    assert seen[-1][0] == pages[0][0]


@pytest.mark.parametrize("name", ["newest", "oldest", "year"])
def test_a_page_of_which_the_rows_are_known_is_the_same(records, name, django_assert_num_queries):
    order, whole, size = ORDERS[name], expected(records, name), 5
    first = turn(records, order, Place(), size=size)
    second = turn(records, order, Place(after=first.next), size=size)
    back, there = Place(before=second.previous), Place(after=first.next)

    for place, known in ((Place(), whole[:6]), (there, whole[5:11]), (back, whole[:5])):
        rows = list(records.filter(pk__in=known))
        with django_assert_num_queries(0):
            page = turn(records, order, place, size=size, known=rows)
        assert page == turn(records, order, place, size=size)


def test_records_without_a_date_come_last_in_both_directions(records):
    for name in ("newest", "oldest"):
        pages, _last = forward(records, ORDERS[name], 50)
        dates = [records.get(pk=pk).dated_on for pk in pages[0]]
        known = [day for day in dates if day]
        assert dates == [*known, *[None] * (len(dates) - len(known))]
        assert known == sorted(known, reverse=name == "newest")


@pytest.mark.parametrize(
    "cursor", ["x", "bm9uZQ", "W10", "WyJ4IiwgInkiXQ", "W251bGwsIG51bGxd", "é"]
)
def test_a_cursor_that_cannot_be_read_leads_to_the_first_page(records, cursor):
    first = turn(records, ORDERS["newest"], Place(), size=5)

    for place in (Place(after=cursor), Place(before=cursor)):
        page = turn(records, ORDERS["newest"], place, size=5)
        assert [row.pk for row in page.rows] == [row.pk for row in first.rows]
        assert not page.previous


def test_a_cursor_that_nests_too_deep_leads_to_the_first_page(records):
    deep = base64.urlsafe_b64encode(b"[" * 3000).decode()

    assert not turn(records, ORDERS["newest"], Place(after=deep), size=5).previous


def test_a_cursor_of_what_is_no_number_leads_to_the_first_page(records):
    cursor = base64.urlsafe_b64encode(b'["2005-01-01", Infinity]').decode().rstrip("=")

    assert not turn(records, ORDERS["newest"], Place(after=cursor), size=5).previous


@pytest.mark.parametrize("sign", ["\\u0000", "\\ud800"])
def test_a_cursor_with_what_postgresql_does_not_hold_leads_to_the_first_page(records, sign):
    cursor = base64.urlsafe_b64encode(f'["{sign}", "5"]'.encode()).decode().rstrip("=")

    assert not turn(records, ORDERS["code"], Place(after=cursor), size=5).previous


def test_a_cursor_of_another_order_leads_to_the_first_page(records):
    first = turn(records, ORDERS["code"], Place(), size=5)
    other = turn(records, ORDERS["year"], Place(after=first.next), size=5)

    assert not other.previous


def test_a_page_costs_two_queries_however_far_it_is(records, django_assert_num_queries):
    after = ""
    for _page in range(4):
        with django_assert_num_queries(2):
            after = turn(records, ORDERS["newest"], Place(after=after), size=5).next


def test_numbers_of_codes_are_in_order_whatever_their_width():
    of = make.fonds("J014")
    codes = ["-D10-0001", "-Y-0123", "-Y-9998", "-Y-9999", "-Y-10000", "-Y-012345", None]
    for code in reversed(codes):
        make.record(of=of, archival_code=code and f"J014-WS·2019{code}", stage=Stage.DRAFT)

    pages, _last = forward(Record.objects.all(), ORDERS["code"], 3)

    shown = [pk for page in pages for pk in page]
    told = dict(Record.objects.values_list("pk", "archival_code"))
    assert [told[pk] for pk in shown] == [code and f"J014-WS·2019{code}" for code in codes]


@pytest.mark.parametrize("name", ORDERS)
def test_each_record_knows_its_place_and_its_neighbours(records, name):
    order = ORDERS[name]
    keys = expected(records, name)
    around = [None, *keys, None]

    for place, pk in enumerate(keys):
        row = records.get(pk=pk)
        assert standing(records, order, row, most=100) == place
        assert beside(records, order, row) == (around[place], around[place + 2])
    assert standing(records, order, records.get(pk=keys[-1]), most=3) == 3
