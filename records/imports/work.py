"""What a worker does with a table: the check, which writes no record, and the import itself."""

import tempfile
from collections.abc import Iterable
from datetime import datetime
from itertools import chain
from typing import IO, Any

from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from records.audit.actions import note_all
from records.holdings import numbering, snapshot
from records.holdings.codes import Widths
from records.holdings.models import Record
from records.holdings.rules import FLOW, Access
from records.holdings.rules import Stage as RecordStage
from records.imports import commit_sql as sql
from records.imports.actions import forget_table, refuse_commit
from records.imports.downloads import mark
from records.imports.models import Import, ImportRow
from records.imports.rows.cells import Target
from records.imports.rows.comparison import compare, counts, problems_by_column
from records.imports.rows.intake import stage
from records.imports.rows.places import bears_mark
from records.imports.rows.sheet import Sheet
from records.imports.rules import GOOD
from records.jobs.rules import Progress
from records.locks import Lock, wait_for
from records.organisation.models import Category, Unit, User
from records.rules import Refused
from records.tables.reader import read_others, read_table
from records.tables.rules import position
from records.values.rules import Level, Opening
from records.workflow.actions import advance
from records.workflow.acts import works

RECEIVE = FLOW["receive"]  # the way in of what an archivist imports
FIRST = 20  # records that the result names
AT_ONCE = 20_000  # rows of one statement; also how often progress is told
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
        table = read_table(stream, source.sheet, keep=kept)
        changes = stage(source, Sheet(_used(source), _target(source, at)), table, progress=progress)
    progress(table.total, text=_("Comparing with the fonds"))
    with connection.cursor() as cursor:
        measure = "SELECT records_measure('records_importrow', VARIADIC %s::name[])"
        cursor.execute(measure, [COMPARED])
    compare(source)
    tally = {"columns": problems_by_column(source), "secret": changes.pop("secret", 0)}
    tally["elsewhere"] = _marked_elsewhere(source)
    read = counts(source)
    told = {"checked_at": at, "tally": tally | {"changes": changes}}
    Import.objects.filter(pk=source.pk).update(**read, **told)
    advance(source, "check", by=by, at=at, counts=read)


def _marked_elsewhere(source: Import) -> bool:
    """Whether a sheet that is not taken bears a mark, or cannot be looked through for one."""
    with source.table() as stream:
        try:
            return any(map(bears_mark, chain.from_iterable(read_others(stream, source.sheet))))
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
    categories = list(Category.objects.filter(by_volume=False))
    units = list(Unit.objects.filter(fonds=fonds))
    return Target(
        fonds=fonds.number,
        pattern=fonds.code_pattern,
        widths=Widths(number=fonds.number_width, unit=fonds.unit_width),
        category=source.category.code,
        categories=_words((one.pk, one.code, one.name) for one in categories),
        category_codes={one.pk: one.code for one in categories},
        by_volume=frozenset(Category.objects.filter(by_volume=True).values_list("code", flat=True)),
        units=_words((one.pk, one.code, one.name) for one in units),
        unit_codes={one.pk: one.code for one in units},
        year=source.year,
        period=source.period,
        today=localdate(at),
    )


def _words(rows: Iterable[tuple[int, str, str]]) -> dict[str, int]:
    """Keys by the words that lead to them: the codes first, then the names."""
    known = list(rows)
    return {code: key for key, code, _name in known} | {name: key for key, _code, name in known}


def _what_was_made(source: Import, **_asked: Any) -> str:
    """What was made, in one sentence."""
    text = _("%(count)d records were made.") % {"count": source.committed}
    if source.meanwhile:
        came = {"count": source.meanwhile}
        text += _(" %(count)d had come into the fonds since the check.") % came
    return text


@works(Import, "commit", already=_what_was_made)
@transaction.atomic
def commit(source: Import, *, whole: bool, by: User, at: datetime, progress: Progress) -> str:
    """Make records of the good rows; with `whole` only if all rows are good.

    Everything or nothing is written: records, their trail, the stage. A second run,
    after a worker or the database died, finds either a checked import and does it, or
    an imported one and leaves. An archivist's records are accepted at once and get
    their numbers and codes; a filing officer's stay drafts.
    """
    source = source.held()
    if source.is_committed:  # another worker was faster
        return _what_was_made(source)
    refuse_commit(source, whole=whole)
    given = _given(source, by, at)
    wait_for(Lock.FONDS, source.fonds_id)
    _refuse_taken_codes(given)
    if by.role in RECEIVE.roles:
        source.committed = _into_custody(source, given, progress=progress)
    else:
        source.committed = _insert(sql.AS_DRAFTS, source, given, progress=progress)
    _note(source, by=by, at=at)
    first = _made_from(source).order_by("pk").values_list("pk", flat=True)[:FIRST]
    tally = source.tally | {"first": list(first)}
    Import.objects.filter(pk=source.pk).update(committed=source.committed, tally=tally)
    advance(source, "commit", by=by, at=at, records=source.committed)
    return _what_was_made(source)


def _made_from(source: Import) -> QuerySet[Record]:
    """The records that came of an import."""
    keys = ImportRow.objects.filter(source=source).good().values("key")
    return Record.objects.filter(pk__in=keys)


def _into_custody(source: Import, given: dict[str, Any], *, progress: Progress) -> int:
    """What an archivist imports is accepted as it is written: once, with number and code."""
    progress(0, source.good, _("Giving numbers and codes"))
    with numbering.arriving(sql.ARRIVING, given):
        accepted = given | {"stage": RECEIVE.target}
        return _insert(sql.WITH_CODES, source, accepted, progress=progress)


def _note(source: Import, *, by: User, at: datetime) -> None:
    made = _made_from(source)
    told, said = {"table": source.name}, snapshot.filled_in_rows()
    note_all("import", made, label="title", by=by, at=at, after=told, each=said)
    if by.role in RECEIVE.roles:
        received = {"stage": RECEIVE.target}
        note_all(RECEIVE.name, made, label="archival_code", by=by, at=at, after=received)


def _insert(statement: str, source: Import, given: dict[str, Any], *, progress: Progress) -> int:
    numbers = ImportRow.objects.filter(source=source).order_by("-row").values_list("row", flat=True)
    made = 0
    progress(0, source.good, _("Writing records"))
    for after in range(0, numbers.first() or 0, AT_ONCE):
        made += _run(statement, given | {"after": after, "until": after + AT_ONCE})
        progress(min(made, source.good - 1))
    return made


def _run(statement: str, parameters: Any) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return int(cursor.rowcount)


def _given(source: Import, by: User, at: datetime) -> dict[str, Any]:
    return {
        "source": source.pk,
        "fonds": source.fonds_id,
        "category": source.category_id,
        "level": Level.ITEM,
        "stage": RecordStage.DRAFT,
        "access": Access.DEPARTMENT,
        "opening": Opening.UNREVIEWED,
        "by": by.pk,
        "at": at,
        "good": [str(outcome) for outcome in GOOD],
    }


def _refuse_taken_codes(given: dict[str, Any]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql.CODES_TAKEN, given)
        taken = cursor.fetchone()[0]
    if taken:
        raise Refused(
            _("%(count)d archival codes were given to others since the check. Check once more.")
            % {"count": taken}
        )
