"""The one writer: text stays text, numbers and days stay right, no cell and no sheet overflows."""

from datetime import date, datetime
from io import BytesIO

import openpyxl
import pytest

from records.tables import writer
from records.tables.rules import LONGEST_CELL

NOON = datetime.fromisoformat("2024-02-28T12:00:00")


def written(*cells, **given):
    made = BytesIO()
    writer.write_table(made, "表", [("甲", 10)] * len(cells), [cells], **given)
    return openpyxl.load_workbook(made).active[2]


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@SUM(A1)", "http://x", "mailto:a@b", "1", "0012", "{=1}", "\t=1"]
)
def test_a_text_stays_a_text_whatever_it_begins_with(text):
    (cell,) = written(text)

    assert (cell.value, cell.data_type, cell.hyperlink) == (text, "s", None)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        (7, 7),
        (7.5, 7.5),
        (True, True),
        (0, 0),
        (None, None),
        ("", None),
        (date(2024, 2, 28), datetime.fromisoformat("2024-02-28")),
        (NOON, NOON),
        (date(1899, 12, 31), "1899-12-31"),
        (date(1900, 2, 28), "1900-02-28"),
        (110101199001011234, "110101199001011234"),
        (float("inf"), "inf"),
    ],
)
def test_numbers_and_days_are_written_as_what_they_are_or_as_text(given, kept):
    (cell,) = written(given)

    assert cell.value == kept


def test_a_text_longer_than_a_cell_is_cut_and_the_file_can_be_opened():
    (cell,) = written("长" * (LONGEST_CELL + 5))

    assert cell.value == "长" * LONGEST_CELL


def test_a_full_sheet_is_followed_by_another_with_the_same_head(monkeypatch):
    monkeypatch.setattr(writer, "ROWS_OF_A_SHEET", 2)
    made = BytesIO()
    told: list[int] = []

    count = writer.write_table(made, "目录", [("号", 5)], ([n] for n in range(5)), told.append)

    book = openpyxl.load_workbook(made)
    assert book.sheetnames == ["目录", "目录 2", "目录 3"]
    assert [[row[0].value for row in sheet] for sheet in book] == [
        ["号", 0, 1],
        ["号", 2, 3],
        ["号", 4],
    ]
    assert (count, told) == (5, [1, 2, 3, 4, 5])


@pytest.mark.parametrize("title", ["a/b:c*[d]?\\e", "'目录'", "很长的名称" * 20])
def test_any_title_names_a_sheet(title):
    made = BytesIO()

    writer.write_table(made, title, [("号", 5)], [])

    assert len(openpyxl.load_workbook(made).sheetnames[0]) <= 31


def test_a_look_holds_for_cells_that_are_typed_later():
    made = BytesIO()

    writer.write_table(made, "例", [("文号", 9)], [], look=writer.TEXT)

    assert openpyxl.load_workbook(made).active.column_dimensions["A"].number_format == "@"


def test_text_with_commas_has_no_formula_and_says_that_it_is_utf_8():
    made = BytesIO()

    writer.write_csv(made, ["甲", "乙"], [["=1+1", 3], ["-x", "a,b"]])

    assert made.getvalue() == "\ufeff甲,乙\r\n'=1+1,3\r\n'-x,\"a,b\"\r\n".encode()


RED, GREEN = {"bg_color": "#FAEAE5"}, {"bg_color": "#E5F0E8"}
LINES = [
    (["甲", "b&c", 1, 2.5, date(2020, 1, 2)], {}),
    ([], {}),
    (["x", "", None, True, NOON], {0: RED, 1: GREEN, 4: RED}),
    ([""] * 5, {2: RED}),
    (["a\nb", "c", date(1800, 1, 1)], {1: RED}),
    (["_x000D_", " 前", "后 ", "一_二"], {}),
    (["z"] * 3, {1: RED}),
    ([float("nan"), 1e20, -5, "=1"], {}),
    (["终", 7], {0: RED}),
]


def by_line(sheet, row, cells, looks):
    sheet.line(row, cells, looks)


def by_cell(sheet, row, cells, looks):
    for place, cell in enumerate(cells):
        sheet.write(row, place, cell, looks.get(place, writer.PLAIN))


def seen(write):
    """All that a reader finds: with a gap between two rows, and something said of each look."""
    made = BytesIO()
    with writer.workbook(made) as book:
        sheet = book.sheet("表", widths=[9] * 5, frozen=1)
        for row, (cells, looks) in enumerate(LINES):
            for place in looks:
                sheet.comment(row * 2, place, f"{row} {place}")
            write(sheet, row * 2, cells, looks)
    found = openpyxl.load_workbook(made).active
    cells = [cell for line in found.iter_rows() for cell in line]
    return [
        (one.coordinate, one.value, one.number_format, one.fill.fgColor.rgb)
        + ((one.comment.text,) if one.comment else ())
        for one in cells
    ]


def test_a_row_that_is_written_whole_is_what_its_cells_would_be():
    assert seen(by_line) == seen(by_cell)
