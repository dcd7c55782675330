"""A list of records taken out of the house, in each form the same records of one query.

A filing catalogue (归档文件目录) as XLSX, text and PDF/A, and a finding aid in EAD3. In the order
of the archival codes, whatever order the page had, and with a cover where the form has one
(DA/T 22-2015 5.5.1, 5.5.2, 5.5.4).
"""

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from tempfile import TemporaryFile
from typing import IO, NamedTuple, TypeAlias
from zipfile import ZipFile

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.timezone import localdate

from records.catalogue.export import finding_aid
from records.catalogue.export.printout import paper
from records.catalogue.query import FILED, Query, chips
from records.days import day
from records.holdings.elements import exported
from records.jobs.rules import Progress
from records.rules import Refused
from records.sentences import gettext as _
from records.sentences import gettext_lazy, labelled, pgettext
from records.tables import writer
from records.tables.writer import HEAD, Book, Column, write_csv, write_table
from records.values.rules import Level

CHUNK = 2_000
NUMBER_WIDTH = 7
ON_COVER = ("fonds", "year", "period", "unit")
NAMED = 12  # values of one kind that the cover names one by one
COVER_WIDTHS = (16, 60)
PAPER = 30_000  # lines of one document: some 2,000 pages
XLSX, ZIP = "xlsx", "zip"
COPIED = 1 << 20  # bytes at once
PERMANENT = "永久档案目录"  # as the authority knows it, in every language
Cells: TypeAlias = list[str | int | None]


def columns(*, volumes: bool = False) -> list[Column]:
    """Names and widths: the standard's nine, then what boxes, shelves and volumes need."""
    placed = [(one.label, one.export[1]) for one in exported(volumes=volumes) if one.export]
    return [(_("No."), NUMBER_WIDTH), *placed]


def write(file: IO[bytes], query: Query, progress: Progress, title: str = "") -> int:
    """Write the list into the file and return how many records; neither side is held in memory.

    What was asked for stands in words on the first sheet, unless the list goes out of the
    house under a `title` that says it; the cover is the last one. The catalogue between
    them is the one that is open, and that an import finds by its header.

    `progress` hears the number of lines now and then. Call it inside a transaction: the rows
    come through a cursor of the server.
    """
    name, volumes = title or _("Filing catalogue"), has_volumes(query)
    cover = Cover(name)
    passing = cover.reading(lines(query, volumes=volumes))
    numbered = ([number, *cells] for number, cells in enumerate(passing, start=1))
    named, told = columns(volumes=volumes), partial(_tell, progress)
    front = None if title else Conditions(query).write
    return write_table(file, name, named, numbered, told, front=front, behind=cover.write)


def write_text(file: IO[bytes], query: Query, progress: Progress) -> int:
    """The same lines as text with commas, without a cover; see `write`."""
    count, volumes = 0, has_volumes(query)

    def numbered() -> Iterator[Cells]:
        nonlocal count
        for count, cells in enumerate(lines(query, volumes=volumes), start=1):
            _tell(progress, count)
            yield [count, *cells]

    write_csv(file, [str(head) for head, _width in columns(volumes=volumes)], numbered())
    return count


def _tell(progress: Progress, count: int) -> None:
    if count % CHUNK == 0:
        progress(count)


def has_volumes(query: Query) -> bool:
    """Whether the list has volumes, or what lies in some."""
    return query.found.filter(Q(level=Level.VOLUME) | Q(volume__isnull=False)).exists()


class Conditions(NamedTuple):
    """What was asked for, in words: a line each, so that no program takes them for columns."""

    query: Query

    @property
    def said(self) -> list[str]:
        """Who took it on which day, and the conditions, or that there were none."""
        taken = _("Taken on %(day)s by %(person)s, of the records that this person may see.")
        told = [labelled(one.label, one.value) for one in chips(self.query)]
        by = {"day": day(localdate()), "person": self.query.reader}
        return [taken % by, *(told or [_("Without conditions: all of them.")])]

    def write(self, book: Book) -> None:
        """The conditions as a sheet."""
        sheet = book.sheet(_("Conditions of the list"), widths=COVER_WIDTHS[1:])
        sheet.write(0, 0, _("Conditions of the list"), HEAD)
        for row, line in enumerate(self.said, start=2):
            sheet.write(row, 0, line)


class Cover:
    """What stands on the cover: fonds, year, period and office, read from the lines themselves."""

    def __init__(self, name: str = "") -> None:
        self.name = name or _("Filing catalogue")
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
        sheet.write(0, 0, self.name, HEAD)
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


def write_paper(file: IO[bytes], query: Query, progress: Progress, title: str = "") -> int:
    """The same lines on paper; refused where they are too many for it."""
    cover = Cover(title)
    rows = list(cover.reading(lines(query, PAPER + 1)))
    if len(rows) > PAPER:
        raise Refused(
            _(
                "On paper a catalogue has at most %(most)d lines: narrow the list down, or take it"
                " as a table."
            )
            % {"most": PAPER}
        )
    progress(len(rows))
    numbered = [[number, *cells] for number, cells in enumerate(rows, start=1)]
    heads = [str(head) for head, _width in columns()]
    file.write(paper(cover.name, cover.facts, heads, numbered, str(query.reader)))
    return len(rows)


def write_finding_aid(file: IO[bytes], query: Query, progress: Progress) -> int:
    """The same records in EAD3, by fonds; see `finding_aid.write`."""
    told = [query.text, *(f"{one.label} {one.shown}" for one in query.conditions)]
    asked = "；".join(filter(None, told))
    records = query.found.order_by("fonds__number", *FILED.whole)
    return finding_aid.write(file, records, progress, asked=asked, by=str(query.reader))


class Kind(NamedTuple):
    """A form of file. `slow`: it is made while one waits only where it is as short as a print."""

    label: str | Promise
    suffix: str
    media_type: str
    write: Callable[[IO[bytes], Query, Progress], int]
    slow: bool = False


def called(query: Query, kind: str) -> str:
    """What a file is called by who keeps it."""
    return (kind == ZIP and yearly(query)) or _("Filing catalogue")


def yearly(query: Query) -> str:
    """What the authority (条例 25(1)) calls a list of permanent records alone; else empty."""
    if query.chosen("period") != ["Y"]:
        return ""
    years = query.chosen("year")
    return f"{years[0]}年{PERMANENT}" if len(years) == 1 and years[0].isdecimal() else PERMANENT


def write_both(file: IO[bytes], query: Query, progress: Progress) -> int:
    """The list on paper and as a table, in one archive, each under its name."""
    count, title, name = 0, yearly(query), called(query, ZIP)
    with ZipFile(file, "w") as both:
        for suffix, put in (("pdf", write_paper), (XLSX, write)):
            with TemporaryFile() as one:
                count = put(one, query, progress, title)
                one.seek(0)
                with both.open(f"{name}.{suffix}", "w") as place:
                    while chunk := one.read(COPIED):
                        place.write(chunk)
    return count


KINDS = {
    XLSX: Kind("XLSX", "xlsx", writer.XLSX, write),
    "csv": Kind("CSV", "csv", "text/csv; charset=utf-8", write_text),
    "ead3": Kind("EAD3 (XML)", "xml", "application/xml", write_finding_aid),
    "pdf": Kind("PDF/A", "pdf", "application/pdf", write_paper, slow=True),
    ZIP: Kind(
        gettext_lazy("PDF/A and XLSX together"),
        "zip",
        "application/zip",
        write_both,
        slow=True,
    ),
}
