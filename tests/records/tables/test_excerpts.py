"""Of a long workbook only the first rows are read for its head, which says what the whole does."""

import zipfile
from io import BytesIO

import pytest
from xlsxwriter import Workbook

from records.rules import Refused
from records.tables.excerpt import excerpt
from records.tables.reader import read_heads, read_table

ROWS, LONGER = 9_000, 12_000  # of more than two million bytes each
WORDS = ["清水发〔2021〕1号", "关于河道清淤的通知", "清岚市水务局", "永久", "10", "无"]


def long_workbook(behind=lambda book, sheet: None, *, strings=False):
    """A sheet with a header that is merged downwards, a longer one that is hidden, a short one."""
    made = BytesIO()
    with Workbook(made, {"constant_memory": not strings}) as book:
        first = book.add_worksheet("目录")
        if strings:
            first.merge_range("A1:A2", "文号")
        else:
            first.write(0, 0, "文号")
        first.write_row(0, 1, ["题名", "责任者", "期限", "页数", "密级", "日期"])
        first.write_row(1, 1, ["", "", "", "", "", "年月"])
        month = book.add_format({"num_format": 'yyyy"年"m"月"'})
        for number in range(2, ROWS):
            first.write_row(number, 0, WORDS)
            first.write_number(number, 6, 44317, month)
        behind(book, first)
        hidden = book.add_worksheet("旧目录")
        for number in range(LONGER):
            hidden.write_row(number, 0, WORDS)
        hidden.hide()
        book.add_worksheet("代码").write_row(0, 0, ["永久", "Y"])
    return made


def told(made):
    return [(one.sheet, one.hidden, one.rows, one.lines) for one in read_heads(made, 5)]


def assert_head_is_that_of_the_whole(made, *, parts, rows=ROWS):
    assert list(excerpt(made, 5).rows.values()) == parts
    heads = told(made)
    assert [(name, hidden, count) for name, hidden, count, _lines in heads] == [
        ("目录", False, rows),
        ("旧目录", True, LONGER),
        ("代码", False, 1),
    ]
    whole = read_table(made, "目录")
    assert whole.total == rows
    assert heads[0][3] == [row for row, _number in zip(whole.rows, range(5), strict=False)]
    assert heads[2][3] == [["永久", "Y"]]


def test_first_rows_and_the_number_of_all_are_those_of_the_whole():
    assert_head_is_that_of_the_whole(long_workbook(), parts=[ROWS, LONGER])


def test_a_header_that_is_merged_downwards_stands_in_both_rows():
    made = long_workbook(strings=True)
    assert_head_is_that_of_the_whole(made, parts=[ROWS, LONGER])
    assert [row[:2] for row in told(made)[0][3][:2]] == [["文号", "题名"], ["文号", ""]]


def test_rows_that_are_only_coloured_are_not_counted():
    def coloured(book, sheet):
        red = book.add_format({"bg_color": "red"})
        for number in range(ROWS, ROWS + 2_000):
            sheet.write_row(number, 0, [""] * 7, red)

    assert_head_is_that_of_the_whole(long_workbook(coloured), parts=[ROWS, LONGER])


def test_a_sheet_whose_last_row_cannot_be_told_is_read_whole():
    def empty_formula(_book, sheet):
        sheet.write_formula(ROWS, 0, "=A1&A2", value="")

    made = long_workbook(empty_formula)
    assert_head_is_that_of_the_whole(made, parts=[LONGER], rows=read_table(made, "目录").total)


def test_a_header_that_stands_far_down_is_still_found():
    heads = read_heads(long_workbook(), ROWS)
    assert len(heads[0].lines) == ROWS
    assert heads[0].lines[-1][:4] == WORDS[:4]


def test_nothing_of_a_long_sheet_is_read_behind_its_first_rows():
    heads = read_heads(excerpt(long_workbook(), 5).file, 50)
    assert [len(one.lines) for one in heads] == [5, 0, 1]


def test_damage_behind_the_first_rows_is_told_when_they_are_read():
    made, damaged = long_workbook(), BytesIO()
    with zipfile.ZipFile(made) as old, zipfile.ZipFile(damaged, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = old.read(name)
            if name.endswith("sheet1.xml"):
                begin = data.index(b'<row r="6000"')
                data = data[:begin] + b"<row></c></row>" + data[begin:]
            new.writestr(name, data)

    assert next((one.sheet, one.rows) for one in read_heads(damaged, 5)) == ("目录", ROWS)
    with pytest.raises(Refused, match="damaged"):
        list(read_table(damaged, "目录").rows)
