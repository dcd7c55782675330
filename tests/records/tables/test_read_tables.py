from io import BytesIO
from pathlib import Path

import pytest
from xlsxwriter import Workbook

from records.confined.process import stream
from records.confined.wire import Fault
from records.rules import Refused
from records.tables import workbook
from records.tables.reader import believed, read_heads, read_table
from tests import catalogues, documents
from tests.records.confined import readers

DATA = Path(__file__).parents[2] / "data"
ROWS = 30
SHEET = {"sheet": "", "rows": 1, "merged": [], "others": False}


def read(path):
    """The rows below the header as texts, with the number of the header's row."""
    with path.open("rb") as stream:
        rows = list(read_table(stream).rows)
    texts = [
        [f"{cell:g}" if isinstance(cell, float) else str(cell) for cell in row] for row in rows
    ]
    header = texts.index(catalogues.HEADER)
    return header + 1, texts[header + 1 :]


EXPECTED = [[str(cell) for cell in row] for row in catalogues.rows(ROWS)]


def test_a_workbook_is_read_below_its_titles(tmp_path):
    path = catalogues.write_xlsx(tmp_path / "a.xlsx", catalogues.rows(ROWS))

    assert read(path) == (3, EXPECTED)


def test_an_old_workbook_is_read():
    assert read(DATA / "catalogue.xls") == (3, EXPECTED)


@pytest.mark.parametrize("inside", [b"PK\x03\x04", documents.package({"a.xml": "<a/>"})])
def test_an_old_workbook_with_a_package_inside_is_read(inside):
    """Some office suites keep a package of their own beside the cells."""
    found = read_table(BytesIO((DATA / "catalogue.xls").read_bytes() + inside.ljust(512, b"\0")))

    assert len(list(found.rows)) == ROWS + 3


def test_an_open_document_is_read(tmp_path):
    path = catalogues.write_ods(tmp_path / "a.ods", catalogues.rows(ROWS))

    assert read(path) == (1, EXPECTED)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_text_is_read_in_every_usual_encoding(tmp_path, encoding, delimiter):
    path = tmp_path / "a.csv"
    catalogues.write_csv(path, catalogues.rows(ROWS), encoding=encoding, delimiter=delimiter)

    assert read(path) == (1, EXPECTED)


def test_cells_keep_their_place_when_the_table_does_not_begin_at_the_corner(tmp_path):
    with Workbook(tmp_path / "a.xlsx") as book:
        book.add_worksheet().write(4, 2, "题名")

    with (tmp_path / "a.xlsx").open("rb") as stream:
        table = read_table(stream, "Sheet1")

        assert table.total == 5
        assert list(table.rows)[4] == ["", "", "题名"]


def test_hidden_sheets_are_not_offered(tmp_path):
    with Workbook(tmp_path / "a.xlsx") as book:
        book.add_worksheet("目录")
        book.add_worksheet("代码").hide()

    with (tmp_path / "a.xlsx").open("rb") as stream:
        assert [one.sheet for one in read_heads(stream, 1) if not one.hidden] == ["目录"]


def broken_workbook(tmp_path):
    path = catalogues.write_xlsx(tmp_path / "a.xlsx", catalogues.rows(3))
    return path.read_bytes()[:-200]


