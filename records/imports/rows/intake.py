"""The rows of a table, read one by one and copied into the staging table."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from functools import partial
from itertools import chain, islice
from typing import Any, NamedTuple, TypeAlias, TypedDict

from django.db import connection

from records.confined.twin import shared
from records.imports.models import SHARED, Import, ImportCorrection, ImportRow
from records.imports.rows import copied
from records.imports.rows.cells import Row, text_of
from records.imports.rows.sheet import NOTHING, Sheet
from records.imports.rules import Change
from records.jobs.rules import Progress
from records.sentences import Keeps
from records.sentences import gettext as _
from records.tables.reader import Part, Table
from records.tables.rules import Cell, letter, position

Typed: TypeAlias = dict[int, dict[str, str]]
Numbered: TypeAlias = list[tuple[int, list[Cell]]]
_encode = Keeps(ensure_ascii=False).encode
COLUMNS = ("source_id", "row", "outcome", "problems", "changes", "inside", *SHARED)
EMPTY = {name: copied.value(value) for name, value in SHARED.items()}
AT_ONCE = 1_000  # rows of one COPY; also how often progress is told
SHOWN = 60  # characters of what was merged


class Merged(TypedDict):
    """Cells of a column that were one: where they stand, and what holds in each of them."""

    sheet: str
    cells: str
    value: str


class Read(NamedTuple):
    """What a piece says: its rows as COPY takes them, what was put right, which are secret."""

    lines: bytes
    changes: Counter[str]
    secret: set[int]


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
    some = iter(lambda: list(islice(rows, AT_ONCE)), [])
    work = partial(_read, source.pk, sheet, taken.typed)
    with closing(shared(work, some)) as pieces:
        for piece, read in pieces:
            _copy(read.lines)
            _count(taken, sheet, table, piece, read)
            progress(piece[-1][0])
    return taken


def _typed(source: Import) -> Typed:
    """What people put right on the page, by row and field."""
    found: Typed = defaultdict(dict)
    told = source.corrections.exclude(field=ImportCorrection.ANOTHER)
    for row, key, value in told.values_list("row", "field", "value"):
        found[row][key] = value
    return found


def _rows(table: Table, source: Import) -> Iterator[tuple[int, list[Cell]]]:
    headers = {one.name: one.header for one in source.taken}
    for number, cells in enumerate(table.rows, start=1):
        part = table.parts[-1]
        below = number - part.before > headers.get(part.sheet, source.header)
        if below and any(_says_something(cell) for cell in cells):
            yield number, cells


def _says_something(cell: Cell) -> bool:
    return bool(cell.strip()) if isinstance(cell, str) else True


def _read(source: int, sheet: Sheet, typed: Typed, piece: Numbered) -> Read:
    """What rows say, by nothing but their cells, so that another process may read them."""
    rows = [sheet.read(number, cells, typed.get(number, NOTHING)) for number, cells in piece]
    staged = ((str(source), *_staged(row)) for row in rows)
    changes = Counter(change["kind"] for row in rows for change in row.changes)
    return Read(copied.lines(staged), changes, {row.number for row in rows if row.secret})


def _copy(lines: bytes) -> None:
    statement = f"COPY {ImportRow._meta.db_table} ({', '.join(COLUMNS)}) FROM STDIN"
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        copy.write(lines)


def _count(taken: Taken, sheet: Sheet, table: Table, rows: Numbered, read: Read) -> None:
    """Count what was put right, and find what was merged."""
    taken.changes.update(read.changes)
    taken.changes["secret"] += len(read.secret)
    parts = [part for part in reversed(table.parts) if part.merged]
    for number, cells in rows if parts else ():
        part = next(one for one in reversed(table.parts) if one.before < number)
        if number - part.before in part.merged and number not in read.secret:
            taken.merged += _merged(part, number - part.before, cells, sheet.letters)


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


def _staged(row: Row) -> Iterator[str]:
    """A row as the staging table holds it: of one that is refused only what is wrong with it."""
    held = {} if row.rejected else row.values
    # 永久 for Y is counted, but nothing that a cell would have to show
    shown = [change for change in row.changes if change["kind"] != Change.PERIOD]
    told = (str(row.number), row.outcome.value, _json(row.problems), _json(shown))
    said = {name: copied.value(value) for name, value in held.items() if name in EMPTY}
    return chain(told, (held.get("inside", ""),), (EMPTY | said).values())


def _json(told: list[Any]) -> str:
    return _encode(told) if told else "[]"
