"""The import itself: the good rows of a checked table become records, all in one transaction."""

from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import override

from records.audit.actions import note_all
from records.holdings import actions as holdings
from records.holdings.models import Record
from records.holdings.rules import Access, Level, Opening
from records.holdings.rules import Stage as RecordStage
from records.imports.actions import forget_files, refuse_commit
from records.imports.models import Import, ImportRow
from records.imports.rules import GOOD, Stage
from records.imports.staging import SHARED, Tell
from records.organisation.models import User
from records.organisation.rules import Role
from records.workflow.actions import advance
from records.workflow.rules import Refused

FIRST = 20  # records that the result names
AT_ONCE = 10_000  # rows of one statement; also how often progress is told

INSERT = """
    INSERT INTO records_record (id, fonds_id, category_id, level, stage, access, opening,
        described_by_id, described_at, {columns})
    SELECT key, %(fonds)s, coalesce(category_id, %(category)s), %(level)s, %(stage)s,
        %(access)s, %(opening)s, %(by)s, %(at)s, {columns}
    FROM records_importrow
    WHERE source_id = %(source)s AND "row" > %(after)s AND "row" <= %(until)s
        AND outcome = ANY(%(good)s)
    ORDER BY "row"
    ON CONFLICT (fonds_id, fingerprint) DO NOTHING"""
COLUMNS = ", ".join(column for column in SHARED if column != "category_id")
CODES_TAKEN = """
    SELECT count(*) FROM records_importrow i JOIN records_record r USING (archival_code)
    WHERE i.source_id = %s AND i.outcome = ANY(%s)
        AND (r.fonds_id, r.fingerprint) IS DISTINCT FROM (%s, i.fingerprint)"""


def commit(
    *, progress: Tell, by: User, at: datetime, source: int, whole: bool, language: str
) -> str:
    """Make records of the good rows; with `whole` only if all rows are good.

    Everything or nothing is written: records, their trail, the stage. A second run,
    after a worker or the database died, finds either a checked import and does it, or
    an imported one and leaves. An archivist's records are accepted at once and get
    their numbers and codes; a filing officer's stay drafts.
    """
    with override(language):
        return _commit(source, whole=whole, progress=progress, by=by, at=at)


@transaction.atomic
def _commit(pk: int, *, whole: bool, progress: Tell, by: User, at: datetime) -> str:
    source = Import.objects.select_for_update(of=("self",)).select_related("fonds").get(pk=pk)
    if source.stage == Stage.COMMITTED:
        return told(source)
    refuse_commit(source, whole=whole)
    _refuse_taken_codes(source)
    source.committed = _insert(source, progress=progress, by=by, at=at)
    made = made_from(source)
    note_all("import", made, label="title", by=by, at=at, after={"table": source.name})
    if by.role == Role.ARCHIVIST and source.committed:
        holdings.accept(made, by=by, at=at)
    Import.objects.filter(pk=pk).update(committed=source.committed)
    advance(source, "commit", by=by, at=at, records=source.committed)
    if source.tally.get("secret"):
        forget_files(source)  # the table holds state secrets: it may not stay here
    return told(source)


def told(source: Import) -> str:
    """What was made, in one sentence."""
    text = _("%(count)d records were made.") % {"count": source.committed}
    meanwhile = source.good - source.committed
    if meanwhile:
        text += _(" %(count)d had come into the fonds since the check.") % {"count": meanwhile}
    return text


def made_from(source: Import) -> QuerySet[Record]:
    """The records that came of an import."""
    keys = ImportRow.objects.filter(source=source).good().values("key")
    return Record.objects.filter(pk__in=keys)


def first_made(source: Import) -> QuerySet[Record, Any]:
    """The first of them, in the order of the table, by key."""
    return made_from(source).order_by("pk").values("pk")[:FIRST]


def _insert(source: Import, *, progress: Tell, by: User, at: datetime) -> int:
    numbers = ImportRow.objects.filter(source=source).order_by("-row").values_list("row", flat=True)
    last = numbers.first() or 0
    made = 0
    progress(0, source.good, _("Writing records"))
    with connection.cursor() as cursor:
        for after in range(0, last, AT_ONCE):
            given = _given(source, by, at) | {"after": after, "until": after + AT_ONCE}
            cursor.execute(INSERT.format(columns=COLUMNS), given)
            made += cursor.rowcount
            progress(min(made, source.good - 1))
    progress(max(0, source.good - 1), text=_("Giving numbers and codes"))
    return made


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


def _refuse_taken_codes(source: Import) -> None:
    good = [str(outcome) for outcome in GOOD]
    with connection.cursor() as cursor:
        cursor.execute(CODES_TAKEN, [source.pk, good, source.fonds_id])
        taken = cursor.fetchone()[0]
    if taken:
        raise Refused(
            _("%(count)d archival codes were given to others since the check. Check once more.")
            % {"count": taken}
        )
