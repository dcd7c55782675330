"""What a worker makes of the good rows: drafts, or records in custody; and drafts taken back."""

from datetime import datetime
from typing import Any

from django.contrib.postgres.aggregates import BoolOr
from django.db import connection, transaction
from django.db.models import Q

from records.audit.actions import note_all
from records.holdings import numbering, snapshot
from records.holdings.actions import accept as accept_records
from records.holdings.rules import FLOW, Access
from records.holdings.rules import Stage as RecordStage
from records.imports import commit_sql as sql
from records.imports.actions import forget, refuse_commit, refuse_retraction
from records.imports.models import SHARED, Import, ImportRow
from records.imports.rules import GOOD, Stage
from records.jobs.rules import Progress
from records.locks import Lock, wait_for
from records.organisation.models import User
from records.rules import Refused
from records.sentences import gettext as _
from records.sentences import ngettext_lazy
from records.values.rules import Level, Opening
from records.workflow.actions import advance
from records.workflow.acts import works

RECEIVE = FLOW["receive"]  # the way in of what goes into custody at once
FIRST = 20  # records that the result names
AT_ONCE = 20_000  # rows of one statement; also how often progress is told


def _what_was_made(source: Import, **_asked: Any) -> str:
    """What was made, in one sentence."""
    is_volume = source.level == Level.VOLUME
    said = (
        ngettext_lazy("%(count)d volume was made.", "%(count)d volumes were made.")
        if is_volume
        else ngettext_lazy("%(count)d record was made.", "%(count)d records were made.")
    )
    text = said % {"count": source.committed}
    if source.meanwhile:
        came = {"count": source.meanwhile}
        text += _(" %(count)d had come into the fonds since the check.") % came
    return text


@works(Import, "draft", already=_what_was_made)
@transaction.atomic
def draft(source: Import, *, whole: bool, by: User, at: datetime, progress: Progress) -> str:
    """Make drafts of the good rows; with `whole` only if all rows are good.

    Everything or nothing is written, as in `commit`. Codes that the table brought stay on
    the drafts; the others get theirs when they are accepted.
    """
    source = source.held()
    if source.is_imported:  # another worker was faster
        return _what_was_made(source)
    given = _ready(source, by, at, whole=whole)
    source.committed = _insert(sql.AS_DRAFTS, source, given, progress=progress)
    _note_import(source, by=by, at=at)
    return _told(source, "draft", by=by, at=at)


@works(Import, "commit", already=_what_was_made)
@transaction.atomic
def commit(source: Import, *, whole: bool, by: User, at: datetime, progress: Progress) -> str:
    """Take the good rows into custody, with numbers and codes; `whole`: only if all are good.

    Everything or nothing is written: records, their trail, the stage. A second run,
    after a worker or the database died, finds either a checked import and does it, or
    an imported one and leaves.
    """
    source = source.held()
    if source.is_imported:  # another worker was faster
        return _what_was_made(source)
    given = _ready(source, by, at, whole=whole)
    progress(0, source.good, _("Giving numbers and codes"))
    with numbering.arriving(sql.ARRIVING, given):
        accepted = given | {"stage": RECEIVE.target}
        source.committed = _insert(sql.WITH_CODES, source, accepted, progress=progress)
    told: dict[str, Any] = {"by": by, "at": at}
    _note_import(source, **told)
    received = {"stage": RECEIVE.target}
    known = source.committed
    note_all(
        RECEIVE.name, source.made(), label="archival_code", after=received, known=known, **told
    )
    return _told(source, "commit", **told)


def _ready(source: Import, by: User, at: datetime, *, whole: bool) -> dict[str, Any]:
    """What the statements are given, once nothing keeps the rows from coming in."""
    refuse_commit(source, whole=whole)
    given = _given(source, by, at)
    wait_for(Lock.FONDS, source.fonds_id)
    _refuse_taken_codes(given)
    return given


