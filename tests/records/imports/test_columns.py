import pytest

from records.imports.columns import (
    by_name,
    fields,
    header_row,
    recognise,
    signature,
)
from records.tables.rules import letter, position


@pytest.mark.parametrize(
    ("name", "field"),
    [
        ("题名", "title"),
        ("题 名", "title"),
        ("题\n名", "title"),
        ("文件题名*", "title"),
        ("题名（必填）", "title"),
        ("标题", "title"),
        ("发文字号", "document_number"),
        ("责任者：", "responsible"),
        ("成文日期", "date"),
        ("保管期限", "period"),
        ("机构（问题）", "unit"),
        ("页数(页)", "pages"),
        ("档 号", "code"),
        ("盒号", "box_number"),
        ("门类", "category"),
        ("全宗号", "fonds"),
        ("主题词或关键词", "keywords"),
        ("公开属性", "disclosure"),
        ("载体形态", "medium"),
        ("題名", "title"),
        ("頁數", "pages"),
        ("\u200b文号\ufeff", "document_number"),
        ("Document No.", "document_number"),
        ("Retention period", "period"),
        ("Responsible body", "responsible"),
    ],
)
def test_a_column_is_known_by_its_name_however_it_is_spaced(name, field):
    assert recognise([name]) == {0: field}


@pytest.mark.parametrize("name", ["序号", "", "经办人", 5])
def test_other_columns_fill_nothing(name):
    assert recognise([name]) == {}


def test_a_field_is_filled_by_one_column():
    assert recognise(["备注", "附注"]) == {0: "remarks"}


def test_no_name_belongs_to_two_fields():
    names = [name for one in fields() for name in one.names.split()]

    assert len(names) == len(set(names))
    assert all(by_name()[name] == one.key for one in fields() for name in one.names.split())


def test_the_header_is_found_below_titles():
    rows = [["归档文件目录"], [""], ["清岚市水务局", "2024年度"], ["序号", "文号", "题名"], ["1"]]

    assert header_row(rows) == 4


def test_without_a_header_there_is_none():
    assert header_row([["1", "清水发〔2024〕17号", "关于清淤的通知"]]) == 0


@pytest.mark.parametrize(("place", "letters"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ")])
def test_columns_are_named_by_letters(place, letters):
    assert letter(place) == letters
    assert position(letters) == place


def test_the_same_columns_have_one_signature():
    assert signature(["题 名", "文号"]) == signature(["题名", "", "文号", ""])
    assert signature(["题名", "文号"]) != signature(["文号", "题名"])
