"""A list of records as a filing catalogue (归档文件目录, DA/T 22-2015 5.5.2) in XLSX."""

from collections.abc import Iterator
from typing import IO, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from records.catalogue.query import Query
from records.jobs.rules import Progress
from records.retention.rules import Period
from records.tables.writer import Column, write_table
from records.values.rules import Security

CHUNK = 2_000
# The standard's nine columns in their order, then what the boxes and shelves need.
COLUMNS: list[Column] = [
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

    `progress` hears the number of lines now and then. Call it inside a transaction: the rows
    come through a cursor of the server.
    """

    def told(count: int) -> None:
        if count % CHUNK == 0:
            progress(count)

    numbered = ([number, *cells] for number, cells in enumerate(lines(query), start=1))
    return write_table(file, _("Filing catalogue"), COLUMNS, numbered, told)


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