def _told(source: Import, move: str, *, by: User, at: datetime) -> str:
    first = source.made().order_by("pk").values_list("pk", flat=True)[:FIRST]
    tally = source.tally | {"first": list(first)}
    Import.objects.filter(pk=source.pk).update(committed=source.committed, tally=tally)
    advance(source, move, by=by, at=at, records=source.committed)
    return _what_was_made(source)


def _in_custody(source: Import) -> str:
    """How many came into custody, in one sentence."""
    return ngettext_lazy(
        "%(count)d record is in custody, and its code is fixed.",
        "%(count)d records are in custody, and their codes are fixed.",
    ) % {"count": source.made().exclude(stage=RecordStage.DRAFT).count()}


@transaction.atomic
def accept(*, row: int, by: User, at: datetime, progress: Progress) -> str:
    """Take the drafts that came of an import into custody, all or none. May run twice."""
    source = Import.objects.select_for_update(of=("self",)).get(pk=row)
    if source.stage == Stage.COMMITTED:  # another worker was faster
        return _in_custody(source)
    count = accept_records(source.drafts(), by=by, at=at, progress=progress)
    advance(source, "accept", by=by, at=at, records=count)
    return _in_custody(source)


def _gone(source: Import, **_asked: Any) -> str:
    """How many drafts were taken back, in one sentence."""
    return ngettext_lazy("%(count)d draft was taken back.", "%(count)d drafts were taken back.") % {
        "count": source.tally.get("retracted", 0)
    }


@works(Import, "retract", already=_gone)
@transaction.atomic
def retract(source: Import, *, by: User, at: datetime, progress: Progress) -> str:
    """Take the drafts of an import back, all of them; the trail keeps what each said.

    Refused where a record of it is in custody, or has digital copies.
    """
    source = source.held()
    if source.stage == Stage.RETRACTED:  # another worker was faster
        return _gone(source)
    given = _given(source, by, at)
    progress(0, source.committed, _("Taking the drafts back"))
    _run(sql.HOLD_MADE, given)
    refuse_retraction(source)
    kept = snapshot.filled_in_rows()
    count = note_all("discard", source.made(), label="title", by=by, at=at, before=kept)
    _run(sql.TAKE_OFF_COMPONENTS, given)
    _run(sql.TAKE_BACK, given)
    told = {"committed": 0, "tally": source.tally | {"first": [], "retracted": count}}
    Import.objects.filter(pk=source.pk).update(**told)
    advance(source, "retract", by=by, at=at, records=count)
    forget(source)
    source.refresh_from_db()
    return _gone(source)


def _note_import(source: Import, *, by: User, at: datetime) -> None:
    """Each record's first entry keeps its description, as that of a typed one does."""
    said = snapshot.filled_in_rows(silent=_silent(source))
    table = {"table": source.name}
    told: dict[str, Any] = {"after": table, "each": said, "known": source.committed}
    note_all("import", source.made(), label="title", by=by, at=at, **told)


def _silent(source: Import) -> set[str]:
    """The texts that no good row has: most tables fill a third of them; and unit and volume.

    To seek the volumes of rows that have none would take all records in hand once more.
    """
    empty = {name: Q(**{name: ""}) for name, value in SHARED.items() if value == ""}
    empty |= {name: Q(**{f"{name}_id": None}) for name in ("unit", "volume")}
    has = {f"{name}_": BoolOr(~is_empty) for name, is_empty in empty.items()}
    found = source.rows.good().aggregate(**has)
    return {name for name in empty if not found[f"{name}_"]}


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
        cursor.execute(sql.VOLUMES_GONE, given)
        gone = cursor.fetchone()[0]
    if taken:
        raise Refused(
            ngettext_lazy(
                "%(count)d archival code was given to another since the check. Check once more.",
                "%(count)d archival codes were given to others since the check. Check once more.",
            )
            % {"count": taken}
        )
    if gone:
        raise Refused(
            ngettext_lazy(
                "%(count)d item lies in a volume that was changed, held or removed since the"
                " check. Check once more.",
                "%(count)d items lie in volumes that were changed, held or removed since the"
                " check. Check once more.",
            )
            % {"count": gone}
        )
