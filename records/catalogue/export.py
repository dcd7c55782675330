"""A list of records as a filing catalogue (归档文件目录, DA/T 22-2015 5.5.2) in XLSX."""

from collections.abc import Iterator
from typing import IO

from django.utils.translation import gettext as _

from records.catalogue.query import Query
from records.holdings.elements import exported
from records.jobs.rules import Progress
from records.tables.writer import Column, write_table

CHUNK = 2_000
NUMBER_WIDTH = 7


def columns() -> list[Column]:
    """Names and widths: the standard's nine, then what boxes and shelves need (elements)."""
    placed = [(one.label, one.export[1]) for one in exported() if one.export]
    return [(_("No."), NUMBER_WIDTH), *placed]


def write(file: IO[bytes], query: Query, progress: Progress) -> int:
    """Write the list into the file and return how many records; neither side is held in memory.

    `progress` hears the number of lines now and then. Call it inside a transaction: the rows
    come through a cursor of the server.
    """

    def told(count: int) -> None:
        if count % CHUNK == 0:
            progress(count)

    numbered = ([number, *cells] for number, cells in enumerate(lines(query), start=1))
    return write_table(file, _("Filing catalogue"), columns(), numbered, told)


def lines(query: Query, most: int | None = None) -> Iterator[list[str | int | None]]:
    """The cells of every record after the running number, from a cursor of the server.

    Outside a transaction the server works out all rows before it gives the first: say there
    how many are wanted at `most`.
    """
    told = exported()
    sources = list(dict.fromkeys(source for one in told for source in one.sources))
    cells = [(one.saying, [sources.index(source) for source in one.sources]) for one in told]
    rows = query.found.order_by(*query.ordered.whole).values_list(*sources)
    for row in rows[:most].iterator(chunk_size=CHUNK):
        yield [said(*(row[place] for place in places)) for said, places in cells]
