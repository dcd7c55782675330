"""Cells that hold something else than they show, or nothing: refused or told, never invented."""

from datetime import date
from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from xlsxwriter import Workbook

from records.tables.rules import NOT_WORKED_OUT
from tests.records.imports import making
from tests.records.imports.making import checked, checked_rows, counts, row

pytestmark = pytest.mark.django_db
WHERE = {name: place for place, name in enumerate(making.FULL)}
DAY, MONTH, ZEROS = "yyyy-mm-dd", 'yyyy"年"m"月"', "000"  # 45413 is 1 May 2024


def written(name, value, code=""):
    """A catalogue of one good row, of which one cell has this value and format."""
    made = BytesIO()
    with Workbook(made) as book:
        sheet = book.add_worksheet("目录")
        sheet.write_row(0, 0, making.FULL)
        sheet.write_row(1, 0, row())
        look = book.add_format({"num_format": code}) if code else None
        write = sheet.write_string if isinstance(value, str) else sheet.write_number
        write(1, WHERE[name], value, look)
    return checked(making.sent(ContentFile(made.getvalue(), name="a.xlsx")))


@pytest.mark.parametrize(
    ("name", "value", "code", "part", "remedy"),
    [
        ("日期", 2021, DAY, "makes of the year 2021", "write 2021"),
        ("日期", 2021, "yyyy", "makes of the year 2021", "write 2021"),
        ("年度", 2021, DAY, "makes of the year 2021", "write 2021"),
        ("日期", 44317, 'm"月"d"日"', "not one date", "2008"),
        ("责任者", "#N/A", "", "shows #N/A", "Write the value"),
        ("页数", "#DIV/0!", "", "shows #DIV/0!", "Write the value"),
        ("年度", "#REF!", "", "shows #REF!", "Write the value"),
        ("题名", "#NAME?", "", "shows #NAME?", "Write the value"),
        ("备注", "######", "", "shows ######", "Write the value"),
        ("备注", NOT_WORKED_OUT, "", "never worked out", "save it"),
        ("备注", 1.2345678901234567e17, "", "too long for a spreadsheet", "as text"),
        ("页数", -1, "", "at least one page", "Count the pages"),
    ],
)
def test_a_cell_without_a_value_that_can_be_trusted_refuses_its_row(
    name, value, code, part, remedy
):
    source = written(name, value, code)

    told = [one for one in making.problems(source) if part in one["what"]]
    assert counts(source) == (1, 0, 0, 1, 0)
    assert [one["column"] for one in told] == ["ABCDEFGHIJ"[WHERE[name]]]
    assert remedy in told[0]["remedy"]


@pytest.mark.parametrize(
    ("name", "value", "code", "kept", "part"),
    [
        ("日期", 45413, MONTH, {"date_text": "202405"}, "shows 2024年5月 and holds 2024-05-01"),
        ("文号", 5, '"清水发〔2024〕"0"号"', {"document_number": "清水发〔2024〕5号"}, "holds 5"),
        ("备注", 45413, DAY, {"remarks": "2024-05-01"}, "made a day"),
        ("年度", 45413, "yyyy", {"year": 2024}, "shows 2024年"),
        ("备注", "=A1&B1", "", {"remarks": "=A1&B1"}, "reads like a formula"),
        ("页数", 12, '0"页"', {"pages": 12}, ""),
        ("备注", 7, ZEROS, {"remarks": "007"}, ""),
    ],
)
def test_what_a_cell_shows_is_taken_and_a_difference_is_told(name, value, code, kept, part):
    source = written(name, value, code)

    one = source.rows.get()
    assert {field: getattr(one, field) for field in kept} == kept
    assert (one.outcome, bool(one.problems)) == ("warned" if part else "ok", bool(part))
    assert not part or part in one.problems[0]["what"]


def test_a_text_says_when_it_may_be_a_typed_year_and_digits_are_believed():
    doubtful, believed = checked_rows(
        row(日期="1905/7/13", 年度="1905"), row(日期="19050713", 年度="1905", 文号="甲〔1905〕1号")
    ).rows.order_by("row")

    assert "of the year 2021" in doubtful.problems[0]["what"]
    assert believed.dated_on == doubtful.dated_on == date(1905, 7, 13)
    assert not any("spreadsheet" in problem["what"] for problem in believed.problems)


@pytest.mark.parametrize("remark", [r"\N", r"\.", r"D:\目录\new\t1", "N", '"\\'])
def test_a_text_stays_that_reads_like_a_sign_of_the_way_into_the_database(remark):
    source = written("备注", remark)

    kept = source.rows.get()
    assert counts(source) == (1, 1, 0, 0, 0)
    assert (kept.remarks, kept.pages, kept.dated_on) == (remark, 7, date(2024, 2, 28))
