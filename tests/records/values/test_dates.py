from datetime import date, datetime

import pytest

from records.rules import Unreadable
from records.values.dates import WrittenDate, read_date, typed_year

DAY, MONTH, YEAR = WrittenDate("20080512"), WrittenDate("200805"), WrittenDate("2008")


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("20080512", DAY),
        ("2008-05-12", DAY),
        ("2008.5.12", DAY),
        ("2008/5/12", DAY),
        (" 2008 年 5 月 12 日 ", DAY),
        ("２００８０５１２", DAY),
        ("２００８．５．１２", DAY),
        ("2008—05—12", DAY),
        ("2008–05–12", DAY),
        ("二〇〇八年五月十二日", DAY),
        ("2008-05-12 00:00:00", DAY),
        ("2008/5/12 0:00", DAY),
        (20080512, DAY),
        (20080512.0, DAY),
        (date(2008, 5, 12), DAY),
        (datetime(2008, 5, 12, 9, 30), DAY),  # noqa: DTZ001 - a spreadsheet knows no zone
        ("2008年5月", MONTH),
        ("200805", MONTH),
        ("2008-05", MONTH),
        ("20080500", MONTH),
        ("200805--", MONTH),
        ("2008.5", MONTH),
        (2008.5, MONTH),
        ("2008年", YEAR),
        ("2008", YEAR),
        (2008.0, YEAR),
        ("20080000", YEAR),
        ("2008----", YEAR),
        ("2008-00-00", YEAR),
        ("2008-10", WrittenDate("200810")),
        ("二〇一〇年十月二十日", WrittenDate("20101020")),
        ("20080229", WrittenDate("20080229")),
        ("20081231", WrittenDate("20081231")),
        ("18000101", WrittenDate("18000101")),
        ("21991231", WrittenDate("21991231")),
        ("[20080512]", WrittenDate("20080512", inferred=True)),
        ("［2008］", WrittenDate("2008", inferred=True)),
        ("【2008年5月】", WrittenDate("200805", inferred=True)),
        ("2008[05]", WrittenDate("200805", inferred=True)),
    ],
)
def test_a_date_is_read_however_it_is_written(written, meant):
    assert read_date(written) == meant


@pytest.mark.parametrize(
    ("written", "part"),
    [
        ("20240230", "202402"),
        ("2024.2.30", "202402"),
        ("20230229", "202302"),
        ("20081301", "13"),
        ("20080012", "2008"),
        ("08-05-12", "20080512"),
        ("12/5/2008", "20080512"),
        ("17990101", "1799"),
        ("22000101", "2200"),
        ("2008年二二十月", "20080512"),
        ("18263", "200805"),
        ("18264", "1950-01-01"),
        ("73050", "2099-12-31"),
        ("73051", "200805"),
        (date(1, 1, 1), "year 1"),
        ("二月", "20080512"),
        ("2008-2010", "20080512"),
        ("2008年5月12日—14日", "20080512"),
        ("39580", "2008-05-12"),
        (39580.0, "20080512"),
        (2008.1, "200810"),
        ("", "20080512"),
        ("不详", "不详"),
    ],
)
def test_what_is_no_date_is_refused_with_what_would_be_right(written, part):
    with pytest.raises(Unreadable) as refused:
        read_date(written)

    assert part in str(refused.value)
    assert refused.value.what
    assert refused.value.remedy


@pytest.mark.parametrize(
    ("text", "day"),
    [("20080512", (2008, 5, 12)), ("200805", (2008, 5, 1)), ("2008", (2008, 1, 1))],
)
def test_a_date_sorts_by_the_first_day_it_can_mean(text, day):
    assert WrittenDate(text).first_day == date(*day)
    assert WrittenDate(text).year == 2008


def test_an_inferred_date_is_shown_in_brackets():
    assert WrittenDate("2008", inferred=True).said("-") == "[2008]"


@pytest.mark.parametrize(
    ("text", "written"), [("20080512", "20080512"), ("200805", "20080500"), ("2008", "20080000")]
)
def test_catalogues_write_eight_digits_that_are_read_back(text, written):
    assert str(WrittenDate(text)) == written
    assert str(WrittenDate(text, inferred=True)) == f"[{written}]"
    assert read_date(written) == WrittenDate(text)
    assert str(WrittenDate("")) == ""


@pytest.mark.parametrize(
    ("day", "year"),
    [
        (date(1905, 3, 13), 1899),
        (date(1905, 3, 14), 1900),
        (date(1905, 7, 18), 2026),
        (date(1905, 7, 19), 2027),
        (date(1909, 7, 19), 2026),  # of a workbook whose days begin in 1904
    ],
)
def test_a_day_that_a_typed_year_became_is_known_again(day, year):
    found = typed_year(day, today=date(2026, 11, 30))

    assert found == (year if 1900 <= year <= 2026 else None)
