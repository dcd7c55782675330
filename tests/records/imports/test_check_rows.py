"""What is wrong with a cell is said with column and remedy; what is right is put into form."""

from datetime import date

import pytest
from django.utils.translation import override

from records.imports.rows.cells import CONCEALED
from tests import make
from tests.records.imports import making
from tests.records.imports.making import checked_rows, counts, problems, row

pytestmark = pytest.mark.django_db
WITH_CODE = ["档号", *making.FULL]


@pytest.mark.parametrize(
    ("cells", "column", "part"),
    [
        ({"题名": ""}, "F", "title"),
        ({"题名": "题名"}, "F", "header once more"),
        ({"题名": "关于某事的通知（机密★10年）"}, "F", "state secret"),
        ({"文号": "机密★ 清水发〔2024〕17号"}, "D", "state secret"),
        ({"密级": "秘密"}, "H", "state secret"),
        ({"密级": "机密★10年"}, "H", "state secret"),
        ({"密级": "乱写"}, "H", "no security mark"),
        ({"备注": "原件密级：绝密★"}, "J", "state secret"),
        ({"文号": "机密★清水发〔2024〕17号"}, "D", "state secret"),
        ({"序号": "机密"}, "A", "state secret"),
        ({"序号": "秘密10年"}, "A", "state secret"),
        ({"题名": "合 计"}, "F", "line of totals"),
        ({"题名": "", "责任者": "本页小计 12 件"}, "F", "line of totals"),
        ({"日期": "20240230"}, "G", "no day 30"),
        ({"日期": "不详"}, "G", "not one date"),
        ({"日期": "20990101"}, "G", "still to come"),
        ({"年度": "24"}, "B", "no year between"),
        ({"年度": "2099"}, "B", "no year between"),
        ({"年度": "", "日期": ""}, "B", "no year"),
        ({"保管期限": ""}, "C", "no retention period"),
        ({"保管期限": "很久"}, "C", "not a retention period"),
        ({"保管期限": "D20"}, "C", "no period of text files"),
        ({"保管期限": "20年", "年度": "2003", "日期": "20030228"}, "C", "no period of text files"),
        ({"保管期限": "长期"}, "C", "2006"),
        ({"页数": "十二"}, "I", "Write 12"),
        ({"页数": "-3"}, "I", "at least one page"),
        ({"页数": "1.5"}, "I", "whole number"),
        ({"责任者": "某" * 301}, "E", "301 characters"),
    ],
)
def test_a_fault_rejects_its_row_and_names_the_cell_and_the_remedy(cells, column, part):
    source = checked_rows(row(**cells))

    assert counts(source) == (1, 0, 0, 1, 0)
    first = problems(source)[0]
    assert first["column"] == column
    assert part in f"{first['what']} {first['remedy']}"
    assert first["remedy"]
    assert first["blocks"]


@pytest.mark.parametrize(
    ("cells", "column", "part"),
    [
        ({"文号": ""}, "D", "no document number"),
        ({"文号": "发文字号见附件"}, "D", "does not read like"),
        ({"日期": ""}, "G", "no date"),
        ({"日期": "20230228"}, "B", "Year 2024, dated 20230228"),
        ({"题名": "关于\u200b清淤的通知"}, "F", "cannot be seen"),
        ({"题名": '"关于\n清淤的通知"'}, "F", "line breaks"),
        ({"页数": "0"}, "I", "at least one page"),
        ({"责任者": '"清岚市水务局\n清岚市教育局"'}, "E", "Several lines"),
    ],
)
def test_what_is_odd_is_warned_of_and_kept(cells, column, part):
    source = checked_rows(row(**cells))

    assert counts(source) == (1, 0, 1, 0, 0)
    (only,) = problems(source)
    assert only["column"] == column
    assert part in f"{only['what']} {only['remedy']}"
    assert not only["blocks"]


@pytest.mark.parametrize(
    ("cells", "field", "value"),
    [
        ({"文号": "清水发(2024) 17 号"}, "document_number", "清水发〔2024〕17号"),
        ({"文号": "发文字号见附件"}, "document_number", "发文字号见附件"),
        ({"日期": "2024年2月28日"}, "date_text", "20240228"),
        ({"日期": "2024/2/28"}, "dated_on", date(2024, 2, 28)),
        ({"日期": "[2024]"}, "date_is_inferred", True),
        ({"日期": "20240200"}, "date_text", "202402"),
        ({"年度": "2024年"}, "year", 2024),
        ({"年度": ""}, "year", 2024),
        ({"保管期限": "30 年"}, "period", "D30"),
        ({"保管期限": "三十年"}, "period", "D30"),
        ({"保管期限": "永久"}, "period", "Y"),
        ({"页数": "12页"}, "pages", 12),
        ({"密级": "内部"}, "security", "internal"),
        ({"题名": '"关于\n清淤的通知"'}, "title", "关于清淤的通知"),
        ({"题名": "\u200b关于清淤的通知"}, "title", "关于清淤的通知"),
        ({"题名": '"Report\non water"'}, "title", "Report on water"),
    ],
)
def test_values_are_put_into_their_form(cells, field, value):
    source = checked_rows(row(**cells))

    assert getattr(source.rows.get(), field) == value


