"""A list of records as a filing catalogue (归档文件目录) on paper and in XLSX.

In the order of the archival codes, whatever order the page had, and with a cover
(DA/T 22-2015 5.5.1, 5.5.2, 5.5.4).
"""

from collections.abc import Iterable, Iterator
from typing import IO, TypeAlias

from django.db.models import Q
from django.utils.text import capfirst

from records.catalogue.query import FILED, Query
from records.holdings.elements import exported
from records.jobs.rules import Progress
from records.sentences import gettext as _
from records.sentences import pgettext
from records.tables.writer import HEAD, Book, Column, write_table
from records.values.rules import Level

CHUNK = 2_000
NUMBER_WIDTH = 7
ON_COVER = ("fonds", "year", "period", "unit")
NAMED = 12  # values of one kind that the cover names one by one
COVER_WIDTHS = (16, 60)
Cells: TypeAlias = list[str | int | None]


def columns(*, volumes: bool = False) -> list[Column]:
    """Names and widths: the standard's nine, then what boxes, shelves and volumes need."""
    placed = [(one.label, one.export[1]) for one in exported(volumes=volumes) if one.export]
    return [(_("No."), NUMBER_WIDTH), *placed]


def write(file: IO[bytes], query: Query, progress: Progress) -> int:
    """Write the list into the file and return how many records; neither side is held in memory.

    The cover is the last sheet: the catalogue is the first that a program reads.

    `progress` hears the number of lines now and then. Call it inside a transaction: the rows
    come through a cursor of the server.
    """

    def told(count: int) -> None:
        if count % CHUNK == 0:
            progress(count)

    cover, volumes = Cover(), has_volumes(query)
    passing = cover.reading(lines(query, volumes=volumes))
    numbered = ([number, *cells] for number, cells in enumerate(passing, start=1))
    named = columns(volumes=volumes)
    return write_table(file, _("Filing catalogue"), named, numbered, told, behind=cover.write)


def has_volumes(query: Query) -> bool:
    """Whether the list has volumes, or what lies in some."""
    return query.found.filter(Q(level=Level.VOLUME) | Q(volume__isnull=False)).exists()


class Cover:
    """What stands on the cover: fonds, year, period and office, read from the lines themselves."""

    def __init__(self) -> None:
        keys = [one.key for one in exported()]
        self.places = {key: keys.index(key) for key in ON_COVER}
        self.found: dict[str, set[str]] = {key: set() for key in ON_COVER}

    def reading(self, lines: Iterable[Cells]) -> Iterator[Cells]:
        """The same lines, each looked at on its way."""
        for cells in lines:
            for key, place in self.places.items():
                if cells[place] not in (None, ""):
                    self.found[key].add(str(cells[place]))
            yield cells

    @property
    def facts(self) -> list[tuple[str, str]]:
        """Label and value; what no line says is empty, many values are given from first to last."""
        fonds = [text.split(" ", 1) for text in sorted(self.found["fonds"])]
        labels = {one.key: str(one.label) for one in exported()}
        return [
            (_("Fonds no."), _listed([number for number, _name in fonds])),
            (capfirst(_("fonds name")), _listed([name for _number, name in fonds])),
            *((labels[key], _listed(sorted(self.found[key]))) for key in ON_COVER[1:]),
        ]

    def write(self, book: Book) -> None:
        """The cover as a sheet."""
        sheet = book.sheet(_("Cover"), widths=COVER_WIDTHS)
        sheet.write(0, 0, _("Filing catalogue"), HEAD)
        for row, (label, value) in enumerate(self.facts, start=2):
            sheet.write(row, 0, label)
            sheet.write(row, 1, value)


def _listed(values: list[str]) -> str:
    if len(values) <= NAMED:
        return pgettext("between words", ", ").join(values)
    return _("%(first)s to %(last)s (%(count)d)") % {
        "first": values[0],
        "last": values[-1],
        "count": len(values),
    }


def lines(query: Query, most: int | None = None, *, volumes: bool = False) -> Iterator[Cells]:
    """The cells of every record after the running number, from a cursor of the server.

    Outside a transaction the server works out all rows before it gives the first: say there
    how many are wanted at `most`.
    """
    told = exported(volumes=volumes)
    sources = list(dict.fromkeys(source for one in told for source in one.sources))
    cells = [(one.saying, [sources.index(source) for source in one.sources]) for one in told]
    rows = query.found.order_by(*FILED.whole).values_list(*sources)
    for row in rows[:most].iterator(chunk_size=CHUNK):
        yield [said(*(row[place] for place in places)) for said, places in cells]
