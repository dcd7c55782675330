from time import process_time

import pytest

from records.values.text import normal, normal_description, tidy, tidy_lines


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
        ("“引号”，句。", "“引号”,句。"),
    ],
)
def test_text_is_searched_in_one_form(text, form):
    assert normal(text) == form


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
