import pytest

from records.rules import Refused
from records.values.page_ranges import MOST_RANGES, Ranges, read_ranges
from records.values.rules import MOST_PAGES


@pytest.mark.parametrize(
    ("written", "said", "total", "last"),
    [
        ("7, 1-2，3", "1-3, 7", 4, 7),
        ("1", "1", 1, 1),
        ("２ 至 ４；9", "2-4, 9", 4, 9),
        ("5-9 6-7、8~12", "5-12", 8, 12),
        ("1—1", "1", 1, 1),
        ("１－２、4——6，8到9", "1-2, 4-6, 8-9", 7, 9),
    ],
)
def test_pages_are_read_in_their_shortest_form(written, said, total, last):
    found = read_ranges(written)

    assert (str(found), found.total, found.last) == (said, total, last)
    assert read_ranges(str(found)) == found


@pytest.mark.parametrize("written", ["", " ,", "0", "0-3", "3-2", "a", "1-2-3", "1.5", "-1"])
def test_what_is_no_page_is_refused_as_it_was_written(written):
    with pytest.raises(Refused, match="are no pages") as refused:
        read_ranges(written)

    assert f"“{written}”" in str(refused.value)


def test_no_more_stretches_are_read_than_anybody_writes():
    pages = [str(n + 1) for n in range(MOST_RANGES + 1)]

    assert read_ranges(",".join(pages[:-1])).total == MOST_RANGES
    with pytest.raises(Refused, match="are no pages"):
        read_ranges(",".join(pages))


def test_there_is_no_page_behind_the_last():
    assert read_ranges("2-9", most=9).last == 9
    with pytest.raises(Refused, match="no page 10: the last one is 9"):
        read_ranges("2-10", most=9)
    assert read_ranges(str(MOST_PAGES)).last == MOST_PAGES
    with pytest.raises(Refused, match=f"the last one is {MOST_PAGES}"):
        read_ranges(str(MOST_PAGES + 1))


def test_a_page_lies_in_its_stretch_with_both_ends():
    found = Ranges.of([(5, 6), (2, 3)])

    assert [page for page in range(8) if page in found] == [2, 3, 5, 6]
    assert Ranges.of([]).last == 0
