from itertools import combinations
from random import Random
from sys import maxunicode
from time import process_time
from unicodedata import category

import pytest

from records.values.text import normal, normal_description, tidy, tidy_lines

ALIKE = [
    "·•・‧･.．。｡",
    "“”「」『』‘’'\"＂",
    "—–-～－―‐‑−~〜",
    "、，,､",
    "〔[【(（［〖",
    "〕]】)）］〗",
    "〇○",
    " \u3000\xa0\u200b",
]
PAIRS = [pair for row in ALIKE for pair in combinations(row, 2)]
DEPENDED = "李乾坤隆角徵羽嚮著發髮薴裏隻后後干幹榖谷"  # once simplified by their neighbours
SIGNS = DEPENDED + "".join(ALIKE) + "关于ａA１1ßΣς"


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("", ""),
        ("清水发〔2023〕17号", "清水发(2023)17号"),
        ("清水发[2023]17号", "清水发(2023)17号"),
        ("清水发【2023】17号", "清水发(2023)17号"),
        ("清水发（２０２３）１７号", "清水发(2023)17号"),
        ("清水发﹝2023⟧17号", "清水发(2023)17号"),
        ("檔案管理", "档案管理"),
        ("Annual Report", "annualreport"),
        ("零\u200b宽\ufeff 空\u3000格", "零宽空格"),
        ("“引号”，句。", '"引号",句.'),
        ("关于做好——“两会”", '关于做好-"两会"'),
    ],
)
def test_text_is_searched_in_one_form(text, form):
    assert normal(text) == form


@pytest.mark.parametrize(("one", "other"), PAIRS)
def test_look_alikes_are_one(one, other):
    assert normal(f"阿{one}买") == normal(f"阿{other}买")


def test_no_two_rows_of_look_alikes_are_one():
    assert len({normal(row[0]) for row in ALIKE}) == len(ALIKE)


@pytest.mark.parametrize(
    ("part", "whole"),
    [("乾坤", "李乾坤"), ("李乾", "李乾坤"), ("乾", "乾隆"), ("徵", "角徵羽"), ("角徵", "角徵羽")],
)
def test_a_part_of_a_name_is_found(part, whole):
    assert normal(part) in normal(whole)


@pytest.mark.parametrize("seed", range(5))
def test_a_part_of_any_text_is_found_in_it_and_the_form_is_its_own(seed):
    drawn = Random(seed)
    for _text in range(100):
        text = "".join(drawn.choices(SIGNS, k=drawn.randrange(30)))
        first, last = sorted((drawn.randrange(31), drawn.randrange(31)))

        assert normal(text[first:last]) in normal(text)
        assert normal(normal(text)) == normal(text)


def test_a_description_is_searched_in_three_lines():
    told = normal_description(
        title="关于 A 的函", document_number="〔2023〕1号", responsible="財政局"
    )

    assert told == "关于a的函\n(2023)1号\n财政局"


@pytest.mark.parametrize(
    ("text", "kept", "had_any"),
    [
        ("  题名 ", "题名", False),
        ("两\n行", "两行", True),
        ("two\r\nlines", "two lines", True),
        ("two\n \n lines", "two lines", True),
        ("中\nlatin", "中latin", True),
        ("两_x000D_行", "两行", True),
        ("零\u200b宽", "零宽", True),
        ("空 \u3000\n \u3000行", "空行", True),
        ("生僻\ue000字", "生僻\ue000字", False),
        ("NUL\x00字", "NUL字", True),
        ("不是字\uffff", "不是字", True),
    ],
)
def test_a_line_has_no_breaks_and_nothing_unseen(text, kept, had_any):
    assert tidy(text) == (kept, had_any)


def test_lines_stay_where_somebody_made_them():
    assert tidy_lines(" 一\u200b \r\n\n 二 \n") == "一\n\n二"


def test_a_long_run_of_spaces_is_gone_through_once():
    began = process_time()

    assert tidy(f"a{' ' * 200_000}b\nc") == (f"a{' ' * 200_000}b c", True)
    assert process_time() - began < 5  # from each space anew it would be an hour


def test_no_unseen_sign_is_overlooked():
    """Those that a newer Unicode adds beyond the planes that are looked through."""
    unseen = {"Cc", "Cf", "Zl", "Zp"}
    all_of_them = {sign for sign in map(chr, range(maxunicode + 1)) if category(sign) in unseen}

    assert all(tidy(f"a{sign}b")[0] != f"a{sign}b" for sign in all_of_them)
