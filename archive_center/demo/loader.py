"""Papers become rows of records, by COPY."""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from typing import Any

from django.db import connection

from archive_center.demo.paper import Paper
from records.holdings.elements import described
from records.holdings.models import Record
from records.holdings.rules import Access, Stage
from records.organisation.models import Category, Fonds, Unit, User
from records.values.dates import digits
from records.values.rules import Origin, Security
from records.values.text import further_form, normal_description

BORN_DIGITAL_FROM = 2016
CENTRE_BEGAN = 2021  # older files were described then
# What a paper may say comes from the table of elements; the rest are a draft's own columns.
OWN = ("dated_on", "access", "stage", "normal_text", "further_text", "described_by", "described_at")
KEPT = {*described(), *OWN}
FIELDS = [field for field in Record._meta.concrete_fields if field.name in KEPT]
COLUMNS = ("id", *(str(field.column) for field in FIELDS))


class Rows:
    """Gives papers their rows; `ids` remembers which row a paper became."""

    def __init__(self, *, by: User) -> None:
        self.by = by
        self.fonds = {one.number: one.pk for one in Fonds.objects.all()}
        self.categories = {one.code: one.pk for one in Category.objects.all()}
        self.units = {(one.fonds_id, one.code): one.pk for one in Unit.objects.all()}
        self.ids: dict[int, int] = {}

    def copy(self, papers: Iterable[Paper]) -> int:
        """Write all papers, items behind their volume, with the next free keys."""
        table = Record._meta.db_table
        with connection.cursor() as cursor:
            cursor.execute("SELECT coalesce(max(id), 0) FROM records_record")
            last = int(cursor.fetchone()[0])
            with cursor.copy(f"COPY {table} ({', '.join(COLUMNS)}) FROM STDIN") as copy:
                written = 0
                for written, row in enumerate(self._rows(papers, last + 1), start=1):
                    copy.write_row((last + written, *row))
            sequence = "SELECT setval(pg_get_serial_sequence(%s, 'id'), %s)"
            cursor.execute(sequence, [table, last + written])
        measure()
        return written

    def _rows(self, papers: Iterable[Paper], key: int) -> Iterator[tuple[Any, ...]]:
        for paper in papers:
            volume = key
            yield self._row(paper, key, None)
            key += 1
            for item in paper.items:
                item.box = paper.box
                yield self._row(item, key, volume)
                key += 1

    def _row(self, paper: Paper, key: int, volume: int | None) -> tuple[Any, ...]:
        self.ids[id(paper)] = key
        fonds = self.fonds[paper.body.number]
        born_digital = paper.dated.year >= BORN_DIGITAL_FROM and paper.category == "WS"
        said = {
            "level": paper.level,
            "volume": volume,
            "fonds": fonds,
            "category": self.categories[paper.category],
            "year": paper.year,
            "period": paper.period,
            "unit": self.units[fonds, paper.office],
            "document_number": paper.number,
            "title": paper.title,
            "responsible": paper.responsible,
            "date_text": digits(paper.dated)[: paper.known_to],
            "dated_on": paper.dated.replace(day=1) if paper.known_to < 8 else paper.dated,
            "pages": paper.pages,
            "security": Security.INTERNAL if paper.internal else Security.NONE,
            "origin": Origin.BORN_DIGITAL if born_digital else Origin.DIGITISED,
            "genre": paper.genre,
            "draft": "正本" if paper.category == "WS" else "",
            "medium": "A4" if paper.level == "item" else "卷",
            "persons": paper.persons,
            "keywords": paper.keywords,
            "box_number": paper.box,
            "access": Access.SHARED if paper.shared else Access.DEPARTMENT,
            "stage": Stage.DRAFT,
            "normal_text": normal_description(
                title=paper.title, document_number=paper.number, responsible=paper.responsible
            ),
            "further_text": further_form(paper.persons, paper.keywords),
            "described_by": self.by.pk,
            "described_at": described_at(paper.dated.year),
        }
        return tuple(said.get(field.name, field.get_default()) for field in FIELDS)


def measure() -> None:
    """Have PostgreSQL know the table as it is now; inside one transaction it would guess."""
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {Record._meta.db_table}")


def described_at(year: int) -> datetime:
    """In the spring after the year; older files when the centre began."""
    return datetime.combine(
        date(max(year + 1, CENTRE_BEGAN), 4, 12), datetime.min.time(), tzinfo=UTC
    ).replace(hour=2)
