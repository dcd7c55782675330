"""Workbooks of several sheets, merged cells and headers of two rows, on the way to records."""

from io import StringIO

import pytest
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.urls import reverse
from openpyxl import load_workbook
from xlsxwriter import Workbook

from records.holdings.models import Record
from records.imports.models import Import
from records.rules import Refused
from tests import make
from tests.records.imports import making
from tests.records.imports.making import checked, committed, counts, row

pytestmark = pytest.mark.django_db
HEADER = ["题名", "日期", "保管期限", "年度"]
YEARS = (2019, 2020, 2021)


def years(tmp_path):
    """A sheet a year, the second with a title above its header, one of another header, a hidden."""
    with Workbook(tmp_path / "a.xlsx") as book:
        for year in YEARS:
            sheet, above = book.add_worksheet(f"{year}年"), 1 if year == 2020 else 0
            sheet.write(0, 0, f"{year}年目录")
            sheet.write_row(above, 0, HEADER)
            sheet.write_row(above + 1, 0, [f"某局{year}年第1件", f"{year}0102", "永久", year])
            sheet.write_row(above + 2, 0, [f"某局{year}年第2件", f"{year}0299", "永久", year])
        book.add_worksheet("说明").write_column(0, 0, ["本表", "由办公室填写"])
        hidden = book.add_worksheet("代码")
        hidden.write_row(0, 0, HEADER)
        hidden.hide()
    return tmp_path / "a.xlsx"


def test_sheets_that_are_not_read_are_named_and_taken_on_demand(client, tmp_path):
    source = making.sent_path(years(tmp_path))
    client.force_login(source.made_by)
    client.cookies["django_language"] = "en"
    page = client.get(source.get_mapping_url()).content.decode()

    assert source.sheet == "2019年"
    assert "4 sheets are not read" in page
    for said in ("2020年 (2 rows)", "说明 (2 rows, other header)", "代码 (1 row, hidden)"):
        assert said in page
    assert "Take all 3 sheets with this header, 6 rows" in page

    client.post(
        reverse("records:import-reopen", args=[source.pk]), {"sheet": "*", "header": source.header}
    )
    source = checked(Import.objects.get(pk=source.pk))
    page = client.get(source.get_absolute_url()).content.decode()

    assert counts(source) == (6, 3, 0, 3, 0)
    assert "2 sheets are not read" in page
    assert "2020年!4" in page
    assert sorted(row["number"] for row in source.tally["excerpt"]) == [3, 7, 10]
    marked = load_workbook(source.marked.open("rb"))
    assert marked.sheetnames == ["Summary", *(f"{year}年" for year in YEARS)]
    for year in YEARS:
        last = 4 if year == 2020 else 3
        bad = marked[f"{year}年"].cell(last, 2)
        assert bad.value == f"{year}0299"
        assert "no day 99" in bad.comment.text
        assert not marked[f"{year}年"].cell(last - 1, 2).comment

    committed(source)
    assert [*Record.objects.order_by("year").values_list("year", flat=True)] == [*YEARS]


def test_a_row_names_the_row_of_another_sheet(tmp_path):
    with Workbook(tmp_path / "a.xlsx") as book:
        for name in ("甲", "Summary"):
            sheet = book.add_worksheet(name)
            sheet.write_row(0, 0, making.FULL)
            sheet.write_row(1, 0, row())
            sheet.write_row(2, 0, row(题名=f"关于{name}的通知", 日期=""))
    source = make_all(tmp_path / "a.xlsx")

    assert counts(source) == (4, 1, 2, 0, 1)
    told = [problem["what"] for problem in making.problems(source)]
    assert any("row 甲!2:" in what for what in told)
    assert any("Row 甲!2 has the same document number" in what for what in told)
    assert load_workbook(source.marked.open("rb")).sheetnames == ["Summary", "甲", "Summary 2"]


def make_all(path):
    make.category()
    person, fonds = make.archivist(), make.fonds("J026")
    call_command("import_catalogue", str(path), "--fonds", fonds.number, "--sheet", "all")
    assert person == Import.objects.get().made_by
    return Import.objects.get()


