"""Cells as a person sees them, in each format of spreadsheets: nothing invented, nothing lost."""

import zipfile
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from openpyxl import Workbook as Written
from xlsxwriter import Workbook

from records.tables.reader import read_heads, read_table
from records.tables.rules import NOT_WORKED_OUT, Shown
from tests import catalogues
from tests.old_workbook import xls

MONTH, NUMBER = 'yyyy"年"m"月"', '"水发"0"号"'
# What each workbook below holds: a month, a number between words, errors, a merged cell.
SEEN: list[list[Any]] = [
    ["题名", "日期", "页数", "文号", "期限"],
    ["甲", Shown("2021年5月", date(2021, 5, 1)), "#N/A", Shown("水发5号", 5), "永久"],
    ["乙", date(2021, 5, 1), "#DIV/0!", 5, "永久"],
    ["丙", "", 3, "", "永久"],
    ["丁", "", "", "", ""],
]


def an_xlsx():
    made = BytesIO()
    with Workbook(made) as book:
        month, number, day = (book.add_format({"num_format": one}) for one in (MONTH, NUMBER, 14))
        sheet = book.add_worksheet("目录")
        sheet.write_row(0, 0, SEEN[0])
        sheet.write_column(1, 0, ["甲", "乙", "丙", "丁"])
        sheet.write_number(1, 1, 44317, month)
        sheet.write_number(2, 1, 44317, day)
        sheet.write_formula(1, 2, "=NA()", value="#N/A")
        sheet.write_formula(2, 2, "=1/0", value="#DIV/0!")
        sheet.write_number(3, 2, 3)
        sheet.write_number(1, 3, 5, number)
        sheet.write_number(2, 3, 5)
        sheet.merge_range("E2:E4", "永久")
    return made.getvalue()


def an_xls():
    rows: list[list[Any]] = [
        SEEN[0],
        ["甲", 44317.0, "#N/A", 5, "永久"],
        ["乙", 44317, "=#DIV/0!", 5.0],
        ["丙", "", 3.0],
        ["丁"],
    ]
    looks = {(1, 1): 164, (2, 1): 14, (1, 3): 165}
    return xls(rows, formats=[MONTH, NUMBER], looks=looks, merged=[(1, 3, 4, 4)])


CELL = "<table:table-cell {told}><text:p>{text}</text:p></table:table-cell>"


def cell(text, **told):
    given = {"office:value-type": "string"} | {one.replace("_", ":", 1): told[one] for one in told}
    written = " ".join(f'{name.replace("_", "-")}="{value}"' for name, value in given.items())
    return CELL.format(told=written, text=text)


def an_ods():
    blank, kind = "<table:table-cell/>", "office:value-type"
    day = {kind: "date", "office:date-value": "2021-05-01"}
    five = {kind: "float", "office:value": "5"}
    wrong = {"table:formula": "of:=X", "calcext:value-type": "error"}
    rows = [
        [cell(text) for text in SEEN[0]],
        [cell("甲"), cell("2021年5月", **day), cell("#N/A", **wrong), cell("水发5号", **five)],
        [cell("乙"), cell("2021-05-01", **day), cell("#DIV/0!", **wrong), cell("5", **five)],
        [cell("丙"), blank, cell("3", **{kind: "float", "office:value": "3"}), blank],
        [cell("丁")],
    ]
    rows[1].append(cell("永久", **{"table:number-rows-spanned": "3"}))
    rows[2].append("<table:covered-table-cell/>")
    lines = "".join(f"<table:table-row>{''.join(row)}</table:table-row>" for row in rows)
    calc = "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"
    content = catalogues.ODS_CONTENT.replace(" office:version", f' xmlns:calcext="{calc}"', 1)
    made = BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("mimetype", catalogues.ODS_KIND, zipfile.ZIP_STORED)
        archive.writestr("content.xml", content.replace('="1.2"', "").format(rows=lines))
        archive.writestr("META-INF/manifest.xml", catalogues.ODS_MANIFEST)
    return made.getvalue()


@pytest.mark.parametrize("written", [an_xlsx, an_xls, an_ods])
def test_cells_show_what_a_person_sees_and_a_merged_value_holds_for_its_rows(written):
    table = read_table(BytesIO(written()))

    rows = [row + [""] * (5 - len(row)) for row in table.rows]
    assert rows == SEEN
    assert table.parts[0].merged == {2: [(4, 4)]}


def test_a_formula_that_nobody_computed_is_no_blank():
    made = BytesIO()
    book = Written()
    book.active.append(["题名", "=A1", "日期"])
    book.save(made)

    assert list(read_table(made).rows) == [["题名", NOT_WORKED_OUT, "日期"]]


def test_a_row_that_only_a_merged_cell_reaches_stays_blank():
    made = BytesIO()
    with Workbook(made) as book:
        sheet = book.add_worksheet()
        sheet.merge_range("A1:A3", "局")
        sheet.write(0, 1, "甲")
        sheet.write(1, 1, " ")
        sheet.write(3, 1, "乙")

    assert list(read_table(made).rows) == [["局", "甲"], ["", " "], ["", ""], ["", "乙"]]


def test_sheets_are_counted_and_read_one_behind_the_other():
    made = BytesIO()
    with Workbook(made) as book:
        for name, rows in (("2019", 3), ("2020", 2), ("代码", 5)):
            book.add_worksheet(name).write_column(0, 0, [f"{name} {one}" for one in range(rows)])
        book.get_worksheet_by_name("代码").hide()
        book.add_chartsheet("图")

    heads = read_heads(made, 1)
    assert [(one.sheet, one.hidden, one.rows, one.lines) for one in heads] == [
        ("2019", False, 3, [["2019 0"]]),
        ("2020", False, 2, [["2020 0"]]),
        ("代码", True, 5, []),
    ]

    table = read_table(made, "2020", "2019")
    read = [(row[0], table.parts[-1].sheet, table.parts[-1].before) for row in table.rows]
    assert read[1:3] == [("2020 1", "2020", 0), ("2019 0", "2019", 2)]


def test_a_sheet_that_is_too_wide_keeps_no_other_from_being_read(tmp_path):
    path = catalogues.write_ods(tmp_path / "a.ods", iter([["甲"]]), ["题名"])
    wide = '<table:table table:name="宽"><table:table-row>' + cell("x") * 300
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(tmp_path / "b.ods", "w") as new:
        for name in old.namelist():
            data = old.read(name).decode()
            end = "</table:table>"
            new.writestr(name, data.replace(end, f"{end}{wide}</table:table-row>{end}", 1))

    with (tmp_path / "b.ods").open("rb") as stream:
        first, second = read_heads(stream, 2)

    assert (first.rows, first.lines) == (2, [["题名"], ["甲"]])
    assert (second.sheet, second.rows) == ("宽", None)
    assert "300 columns" in str(second.fault)
