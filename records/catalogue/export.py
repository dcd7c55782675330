"""A list of records as a filing catalogue (归档文件目录, DA/T 22-2015 5.5.2) in XLSX."""

from collections.abc import Iterator
from typing import IO, Any

import xlsxwriter
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from xlsxwriter.worksheet import Worksheet

from records.catalogue.query import Query
from records.jobs.rules import Progress
from records.retention.rules import Period
from records.values.rules import Security

LINES_OF_A_SHEET = 1_000_000  # a sheet of Excel has 1,048,576
LONGEST_CELL = 32_767
CHUNK = 2_000
# The standard's nine columns in their order, then what the boxes and shelves need.
COLUMNS: list[tuple[str | Promise, int]] = [
    (gettext_lazy("No."), 7),
    (gettext_lazy("Archival code"), 30),
    (gettext_lazy("Document number"), 24),
    (gettext_lazy("Responsible body"), 24),
    (gettext_lazy("Title"), 64),
    (gettext_lazy("Date"), 11),
    (gettext_lazy("Security mark"), 8),
    (gettext_lazy("Pages"), 7),
    (gettext_lazy("Remark"), 20),
    (gettext_lazy("Year"), 7),
    (gettext_lazy("Retention period"), 10),
    (gettext_lazy("Office or matter"), 14),
    (gettext_lazy("Box number"), 8),
    (gettext_lazy("Fonds"), 24),
]
FIELDS = (
    "archival_code",
    "document_number",
    "responsible",
    "title",
    "date_text",
    "date_is_inferred",
    "security",
    "pages",
    "remarks",
    "year",
    "period",
    "unit__name",
    "box_number",
    "fonds__number",
    "fonds__name",
)


def write(file: IO[bytes], query: Query, progress: Progress) -> int:
    """Write the list into the file and return how many records; neither side is held in memory.

    Texts are written as texts, so that a title that begins with “=” is no formula.
    `progress` hears the number of lines now and then. Call it inside a transaction: the rows
    come through a cursor of the server.
    """
    safe = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    count = 0
    with xlsxwriter.Workbook(file, {"constant_memory": True, **safe}) as book:
        head = book.add_format({"bold": True, "bottom": 1})
        sheet = _sheet(book, head)
        for count, cells in enumerate(lines(query), start=1):
            place = (count - 1) % LINES_OF_A_SHEET + 1
            if place == 1 and count > 1:
                sheet = _sheet(book, head)
            _line(sheet, place, [count, *cells])
            if count % CHUNK == 0:
                progress(count)
    return count


def lines(query: Query) -> Iterator[list[str | int | None]]:
    """The cells of every record after the running number, from a cursor of the server."""
    rows = query.found.order_by(*query.ordered.whole).values_list(*FIELDS)
    for row in rows.iterator(chunk_size=CHUNK):
        yield _cells(dict(zip(FIELDS, row, strict=True)))


def _cells(row: dict[str, Any]) -> list[str | int | None]:
    date = f"[{row['date_text']}]" if row["date_is_inferred"] else row["date_text"]
    return [
        row["archival_code"],
        row["document_number"],
        row["responsible"],
        row["title"],
        date,
        str(Security(row["security"]).label) if row["security"] else "",
        row["pages"],
        row["remarks"],
        row["year"],
        str(Period(row["period"])) if row["period"] else "",
        row["unit__name"],
        row["box_number"],
        f"{row['fonds__number']} {row['fonds__name']}",
    ]


def _sheet(book: Any, head: Any) -> Worksheet:
    title = _("Filing catalogue")
    made: Worksheet = book.add_worksheet(f"{title} {len(book.worksheets()) + 1}")
    made.freeze_panes(1, 0)
    for column, (label, width) in enumerate(COLUMNS):
        made.set_column(column, column, width)
        made.write_string(0, column, str(label), head)
    return made


def _line(sheet: Worksheet, place: int, cells: list[str | int | None]) -> None:
    for column, value in enumerate(cells):
        if isinstance(value, int):
            sheet.write_number(place, column, value)
        elif value:
            sheet.write_string(place, column, value[:LONGEST_CELL])
