"""Two ways in, one check: form, import and action refuse the same values."""

from datetime import date

import pytest

from records.holdings import actions, elements
from records.holdings.codes import Widths
from records.holdings.forms import RecordForm
from records.imports.rows.cells import Row, Target
from records.imports.rows.sheet import reader_of
from records.rules import Refused, Unreadable
from records.values import readers
from tests import make

TODAY = date(2026, 11, 29)
BAD = [
    ("title", "\ue000"),
    ("title", "\u200b\u2060"),
    ("title", "长" * (readers.LONGEST_TEXT + 1)),
    ("remarks", "长" * (readers.LONGEST_TEXT + 1)),
    ("document_number", "清" * 93 + "〔2008〕1"),
    ("responsible", "某" * 301),
    ("persons", "某" * 301),
    ("keywords", "某" * 301),
    ("genre", "某" * 21),
    ("draft", "某" * 21),
    ("medium", "某" * 41),
    ("box_number", "1" * 21),
    ("pages", "100001"),
    ("pages", "-3"),
    ("pages", "十二"),
    ("date", "20240230"),
    ("date", "21990101"),
    ("pages", "1" * 5000),
    ("pages", "一" * 5000),
    ("date", "2" * 5000),
    ("date", f"{'一' * 5000}年"),
    ("date", "一" * 100_000),
    ("disclosure", "随便"),
    ("origin", "随便"),
    ("security", "乱写"),
    ("security", "机密★10年"),
]


def target():
    return Target(
        fonds="Z109",
        pattern="DAT22",
        widths=Widths(),
        category="WS",
        categories={},
        by_volume=frozenset(),
        category_codes={},
        units={},
        unit_codes={},
        year=None,
        period="",
        today=TODAY,
    )


@pytest.mark.django_db
@pytest.mark.parametrize(("key", "written"), BAD)
def test_form_import_and_action_refuse_the_same(key, written):
    one = elements.element(key)
    row = Row(1, {key: "A"})
    form = RecordForm({key: written}, user=make.archivist())

    reader_of(one)(row, written, target())

    assert row.rejected
    assert key in form.errors
    with pytest.raises(Refused):
        actions.edit(make.record(), by=make.archivist(), at=make.NOW, **{one.column: written})


@pytest.mark.parametrize(
    ("key", "written", "kept"),
    [
        ("title", "关于\n清淤\x01的通知", "关于清淤的通知"),
        ("remarks", "一\x02\r\n二", "一\n二"),
        ("persons", " 张三\u200b ", "张三"),
        ("document_number", "清水发(2024) 17 号", "清水发〔2024〕17号"),
        ("year", "２０２４年", 2024),
        ("pages", "12页", 12),
        ("disclosure", "主动公开", "active"),
        ("disclosure", "active", "active"),
        ("level", "案卷", "volume"),
    ],
)
def test_a_value_is_kept_in_one_form(key, written, kept):
    assert elements.element(key).check(written, TODAY) == kept


@pytest.mark.parametrize("year", ["1899", "2027", "24", "", "去年", "-2024"])
def test_years_lie_between_the_first_of_a_code_and_this_one(year):
    with pytest.raises(Unreadable, match="1900"):
        readers.read_year(year, TODAY)


@pytest.mark.parametrize("year", ["1900", "2026"])
def test_the_first_and_the_last_year_are_years(year):
    assert readers.read_year(year, TODAY) == int(year)


@pytest.mark.parametrize(("pages", "kept"), [("1", 1), ("100000", 100_000)])
def test_the_fewest_and_the_most_pages_are_pages(pages, kept):
    assert readers.read_pages(pages, TODAY) == kept


@pytest.mark.parametrize("pages", ["0", "-1", "−1", "－1页"])
def test_no_pages_are_refused(pages):
    with pytest.raises(Unreadable, match="at least one page"):
        readers.read_pages(pages, TODAY)


def test_today_is_no_day_to_come_and_tomorrow_is():
    assert readers.read_day("20261129", TODAY).text == "20261129"
    with pytest.raises(Unreadable):
        readers.read_day("20261130", TODAY)


def test_what_just_fits_is_kept_and_one_more_is_not():
    assert readers.fitting("四个字啊", 4) == "四个字啊"
    with pytest.raises(Unreadable, match="5"):
        readers.fitting("四个字啊呀", 4)


SPANS = {
    "20150103-20151230": ("20150103", "20151230"),
    "2015.1.3—2015.12.30": ("20150103", "20151230"),
    "2015-01-03-2015-12-30": ("20150103", "20151230"),
    "2015年1月至2015年12月": ("201501", "201512"),
    "2015年1月—12月": ("201501", "201512"),
    "20150103－1230": ("20150103", "20151230"),
    "2015～2016": ("2015", "2016"),
    "2015-10": ("201510", ""),
    "2015----": ("2015", ""),
    "20150103-20150103": ("20150103", ""),
    "[2015]-[2016]": ("2015", "2016"),
}


@pytest.mark.parametrize(("written", "ends"), SPANS.items())
def test_a_span_is_read_as_people_write_it(written, ends):
    first, last = readers.read_span(written, TODAY)

    assert (first.text, last) == ends
    assert first.inferred == ("[" in written)


@pytest.mark.parametrize("written", ["20151230-20150103", "2015年间", "2015-2099", "2015-甲"])
def test_a_span_that_is_none_is_refused(written):
    with pytest.raises(Unreadable) as fault:
        readers.read_span(written, TODAY)

    assert fault.value.remedy


def test_page_numbers_and_counts_are_kept_in_one_form():
    read, count = readers.read_page_numbers, readers.read_count

    assert [read(one, TODAY) for one in ("5", "005", "第5页", "5～8", "5—8")] == [
        *("5", "5", "5", "5-8", "5-8")
    ]
    assert count("12件", TODAY) == 12
    for check, written in ((read, "8-5"), (read, "五"), (read, "0"), (count, "0"), (count, "１２")):
        with pytest.raises(Unreadable):
            check(written, TODAY)
