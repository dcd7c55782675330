import pytest

from records.retention.rules import Period, read_period
from records.rules import Unreadable
from records.values.numerals import number_in


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
        ("叁拾年", "D30"),
        ("卅年", "D30"),
        ("定期廿年", "D20"),
        ("定期（贰拾伍年）", "D25"),
        ("两年", "D2"),
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


@pytest.mark.parametrize(
    "written",
    [
        "",
        "0年",
        "100年",
        "很久",
        "D0",
        "E",
        "年",
        "D200",
        "定期",
        "一百五年",
        "一百年",
        "〇年",
        "永年",
    ],
)
def test_anything_else_is_refused_with_what_would_be_right(written):
    with pytest.raises(Unreadable) as refused:
        read_period(written, 2015)

    assert "30年" in refused.value.remedy


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("12", 12),
        ("１２", 12),
        ("007", 7),
        ("〇", 0),
        ("○", 0),
        ("零", 0),
        ("五", 5),
        ("两", 2),
        ("十", 10),
        ("十二", 12),
        ("二十", 20),
        ("二十〇", 20),
        ("九十九", 99),
        ("叁拾", 30),
        ("貳拾陸", 26),
        ("廿", 20),
        ("廿五", 25),
        ("卅", 30),
        ("卅一", 31),
        ("卌", 40),
        ("百", 100),
        ("一百", 100),
        ("一百十", 110),
        ("一百零五", 105),
        ("一百五十", 150),
        ("一百廿五", 125),
        ("两百〇三", 203),
        ("九百九十九", 999),
        ("二〇〇八", 2008),
        ("二○○八", 2008),
        ("〇五", 5),
        ("一百五", None),
        ("二十〇五", None),
        ("二二十", None),
        ("〇十", None),
        ("十十", None),
        ("十两", None),
        ("二〇两", None),
        ("三十年", None),
        ("一千", None),
        ("", None),
        ("几", None),
        ("-3", None),
        ("1.5", None),
        ("1二", None),
    ],
)
def test_numbers_are_read_as_people_write_them(text, number):
    assert number_in(text) == number
