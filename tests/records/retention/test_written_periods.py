import pytest

from records.retention.numerals import number_in
from records.retention.rules import Period, read_period
from records.rules import Unreadable


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("永久", "Y"),
        ("永 久", "Y"),
        ("Y", "Y"),
        ("y", "Y"),
        ("30年", "D30"),
        ("30 年", "D30"),
        ("３０年", "D30"),
        ("三十年", "D30"),
        ("十年", "D10"),
        ("十五年", "D15"),
        ("D30", "D30"),
        ("d10", "D10"),
        ("定期30年", "D30"),
        ("定期（10年）", "D10"),
        ("定期十年", "D10"),
        ("30", "D30"),
    ],
)
def test_a_period_is_read_however_it_is_written(written, code):
    assert read_period(written, 2015) == Period(code)


@pytest.mark.parametrize(
    ("written", "code"), [("长期", "C"), ("C", "C"), ("短期", "D"), ("D", "D")]
)
def test_the_old_classes_hold_until_2006(written, code):
    assert read_period(written, 2006) == Period(code)


@pytest.mark.parametrize("year", [2007, 2024, None])
@pytest.mark.parametrize("written", ["长期", "D"])
def test_the_old_classes_are_refused_afterwards(written, year):
    with pytest.raises(Unreadable) as refused:
        read_period(written, year)

    assert "2006" in refused.value.what
    assert "30年" in refused.value.remedy


@pytest.mark.parametrize("written", ["", "0年", "100年", "很久", "D0", "E", "年", "D200", "定期"])
def test_anything_else_is_refused_with_what_would_be_right(written):
    with pytest.raises(Unreadable) as refused:
        read_period(written, 2015)

    assert "30年" in refused.value.remedy


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("12", 12),
        ("１２", 12),
        ("十二", 12),
        ("一百二十", 120),
        ("二〇〇八", 2008),
        ("二十", 20),
        ("", None),
        ("几", None),
        ("-3", None),
        ("1.5", None),
    ],
)
def test_numbers_are_read_as_people_write_them(text, number):
    assert number_in(text) == number
