import re
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook
from xlsxwriter import Workbook

from records.audit.models import Entry
from records.imports.downloads import marked_name
from records.imports.models import Import
from records.rules import Refused
from records.workflow.acts import why_not
from tests import catalogues, make
from tests.records.imports import making
from tests.records.imports.making import checked, checked_rows, committed, counts, row

pytestmark = pytest.mark.django_db
RED, GREEN = "00FAEAE5", "00E5F0E8"


def opened(source):
    return load_workbook(source.marked.open("rb"))


def colour(cell):
    return cell.fill.fgColor.rgb.replace("FF", "00", 1) if cell.fill.fill_type else ""


def test_bad_cells_are_red_and_say_what_is_wrong_and_what_would_be_right():
    source = checked_rows(row(), row(日期="20240230", 题名="防汛"))

    bad = opened(source)["Table"]["G3"]

    assert bad.value == "20240230"
    assert colour(bad) == RED
    assert "no day 30" in bad.comment.text
    assert "202402" in bad.comment.text


def test_cells_that_were_put_right_are_green_with_the_new_value():
    source = checked_rows(row(日期="2024年2月28日"))

    cell = opened(source)["Table"]["G2"]

    assert colour(cell) == GREEN
    assert "20240228" in cell.comment.text


def test_what_has_no_column_is_said_on_the_first_cell():
    source = checked_rows(["关于清淤的通知", "20240228", "2024"], header=["题名", "日期", "年度"])

    assert "no retention period" in opened(source)["Table"]["A2"].comment.text


def test_a_row_of_which_only_something_without_a_column_was_put_right_stands_as_it_was():
    source = checked_rows(
        ["清水发〔2024〕17号", "关于供水的通知", "20240512", "永久"],
        header=["文号", "题名", "日期", "保管期限"],
    )

    assert source.rows.get().changes
    assert opened(source)["Table"]["B2"].value == "关于供水的通知"
    assert not opened(source)["Table"]["B2"].comment


def test_what_a_check_found_that_did_not_end_is_not_imported():
    source = checked_rows(row())
    Import.objects.filter(pk=source.pk).update(marked="")
    source.refresh_from_db()

    assert "did not come to its end" in why_not(source, "commit", source.made_by)
    with pytest.raises(Refused, match="did not come to its end"):
        committed(source)


def test_the_first_sheet_sums_up():
    source = checked_rows(row(), row(题名="", 序号="2"))

    texts = [cell for line in opened(source)["Summary"].values for cell in line]

    assert texts[texts.index("Rows read") + 1] == 2
    assert texts[texts.index("With faults") + 1] == 1


def test_rows_stay_where_they_were(tmp_path):
    path = catalogues.write_xlsx(tmp_path / "a.xlsx", catalogues.rows(20))
    source = checked(making.sent_path(path))

    sheet = opened(source)["Table"]

    assert sheet["A1"].value == catalogues.TITLE_ROW
    assert [cell.value for cell in sheet[3]] == catalogues.HEADER
    assert sheet["A4"].value == 1


def test_of_a_state_secret_nothing_comes_back():
    source = checked_rows(row(密级="机密★10年", 题名="某机密事"))

    sheet = opened(source)["Table"]

    assert "某机密事" not in str(list(sheet.values))
    assert "state secret" in sheet["H2"].comment.text


def test_the_marked_copy_can_be_sent_again_and_only_what_is_new_counts(tmp_path):
    fonds = make.fonds()
    first = making.committed(checked_rows(row(), row(题名="", 序号="2"), fonds=fonds))
    path = tmp_path / "marked.xlsx"
    path.write_bytes(first.marked.read())

    again = checked(making.sent_path(path, fonds=fonds))

    assert again.sheet == "Table"
    assert counts(again) == (2, 0, 0, 1, 1)


def test_a_number_without_an_end_is_marked_like_any_other(tmp_path):
    path = tmp_path / "a.xlsx"
    with Workbook(path) as book:
        sheet = book.add_worksheet("目录")
        sheet.write_row(0, 0, making.FULL)
        sheet.write_row(1, 0, row(页数="<v>"))
    with ZipFile(path) as old, ZipFile(tmp_path / "b.xlsx", "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name.endswith("sheet1.xml"):
                data = re.sub(rb'<c r="I2"[^>]*>.*?</c>', b'<c r="I2"><v>1e400</v></c>', data)
            new.writestr(name, data)

    source = checked(making.sent_path(tmp_path / "b.xlsx"))

    assert counts(source) == (1, 0, 0, 1, 0)
    assert source.marked


def test_it_is_downloaded_under_the_name_of_the_table(client):
    source = checked_rows(row())
    client.force_login(source.made_by)

    response = client.get(f"{source.get_absolute_url()}marked/")

    assert marked_name(source) == "目录, marked.xlsx"
    assert response["Content-Disposition"].startswith("attachment")
    assert b"".join(response.streaming_content).startswith(b"PK")
    taken = Entry.objects.get(verb="take marked copy")
    assert (taken.by, taken.row) == (source.made_by, str(source.pk))


def test_making_it_writes_nothing_in_the_trail():
    checked_rows(row())

    assert not Entry.objects.filter(verb="mark").exists()
