"""What a worker does with a table first: the check, which writes no record."""

import tempfile
from collections.abc import Iterable
from datetime import datetime
from itertools import chain
from typing import IO, Any

from django.db import connection, transaction
from django.utils.timezone import localdate

from records.holdings.codes import Widths
from records.imports.actions import forget_table
from records.imports.downloads import mark
from records.imports.models import Import, ImportRow
from records.imports.rows.cells import Target
from records.imports.rows.comparison import compare, counts, problems_by_column
from records.imports.rows.intake import stage
from records.imports.rows.places import bears_mark
from records.imports.rows.sheet import Sheet
from records.jobs.rules import Progress
from records.organisation.models import Category, Unit, User
from records.rules import Refused
from records.sentences import gettext as _
from records.tables.reader import read_others, read_table
from records.tables.rules import position
from records.values.rules import Level
from records.workflow.actions import advance
from records.workflow.acts import works

MOST_MERGED = 200  # merged cells that are told one by one
# What the comparisons go by: to measure all columns would take five times as long.
COMPARED = ["source_id", "row", "outcome", "fingerprint", "archival_code", "document_number"]


def _finished(
    source: Import, *, progress: Progress, kept: IO[bytes] | None = None, **_asked: Any
) -> str:
    """Make the marked copy where it is not made yet, then say what the check found."""
    try:
        mark(source, kept, progress=progress)
    finally:
        if source.tally.get("secret") or source.tally.get("elsewhere"):
            forget_table(source)  # it holds state secrets: it may not stay here
    return _(
        "%(read)d rows: %(good)d can be imported, %(rejected)d have faults,"
        " %(duplicate)d are there already."
    ) % {
        "read": source.read,
        "good": source.good,
        "rejected": source.rejected,
        "duplicate": source.duplicate,
    }


@works(Import, "check", already=_finished)
def check(source: Import, *, by: User, at: datetime, progress: Progress) -> str:
    """Check an import, then make the marked copy of its table from the cells that were read.

    All counts and rows appear together: a worker that dies on the way leaves the import as
    it was. One that dies before the marked copy is made leaves that to the next.
    """
    with tempfile.TemporaryFile() as kept:  # nobody else can open it; it ends with the worker
        check_rows(source, kept, progress=progress, by=by, at=at)
        source.refresh_from_db()
        return _finished(source, kept=kept, progress=progress)


@transaction.atomic
def check_rows(
    source: Import, kept: IO[bytes] | None = None, *, progress: Progress, by: User, at: datetime
) -> None:
    """Read every row, compare it with the fonds, count; the cells that were read go to `kept`."""
    source = source.held()
    if not source.wants_columns:  # another worker was faster
        return
    ImportRow.objects.filter(source=source).delete()
    with source.table() as stream:
        table = read_table(stream, *source.taken_names, keep=kept)
        taken = stage(source, Sheet(_used(source), _target(source, at)), table, progress=progress)
    progress(table.total, text=_("Comparing with the fonds"))
    with connection.cursor() as cursor:
        measure = "SELECT records_measure('records_importrow', VARIADIC %s::name[])"
        cursor.execute(measure, [COMPARED])
    compare(source)
    tally: dict[str, Any]
    tally = {"columns": problems_by_column(source), "secret": taken.changes.pop("secret", 0)}
    tally["elsewhere"] = table.parts[0].others and _marked_elsewhere(source)
    tally["changes"], tally["merged"] = taken.changes, taken.merged[:MOST_MERGED]
    tally["more_merged"] = len(taken.merged[MOST_MERGED:])
    read = counts(source)
    told = {"checked_at": at, "tally": tally}
    Import.objects.filter(pk=source.pk).update(**read, **told)
    advance(source, "check", by=by, at=at, counts=read)


def _marked_elsewhere(source: Import) -> bool:
    """Whether a sheet that is not taken bears a mark, or cannot be looked through for one."""
    with source.table() as stream:
        try:
            others = read_others(stream, source.taken_names)
            return any(map(bears_mark, chain.from_iterable(others)))
        except Refused:
            return True


def _used(source: Import) -> list[tuple[int, str, str]]:
    return [
        (position(column["letter"]), column["letter"], column["field"])
        for column in source.columns
        if column["field"]
    ]


def _target(source: Import, at: datetime) -> Target:
    fonds = source.fonds
    categories = list(Category.objects.all())
    units = list(Unit.objects.filter(fonds=fonds))
    return Target(
        fonds=fonds.number,
        pattern=fonds.code_pattern,
        widths=Widths(number=fonds.number_width, unit=fonds.unit_width),
        category=source.category.code,
        categories=_words((one.pk, one.code, one.name) for one in categories),
        category_codes={one.pk: one.code for one in categories},
        by_volume=frozenset(one.code for one in categories if one.by_volume),
        units=_words((one.pk, one.code, one.name) for one in units),
        unit_codes={one.pk: one.code for one in units},
        year=source.year,
        period=source.period,
        today=localdate(at),
        fonds_name=fonds.name,
        level=Level(source.level),
    )


def _words(rows: Iterable[tuple[int, str, str]]) -> dict[str, int]:
    """Keys by the words that lead to them: the codes first, then the names."""
    known = list(rows)
    return {code: key for key, code, _name in known} | {name: key for key, _code, name in known}
