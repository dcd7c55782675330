"""The rows of a table, read one by one and copied into the staging table."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import islice
from typing import Any, TypeAlias

from django.db import connection
from django.utils.translation import gettext as _

from records.holdings.models import Record
from records.imports.models import SHARED, Import, ImportCorrection, ImportRow
from records.imports.rows.cells import Row
from records.imports.rows.sheet import NOTHING, Sheet
from records.imports.rules import Change
from records.jobs.rules import Progress
from records.tables.reader import Table
from records.tables.rules import Cell

Typed: TypeAlias = dict[int, dict[str, str]]
AT_ONCE = 5_000  # rows of one COPY; also how often progress is told


def stage(source: Import, sheet: Sheet, table: Table, *, progress: Progress) -> Counter[str]:
    """Copy every row below the header that is not blank; returns what was put right, by kind."""
    changes: Counter[str] = Counter()
    rows, typed = _rows(table, source.header), _typed(source)
    progress(0, table.total, _("Reading the table"))
    last = _copy(source, sheet, islice(rows, AT_ONCE), changes, typed)
    while last:
        progress(last)
        last = _copy(source, sheet, islice(rows, AT_ONCE), changes, typed)
    return changes


def _typed(source: Import) -> Typed:
    """What people put right on the page, by row and field."""
    found: Typed = defaultdict(dict)
    told = source.corrections.exclude(field=ImportCorrection.ANOTHER)
    for row, field, value in told.values_list("row", "field", "value"):
        found[row][field] = value
    return found


def _rows(table: Table, header: int) -> Iterator[tuple[int, list[Cell]]]:
    for number, cells in enumerate(table.rows, start=1):
        if number > header and any(_says_something(cell) for cell in cells):
            yield number, cells


def _says_something(cell: Cell) -> bool:
    return bool(cell.strip()) if isinstance(cell, str) else True


def _copy(
    source: Import,
    sheet: Sheet,
    rows: Iterator[tuple[int, list[Cell]]],
    changes: Counter[str],
    typed: Typed,
) -> int:
    """Read some rows while PostgreSQL takes them in; returns the last row's number, or 0."""
    columns = ["source_id", "row", "outcome", "problems", "changes", "key", *SHARED]
    statement = f"COPY {ImportRow._meta.db_table} ({', '.join(columns)}) FROM STDIN"
    keys, last = iter(_reserve(AT_ONCE)), 0
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for last, cells in rows:
            row = sheet.read(last, cells, typed.get(last, NOTHING))
            copy.write_row((source.pk, *_staged(row, next(keys))))
            changes.update(change["kind"] for change in row.changes)
            changes["secret"] += row.secret
    return last


def _staged(row: Row, key: int) -> tuple[Any, ...]:
    """A row as the staging table holds it: of one that is refused only what is wrong with it."""
    held = {} if row.rejected else row.values
    # 永久 for Y is counted, but nothing that a cell would have to show
    shown = [change for change in row.changes if change["kind"] != Change.PERIOD]
    values = [held.get(column, empty) for column, empty in SHARED.items()]
    return (row.number, row.outcome.value, _json(row.problems), _json(shown), key, *values)


def _json(told: list[Any]) -> str:
    return json.dumps(told, ensure_ascii=False) if told else "[]"


def _reserve(count: int) -> list[int]:
    """Primary keys for records to come; a check that is thrown away leaves a harmless gap."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
            [Record._meta.db_table, count],
        )
        return [key for (key,) in cursor.fetchall()]
