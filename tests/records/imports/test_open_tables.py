"""A table is opened: which sheet, which row is the header, what may not come in at all."""

import pytest
from django.core.files.base import ContentFile
from xlsxwriter import Workbook

from records.confined import children
from records.imports import actions, work
from records.imports.models import Import
from records.rules import Refused
from tests import make
from tests.records.imports import making
from tests.records.imports.making import row

pytestmark = pytest.mark.django_db


def test_the_sheet_with_a_header_is_taken_of_several(tmp_path):
    with Workbook(tmp_path / "a.xlsx") as book:
        book.add_worksheet("说明").write(0, 0, "本表由办公室填写")
        book.add_worksheet("目录").write_row(0, 0, making.FULL)

    source = making.sent_path(tmp_path / "a.xlsx")

    assert (source.sheet, source.header) == ("目录", 1)


def test_an_empty_sheet_before_the_table_does_not_matter(tmp_path):
    with Workbook(tmp_path / "a.xlsx") as book:
        book.add_worksheet("Sheet1")
        book.add_worksheet("目录").write_row(0, 0, making.FULL)

    assert making.sent_path(tmp_path / "a.xlsx").sheet == "目录"


def empty_workbook(tmp_path, *, hidden):
    with Workbook(tmp_path / "a.xlsx") as book:
        book.add_worksheet("目录")
        if hidden:
            sheet = book.add_worksheet("藏")
            sheet.write_row(0, 0, making.FULL)
            sheet.hide()
    return tmp_path / "a.xlsx"


@pytest.mark.parametrize("hidden", [False, True])
def test_a_workbook_without_anything_to_see_is_refused(tmp_path, hidden):
    with pytest.raises(Refused, match="The table is empty"):
        making.sent_path(empty_workbook(tmp_path, hidden=hidden))

    assert not Import.objects.exists()


def test_a_text_of_blank_lines_is_refused():
    with pytest.raises(Refused, match="The table is empty"):
        making.sent(ContentFile(b"  \n\n , \n", name="a.csv"))


def test_a_table_that_is_marked_as_a_whole_is_refused():
    file = making.csv(row())
    text = "归档文件目录（机密）\n" + file.read().decode()

    with pytest.raises(Refused, match="state secret"):
        making.sent(ContentFile(text.encode(), name="a.csv"))


def test_a_state_secret_is_no_sample():
    source = making.sent(making.csv(row(题名="某机密事", 密级="机密"), row()))

    assert "某机密事" not in str(source.columns)
    assert source.columns[5]["sample"] == "关于清淤的通知"


def test_another_header_row_is_read_anew():
    text = "归档文件目录,题名\n文号,题名,日期\n清水发〔2024〕1号,关于清淤的通知,20240228"
    source = making.sent(ContentFile(text.encode(), name="a.csv"))

    actions.reopen(source, sheet="", header=1, by=source.made_by, at=make.NOW)

    source.refresh_from_db()
    assert source.columns[0]["name"] == "归档文件目录"


def test_a_header_far_down_is_read_when_it_is_named():
    source = making.sent(
        ContentFile(("说明\n" * 59 + "文号,题名\n一号,关于清淤").encode(), name="a.csv")
    )
    assert source.header == 0

    actions.reopen(source, sheet="", header=60, by=source.made_by, at=make.NOW)

    source.refresh_from_db()
    assert [one["field"] for one in source.columns] == ["document_number", "title"]
    assert source.columns[1]["sample"] == "关于清淤"
    with pytest.raises(Refused, match="row 900"):
        actions.reopen(source, sheet="", header=900, by=source.made_by, at=make.NOW)


@pytest.fixture
def opened(monkeypatch):
    """The readers of a stranger's file, each as its process is ordered."""
    seen: list[str] = []
    usual = children.Child.__init__

    def hear(child, order, *files):
        seen.append(order["name"])
        usual(child, order, *files)

    monkeypatch.setattr(children.Child, "__init__", hear)
    return seen


def test_a_workbook_is_opened_once_a_step_and_for_no_page(client, tmp_path, opened):
    with Workbook(tmp_path / "a.xlsx") as book:
        for number in range(5):
            book.add_worksheet(f"说明{number}").write(0, 0, "本表由办公室填写")
        book.add_worksheet("目录").write_row(0, 0, making.FULL)
    source = making.sent_path(tmp_path / "a.xlsx")
    assert opened == ["heads"]

    client.force_login(source.made_by)
    page = client.get(source.get_mapping_url())
    assert "说明4" in page.content.decode()
    assert opened == ["heads"]

    actions.reopen(source, sheet="目录", header=1, by=source.made_by, at=make.NOW)
    assert opened == ["heads", "heads"]

    checked = making.checked(Import.objects.get(pk=source.pk))
    assert opened[2:] == [
        "rows",
        "others",
    ]  # the marked copy needs no reader
    assert checked.marked

    client.get(checked.get_absolute_url())
    assert len(opened) == 4


def test_what_a_killed_check_left_unmarked_is_read_once_more(opened):
    source = making.sent(making.csv(making.row()))
    work.check_rows(source, progress=making.tell, by=source.made_by, at=make.NOW)

    marked = making.checked(source)

    assert marked.marked
    assert opened == ["heads", "rows", "rows"]