def test_old_classes_hold_for_old_files():
    source = checked_rows(row(年度="2003", 保管期限="长期", 日期="20030101"))

    assert source.rows.get().period == "C"


def test_a_rejected_row_keeps_nothing_but_what_is_said_about_it():
    source = checked_rows(row(题名="关于某事的通知", 密级="秘密"))

    staged = source.rows.get()
    assert (staged.title, staged.document_number, staged.fingerprint) == ("", "", None)
    assert "某事" not in str(staged.problems)


def test_of_a_state_secret_nothing_else_is_told():
    source = checked_rows(
        row(题名='"关于某\n事的通知"', 文号="某密发一", 日期="20240230", 页数="七", 密级="机密")
    )

    staged = source.rows.get()
    assert [problem["value"] for problem in staged.problems] == [CONCEALED]
    assert staged.changes == []
    assert source.tally["changes"] == {}


def test_the_header_on_the_next_page_is_one_fault():
    source = checked_rows(row(), making.FULL)

    assert counts(source) == (2, 1, 0, 1, 0)
    assert [problem["what"] for problem in problems(source)] == ["This is the header once more."]


def test_a_title_that_speaks_of_totals_is_a_title():
    assert counts(checked_rows(row(题名="累计用水量核定表"))) == (1, 1, 0, 0, 0)


def test_a_sign_that_postgresql_does_not_hold_is_dropped():
    good = [row(题名=f"通知{n}", 文号=f"清水发〔2024〕{n}号") for n in range(1, 31)]
    dirty = row(题名="清\0淤", 文号="清水发\0〔2024〕17号", 备注="\0", 页数="七\0")

    source = checked_rows(*good, dirty)

    assert counts(source) == (31, 30, 0, 1, 0)
    assert problems(source)[0]["value"] == "七"


def test_blank_rows_are_not_rows():
    source = checked_rows(
        row(), ["", "  "], [], row(题名="关于防汛的通知", 文号="清水发〔2024〕18号")
    )

    assert counts(source) == (2, 2, 0, 0, 0)
    assert [one.row for one in source.rows.order_by("row")] == [2, 5]


def test_a_code_says_what_the_columns_leave_out():
    fonds = make.fonds("J026")
    make.unit(fonds, "BGS")
    code = "J026-WS·2024-D30-BGS-0007"

    source = checked_rows(
        [code, "清淤的通知", "20240228"], header=["档号", "题名", "日期"], fonds=fonds
    )

    staged = source.rows.get()
    assert (staged.year, staged.period, staged.number) == (2024, "D30", 7)
    assert staged.archival_code == code
    assert staged.unit
    assert staged.unit.code == "BGS"


@pytest.mark.parametrize(
    ("code", "part"),
    [
        ("J026-WS·2024-Y-1", "0001"),
        ("Z109-WS·2024-Y-0001", "fonds"),
        ("J026-WS·2023-Y-0001", "year"),
        ("J026-WS·2024-D10-0001", "retention period"),
        ("J026-WS·2024-Y-XXX-0001", "office"),
        ("J026-WS·24-Y-0001", "year"),
    ],
)
def test_a_code_that_says_something_else_than_its_row_is_refused(code, part):
    source = checked_rows([code, *row()], header=WITH_CODE, fonds=make.fonds("J026"))

    assert source.rejected == 1
    (only,) = problems(source)
    assert only["column"] == "A"
    assert part in f"{only['what']} {only['remedy']}"


def test_look_alikes_in_codes_are_put_right_and_shown():
    written = "J026—WS.2024—Y—0001"

    source = checked_rows([written, *row()], header=WITH_CODE, fonds=make.fonds("J026"))

    staged = source.rows.get()
    assert staged.archival_code == "J026-WS·2024-Y-0001"
    assert {"column": "A", "kind": "code", "to": staged.archival_code} in staged.changes


@pytest.mark.parametrize(
    ("name", "written", "part"),
    [
        ("全宗号", "J027", "J026"),
        ("门类", "XX", "WS"),
        ("机构", "不知道", "BGS"),
        ("公开属性", "随便", "主动公开"),
        ("生成方式", "随便", "原生"),
    ],
)
def test_a_word_that_is_not_in_its_list_is_refused_with_the_list(name, written, part):
    fonds = make.fonds("J026")
    make.unit(fonds)

    source = checked_rows([*row(), written], header=[*making.FULL, name], fonds=fonds)

    assert source.rejected == 1
    assert part in str(problems(source))


def test_words_of_the_lists_are_understood():
    fonds = make.fonds("J026")
    unit = make.unit(fonds)
    kinds = make.category("ZP", "照片")
    header = [*making.FULL, "全宗号", "门类", "机构", "公开属性", "生成方式"]

    source = checked_rows(
        [*row(), "J026", "照片", "办公室", "主动公开", "原生"], header=header, fonds=fonds
    )

    staged = source.rows.get()
    assert (staged.category, staged.unit) == (kinds, unit)
    assert (staged.disclosure, staged.origin) == ("active", "born_digital")


def test_messages_come_in_the_language_that_was_asked_for():
    with override("zh-hans"):
        source = making.checked(making.csv(row(题名="")))

    assert counts(source) == (1, 0, 0, 1, 0)
