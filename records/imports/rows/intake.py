"""The rows of a table, read one by one and copied into the staging table."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, TypeAlias, TypedDict

from django.db import connection

from records.holdings.models import Record
from records.imports.models import SHARED, Import, ImportCorrection, ImportRow
from records.imports.rows.cells import Row, text_of
from records.imports.rows.sheet import NOTHING, Sheet
from records.imports.rules import Change
from records.jobs.rules import Progress
from records.sentences import Keeps
from records.sentences import gettext as _
from records.tables.reader import Part, Table
from records.tables.rules import Cell, letter, position

Typed: TypeAlias = dict[int, dict[str, str]]
_encode = Keeps(ensure_ascii=False).encode
AT_ONCE = 1_000  # rows of one COPY; also how often progress is told
SHOWN = 60  # characters of what was merged


class Merged(TypedDict):
    """Cells of a column that were one: where they stand, and what holds in each of them."""

    sheet: str
    cells: str
    value: str


@dataclass
class Taken:
    """What was found beside the rows: what was put right, by kind, and what was merged."""

    typed: Typed
    changes: Counter[str] = field(default_factory=Counter)
    merged: list[Merged] = field(default_factory=list)


def stage(source: Import, sheet: Sheet, table: Table, *, progress: Progress) -> Taken:
    """Copy every row below its sheet's header that is not blank."""
    taken, rows = Taken(_typed(source)), _rows(table, source)
    progress(0, sum(one.rows for one in source.taken) or table.total, _("Reading the table"))
    last = _copy(source, sheet, islice(rows, AT_ONCE), taken)
    while last:
        progress(last)
        last = _copy(source, sheet, islice(rows, AT_ONCE), taken)
    return taken


def _typed(source: Import) -> Typed:
    """What people put right on the page, by row and field."""
    found: Typed = defaultdict(dict)
    told = source.corrections.exclude(field=ImportCorrection.ANOTHER)
    for row, key, value in told.values_list("row", "field", "value"):
        found[row][key] = value
    return found


def _rows(table: Table, source: Import) -> Iterator[tuple[int, list[Cell], Part]]:
    headers = {one.name: one.header for one in source.taken}
    for number, cells in enumerate(table.rows, start=1):
        part = table.parts[-1]
        below = number - part.before > headers.get(part.sheet, source.header)
        if below and any(_says_something(cell) for cell in cells):
            yield number, cells, part


def _says_something(cell: Cell) -> bool:
    return bool(cell.strip()) if isinstance(cell, str) else True


def _copy(
    source: Import, sheet: Sheet, rows: Iterator[tuple[int, list[Cell], Part]], taken: Taken
) -> int:
    """Read some rows while PostgreSQL takes them in; returns the last row's number, or 0."""
    columns = ["source_id", "row", "outcome", "problems", "changes", "key", "inside", *SHARED]
    statement = f"COPY {ImportRow._meta.db_table} ({', '.join(columns)}) FROM STDIN"
    some = list(rows)
    keys, last = iter(_reserve(len(some))), 0
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for last, cells, part in some:
            row = sheet.read(last, cells, taken.typed.get(last, NOTHING))
            copy.write_row((source.pk, *_staged(row, next(keys))))
            taken.changes.update(change["kind"] for change in row.changes)
            taken.changes["secret"] += row.secret
            if last - part.before in part.merged and not row.secret:
                taken.merged += _merged(part, last - part.before, cells, sheet.letters)
    return last


def _merged(
    part: Part, begin: int, cells: list[Cell], letters: Mapping[str, str]
) -> Iterator[Merged]:
    """What a row begins that goes down over further ones, in the columns that are used."""
    used = {position(letter): key for key, letter in letters.items()}
    for place, last in part.merged[begin]:
        if place in used and place < len(cells) and _says_something(cells[place]):
            said = "" if used[place] == "security" else text_of(cells[place])[:SHOWN]
            column = letter(place)
            cells_from_to = f"{column}{begin}:{column}{last}"
            yield {"sheet": part.sheet, "cells": cells_from_to, "value": said}


def _staged(row: Row, key: int) -> tuple[Any, ...]:
    """A row as the staging table holds it: of one that is refused only what is wrong with it."""
    held = {} if row.rejected else row.values
    # 永久 for Y is counted, but nothing that a cell would have to show
    shown = [change for change in row.changes if change["kind"] != Change.PERIOD]
    values = [held.get(column, empty) for column, empty in SHARED.items()]
    inside = held.get("inside", "")
    return (row.number, row.outcome.value, _json(row.problems), _json(shown), key, inside, *values)


def _json(told: list[Any]) -> str:
    return _encode(told) if told else "[]"


def _reserve(count: int) -> list[int]:
    """Primary keys for records to come; a check that is thrown away leaves a harmless gap."""
    with connection.cursor() as cursor:
        cursor.execute(
            # by its name a sequence would be sought once more for every number
            "WITH numbers AS MATERIALIZED ("
            " SELECT pg_get_serial_sequence(%s, 'id')::regclass AS next)"
            " SELECT nextval(next) FROM numbers, generate_series(1, %s)",
            [Record._meta.db_table, count],
        )
        return [key for (key,) in cursor.fetchall()]