def test_the_command_names_what_it_does_not_read_and_takes_what_it_is_told(tmp_path):
    make.archivist()
    make.category()
    make.fonds("J026")

    def run(*more):
        out, told = StringIO(), StringIO()
        given = (str(years(tmp_path)), "--fonds", "J026", *more)
        call_command("import_catalogue", *given, stdout=out, stderr=told)
        return out.getvalue()[:6], told.getvalue()

    assert run()[0] == "read=2"
    assert "Not read: 2020年 (2 rows)" in run()[1]
    assert run("--sheet", "2021年")[0] == "read=2"
    with pytest.raises(CommandError, match=r"it has “20\d\d年”, “20\d\d年”, “20\d\d年”"):
        run("--sheet", "2022年")
    counted, told = run("--sheet", "all")
    assert counted == "read=6"
    assert told.count("Not read") == 2


def test_a_title_that_bears_a_mark_is_found_on_every_sheet_that_is_taken(tmp_path):
    path = years(tmp_path)
    book = load_workbook(path)
    book["2020年"]["A1"] = "2020年目录（机密）"
    book.save(path)
    source = making.sent_path(path)

    with pytest.raises(Refused, match="state secret"):
        making.sent_path(path, sheet="*", fonds=source.fonds)


def test_a_merged_value_holds_for_all_its_rows_and_is_told(client, tmp_path):
    with Workbook(tmp_path / "a.xlsx") as book:
        sheet = book.add_worksheet("目录")
        sheet.write_row(0, 0, making.FULL)
        for number in range(1, 4):
            given = row(
                题名=f"第{number}件", 文号=f"水发〔2024〕{number}号", 责任者="", 保管期限=""
            )
            sheet.write_row(number, 0, given)
        sheet.merge_range("E2:E4", "清岚市水务局")
        sheet.merge_range("C2:C3", "30年")
        sheet.merge_range("H2:H4", "内部")
        sheet.write("C4", "10年")
    source = checked(making.sent_path(tmp_path / "a.xlsx"))
    client.force_login(source.made_by)
    client.cookies["django_language"] = "en"
    page = client.get(source.get_absolute_url()).content.decode()

    assert counts(source) == (3, 3, 0, 0, 0)
    kept = source.rows.order_by("row").values_list("responsible", "period", "security")
    assert [*kept] == [("清岚市水务局", period, "internal") for period in ("D30", "D30", "D10")]
    assert "3 merged cells hold for each of their rows" in page
    assert "E2:E4 is merged; each row as “清岚市水务局”" in page
    assert "H2:H4 is merged" not in page
    assert load_workbook(source.marked.open("rb"))["Table"]["E4"].value == "清岚市水务局"


DATES = ["序号", "题名", "日期", "", "", "保管期限"]
TWO_ROWS = [DATES, ["", "", "年", "月", "日", ""]]


@pytest.mark.parametrize(
    "header",
    [
        TWO_ROWS,
        [["目录"], *TWO_ROWS],
        [
            ["序号", "题名", "形成时间", "", "", "保管期限"],
            ["序号", "题名", "年", "月", "日", "保管期限"],
        ],
        [["序号", "题名", "日期（年）", "日期（月）", "日期（日）", "保管期限"]],
        [["序号", "题名", "年", "月", "日", "保管期限"]],
    ],
)
def test_a_date_may_stand_in_three_columns(header):
    lines = [
        *header,
        [1, "关于清淤的通知", 2020, 5, 12, "永久"],
        [2, "关于防汛的通知", "2020年", "5月", "", "永久"],
        [3, "关于供水的通知", 2020, "", "", "永久"],
        [4, "关于取水的通知", 2020, "", 7, "永久"],
        [5, "关于节水的通知", 2020, 13, 1, "永久"],
        [6, "关于排水的通知", "", "", "", "永久"],
    ]
    text = "\n".join(",".join(map(str, line)) for line in lines)
    source = checked(making.sent(ContentFile(text.encode(), name="a.csv")))

    assert source.header == len(header)
    rows = source.rows.order_by("row").values_list("date_text", "outcome")
    assert [day for day, _outcome in rows[:3]] == ["20200512", "202005", "2020"]
    assert [outcome for _day, outcome in rows[3:]] == ["rejected"] * 3
    told = {problem["what"]: problem["column"] for problem in making.problems(source)}
    assert told["There is no month 13."] == "C"
    assert any("a day and no month" in what for what in told)


def test_a_column_of_its_own_goes_before_the_parts_of_a_date():
    source = making.sent(
        making.csv(["清淤", "20200512", 2020, 5, 12], header=["题名", "成文日期", "年", "月", "日"])
    )

    assert [one["field"] for one in source.columns] == ["title", "date", "", "", ""]