@pytest.mark.parametrize(
    ("data", "part"),
    [
        (b"", "empty"),
        (b"PK\x03\x04 not a workbook", "damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "damaged"),
        (b"%PDF-1.7\n\x00\x01\xff\xfe\xfd", "damaged"),
        (b"<html><table><tr><td>1</td></tr></table></html>", "web page"),
        ((DATA / "locked.xlsx").read_bytes(), "password"),
        (documents.xls_with_password(), "has a password. Save it without one"),
        (documents.ods_with_password(), "has a password. Save it without one"),
        (",".join(["列"] * 300).encode(), "columns"),
        (b"\xef\xbb\xbf" + "题名,文号".encode("gb18030"), "damaged"),
        ("题名\t文号".encode("utf-16")[:-1], "damaged"),
        ("题名\t文号".encode("utf-16") + b"\x00\xd8\x41\x00", "damaged"),
        (b"a,b\n" + b"c" * 200_000, "damaged"),
        (b'a,b\nc,"d\n' + b"e,f\n" * 10, "line 2 is not closed"),
        (b'a,b\nc,"d\n' + b"e,f\n" * 200 + b'g,"h\n', "line 2 is not closed"),
    ],
)
def test_what_is_no_table_is_refused_in_one_sentence(data, part):
    with pytest.raises(Refused, match=part):
        read_table(BytesIO(data))


def test_a_workbook_cut_short_is_refused(tmp_path):
    with pytest.raises(Refused, match="damaged"):
        read_table(BytesIO(broken_workbook(tmp_path)))


def test_a_sheet_that_is_not_there_is_refused(tmp_path):
    path = catalogues.write_xlsx(tmp_path / "a.xlsx", catalogues.rows(3))

    with path.open("rb") as stream, pytest.raises(Refused, match="目录二"):
        read_table(stream, "目录二")


def test_too_many_rows_are_refused(monkeypatch):
    monkeypatch.setattr(workbook, "MOST_ROWS", 2)

    with pytest.raises(Fault) as fault:
        next(workbook.rows(BytesIO(b"a\nb\nc\n"), [""]))

    assert (fault.value.key, fault.value.told) == ("long", {"rows": 3, "most": 2})


def test_a_workbook_that_unpacks_too_large_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(workbook, "MOST_UNPACKED", 100)
    path = catalogues.write_xlsx(tmp_path / "a.xlsx", catalogues.rows(3))

    with path.open("rb") as stream, pytest.raises(Fault, match="unpacked"):
        next(workbook.rows(stream, [""]))


def test_a_quotation_mark_left_open_does_not_hide_how_the_cells_are_cut():
    for below in (40, 20_000):  # of which one cell holds more than the reader takes
        lines = ["题名,文号,日期", '"关于清淤的通知,一号,20240228']
        lines += ["关于防汛,二号,20240301"] * below

        with pytest.raises(Refused, match="line 2 is not closed"):
            read_table(BytesIO("\n".join(lines).encode()), "")


def test_a_cell_of_several_lines_is_read():
    table = read_table(BytesIO('题名,备注\n甲,"一\n二\n三"\n乙,四\n'.encode()), "")

    assert table.total == 3
    assert list(table.rows)[1] == ["甲", "一\n二\n三"]


def far(tmp_path, column, row):
    """A workbook in which somebody touched a cell far away."""
    with Workbook(tmp_path / "far.xlsx") as book:
        sheet = book.add_worksheet("目录")
        sheet.write_row(0, 0, catalogues.HEADER)
        sheet.write(row - 1, column, " ")
    return BytesIO((tmp_path / "far.xlsx").read_bytes())


@pytest.mark.parametrize(
    ("column", "row", "place"),
    [
        (16_383, 1_048_576, "XFD and row 1048576"),
        (16_383, 2, "XFD and row 2"),
        (199, 1_048_576, "GR and row 1048576"),
    ],
)
def test_a_cell_touched_far_away_is_named_before_the_memory_runs_out(tmp_path, column, row, place):
    with pytest.raises(Refused, match=place):
        read_table(far(tmp_path, column, row), "目录")


def test_a_long_and_a_wide_table_are_read(tmp_path):
    assert read_table(far(tmp_path, 199, 1_000), "目录").total == 1_000
    assert read_table(far(tmp_path, 9, 100_000), "目录").total == 100_000


def test_colour_far_away_is_no_cell(tmp_path):
    with Workbook(tmp_path / "a.xlsx") as book:
        sheet = book.add_worksheet("目录")
        sheet.write_row(0, 0, catalogues.HEADER)
        sheet.write_blank(1_048_575, 16_383, None, book.add_format({"bg_color": "#FFFF00"}))

    with (tmp_path / "a.xlsx").open("rb") as stream:
        assert read_table(stream, "目录").total == 1


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["many"],
        [{"sheet": "", "rows": -1, "merged": [], "others": False}],
        [{"sheet": "", "rows": 2**70, "merged": [], "others": False}],
        [{"sheet": "", "rows": 1, "merged": 7, "others": False}],
        [SHEET, 7],
        [SHEET, [7]],
        [SHEET, {"sheet": 7}],
        [SHEET, [[{}]]],
        [SHEET, [[["shown", 7, 7]]]],
        [SHEET, [[["shown", "7", ["shown", "7", 7]]]]],
        [SHEET, [[["timedelta", 1e300]]]],
        [SHEET, [[["date", "29 February"]]]],
    ],
)
def test_a_reader_that_was_taken_over_is_not_believed(words):
    with pytest.raises(Refused, match="damaged"):
        list(believed(stream(readers.say, BytesIO(b"x"), words)).rows)
