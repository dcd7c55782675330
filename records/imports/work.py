"""What a worker does with a table first: the check, which writes no record."""

import tempfile
from collections.abc import Iterable
from datetime import datetime
from itertools import chain
from typing import IO, Any, BinaryIO, cast
from uuid import uuid4

from django.core.files.base import File
from django.db import connection, transaction
from django.utils.timezone import localdate

from records.holdings.codes import Widths
from records.imports.actions import ask_for_copy, forget_cells, forget_table
from records.imports.downloads import cells_without_secrets, marked_copy
from records.imports.models import Import, ImportRow
from records.imports.rows.cells import Target
from records.imports.rows.comparison import compare, counts, problems_by_column
from records.imports.rows.intake import stage
from records.imports.rows.places import bears_mark
from records.imports.rows.sheet import Sheet
from records.imports.rules import MARKED_AT_ONCE
from records.jobs.rules import Progress
from records.organisation.models import Category, Unit, User
from records.rules import Refused
from records.sentences import gettext as _
from records.sentences import ngettext_lazy
from records.tables.reader import read_others, read_table
from records.tables.rules import position
from records.values.rules import Level
from records.workflow.actions import advance
from records.workflow.acts import works

MOST_MERGED = 200  # merged cells that are told one by one
# What the comparisons go by: to measure all columns would take five times as long.
COMPARED = ["source_id", "row", "outcome", "fingerprint", "archival_code", "document_number"]


def _finished(
    source: Import,
    *,
    progress: Progress,
    by: User,
    at: datetime,
    at_once: bool = False,
    kept: IO[bytes] | None = None,
) -> str:
    """Make the marked copy, or have it made of a long table, then say what the check found."""
    try:
        if kept and source.read > MARKED_AT_ONCE and not at_once:
            _mark_later(source, kept, by=by, at=at)
        elif not source.marking_id:
            _mark(source, kept, progress=progress)
    finally:
        if source.tally.get("secret") or source.tally.get("elsewhere"):
            forget_table(source)  # it holds state secrets: it may not stay here
    return ngettext_lazy(
        "%(read)d row: %(good)d can be imported, %(rejected)d with faults, %(duplicate)d there"
        " already.",
        "%(read)d rows: %(good)d can be imported, %(rejected)d have faults, %(duplicate)d are"
        " there already.",
        "read",
    ) % {
        "read": source.read,
        "good": source.good,
        "rejected": source.rejected,
        "duplicate": source.duplicate,
    }


@works(Import, "check", already=_finished)
def check(
    source: Import, *, by: User, at: datetime, progress: Progress, at_once: bool = False
) -> str:
    """Check an import, then make the marked copy of a short table from the cells that were read.

    All counts and rows appear together: a worker that dies on the way leaves the import as
    it was. One that dies before the marked copy is made leaves that to the next. The copy of
    a long table is work of its own, for which nobody waits, unless it is wanted `at_once`.
    """
    with tempfile.TemporaryFile() as kept:  # nobody else can open it; it ends with the worker
        check_rows(source, kept, progress=progress, by=by, at=at)
        source.refresh_from_db()
        told: dict[str, Any] = {"progress": progress, "by": by, "at": at}
        return _finished(source, kept=kept, at_once=at_once, **told)


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


@transaction.atomic
def _mark_later(source: Import, kept: IO[bytes], *, by: User, at: datetime) -> None:
    """Keep the cells that were read, without state secrets, and ask for the marked copy."""
    with tempfile.TemporaryFile() as clean:
        cells_without_secrets(source, kept, cast(BinaryIO, clean))
        source.cells.save(f"{uuid4().hex}.cells", File(clean), save=False)
    source.save(update_fields=["cells"])
    ask_for_copy(source, by=by, at=at)


def make_copy(*, row: int, by: User, progress: Progress) -> str:
    """Make the marked copy of a long table that was checked. May run twice."""
    source = Import.objects.get(pk=row)
    try:
        _mark(source, progress=progress)
    except FileNotFoundError:
        source.refresh_from_db()
        if source.awaits_copy:  # else it was put aside since the row was read
            raise
    if source.marked:
        return _("The marked table can be downloaded.")
    return _("The table was put aside or is checked anew, so no marked table was made.")


def _mark(source: Import, kept: IO[bytes] | None = None, *, progress: Progress) -> None:
    """Make the marked copy and keep it beside the table; made once for each check."""
    if source.marked or not source.checked_at or not (source.file or source.cells):
        return
    with marked_copy(source, kept, progress=progress) as (made, excerpt):
        _keep(source, made, excerpt)
    source.refresh_from_db()


@transaction.atomic
def _keep(source: Import, made: IO[bytes], excerpt: list[Any]) -> None:
    """Keep the marked copy, unless its check was thrown away or its table put aside meanwhile."""
    held = source.held()
    if held.marked or not (held.file or held.cells) or held.checked_at != source.checked_at:
        return
    held.marked.save(f"{uuid4().hex}.xlsx", File(made), save=False)
    held.tally["excerpt"] = excerpt
    held.save(update_fields=["marked", "tally"])
    forget_cells(held)


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
