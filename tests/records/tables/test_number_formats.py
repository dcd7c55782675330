from datetime import date, datetime

import pytest

from records.tables.number_formats import BUILT_IN, look, shown

DAY = date(2021, 5, 12)


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ('yyyy"年"m"月"', "2021年5月"),
        ("[DBNum1][$-804]yyyy\\-mm;@", "2021年5月"),
        ('e"年"m"月"', "2021年5月"),
        ('m"月"d"日"', "5月12日"),
        ("yyyy", "2021年"),
        ("yyyy-mm hh:mm", "2021年5月"),
        (BUILT_IN[57], "2021年5月"),
        (BUILT_IN[58], "5月12日"),
    ],
)
def test_a_format_that_leaves_out_a_part_of_a_day(code, text):
    seen = look(code)

    assert seen
    assert shown(seen, DAY) == text
    assert shown(seen, datetime(2021, 5, 12, 9, 30)) == text  # noqa: DTZ001 - as a cell holds it


@pytest.mark.parametrize(
    ("code", "number", "text"),
    [
        ('"清水发〔2020〕"0"号"', 5.0, "清水发〔2020〕5号"),
        ("0000", 7, "0007"),
        ('G/通用格式"页"', 12, "12页"),
        ("0\\年", 30, "30年"),
    ],
)
def test_a_format_that_puts_signs_around_a_number(code, number, text):
    seen = look(code)

    assert seen
    assert shown(seen, number) == text
    assert [shown(seen, other) for other in (1.5, -1, DAY, "5", True)] == [""] * 5


@pytest.mark.parametrize(
    "code",
    [
        *("General", "@", "0", "0.00", "#,##0", "0%", "0_);[Red]\\(0\\)", "000-0000", ""),
        *(
            "yyyy-mm-dd",
            "yyyy-mm-dd hh:mm:ss",
            '[$-804]yyyy"年"m"月"d"日";@',
            "m/d/yyyy h:mm AM/PM",
        ),
        *("h:mm", "mm:ss.0", "[h]:mm", 'h"时"mm"分"', "aaaa", "dddd"),
    ],
)
def test_a_format_that_shows_all_it_can_of_what_is_held(code):
    assert look(code) is None
