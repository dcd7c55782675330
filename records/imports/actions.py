"""What people do with an import: send a table, say what its columns are, import it, drop it."""

from datetime import datetime, timedelta
from functools import partial
from pathlib import PurePath
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.core.files.base import File
from django.db import transaction
from django.db.models.fields.files import FieldFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from records.audit.actions import note
from records.imports.columns import keys, signature
from records.imports.head import look
from records.imports.models import ColumnMapping, Import, ImportRow
from records.imports.rules import FLOW, IMPORTERS, Stage
from records.organisation.models import Category, Fonds, User
from records.rules import Refused
from records.values.marks import refuse_secrets
from records.workflow.actions import advance
from records.workflow.acts import asks, does

LONGEST_NAME = 200
KINDS = {".xlsx", ".xls", ".ods", ".csv", ".txt"}


@transaction.atomic
def start(*, fonds: Fonds, category: Category, file: File, by: User, at: datetime) -> Import:  # type: ignore[type-arg]
    """Take a table in: open it, find its header, match its columns. No record is written.

    Refused: files that cannot be read, are empty or too large; another department's fonds.
    """
    if by.role not in IMPORTERS or not Fonds.objects.visible_to(by).filter(pk=fonds.pk).exists():
        raise Refused(_("Tables are imported by archivists, and by filing officers for their own."))
    if category.by_volume:
        raise Refused(
            _("%(category)s is arranged by volume; catalogues of items go into other categories.")
            % {"category": category}
        )
    refuse_secrets(file)
    name = PurePath(file.name or "").name[-LONGEST_NAME:]
    if file.size > settings.IMPORT_MAX_BYTES:
        raise Refused(
            _("The file has %(size)d MB; at most %(most)d MB are taken at once. Divide it by year.")
            % {"size": file.size >> 20, "most": settings.IMPORT_MAX_BYTES >> 20}
        )
    opened = look(file, fonds)
    file.seek(0)
    suffix = PurePath(name).suffix.lower()
    source = Import.objects.create(
        fonds=fonds,
        category=category,
        name=name,
        file=File(file, name=f"{uuid4().hex}{suffix if suffix in KINDS else ''}"),
        sheets=opened.sheets,
        sheet=opened.sheet,
        header=opened.header,
        columns=opened.columns,
        made_by=by,
        made_at=at,
    )
    note("send table", source, by=by, at=at, after={"fonds": fonds.number, "size": file.size})
    return source


def table_is_gone(source: Import, by: User) -> str:
    """What held state secrets does not stay, so its columns cannot be matched anew."""
    if source.file:
        return ""
    return _(
        "This table held state secrets, so it was deleted after the check."
        " Take those rows out and send it again."
    )


@does(FLOW, "remap", unless=[table_is_gone])
def remap(source: Import, *, by: User, at: datetime) -> None:
    """Back before the check: what it found goes, the table stays."""
    none = dict.fromkeys(("read", "ok", "warned", "rejected", "duplicate"), 0)
    _drop(source.marked)
    Import.objects.filter(pk=source.pk).update(**none, tally={}, checked_at=None, marked="")
    advance(source, "remap", by=by, at=at)
    ImportRow.objects.filter(source=source).delete()


@does(FLOW, "reopen")
def reopen(source: Import, *, sheet: str, header: int, by: User, at: datetime) -> None:
    """Take another sheet, or another row as the header, and match the columns anew."""
    with source.table() as stream:
        opened = look(stream, source.fonds, sheet=sheet, header=header)
    source.sheet, source.header, source.columns = opened.sheet, opened.header, opened.columns
    source.save(update_fields=["sheet", "header", "columns"])


@asks(FLOW, "check", task="records.check_import", title=gettext_lazy("Check of %(row)s"))
def check_later(
    source: Import,
    *,
    fields: dict[str, str],
    year: int | None,
    period: str,
    by: User,
    at: datetime,
) -> None:
    """Fix which column fills which field, remember it for the department, and queue the check.

    `fields` are by the columns' letters, "" for a column that is not used. Refused
    where two columns fill one field, and where no column holds the titles.
    """
    used = [field for field in fields.values() if field]
    if len(used) > len(set(used)):
        raise Refused(_("Two columns fill the same field. Set one of them to “not used”."))
    if "title" not in used:
        raise Refused(_("No column holds the titles. Say which one it is."))
    columns = [column | {"field": fields.get(column["letter"], "")} for column in source.columns]
    source.columns, source.year, source.period = columns, year, period
    source.save(update_fields=["columns", "year", "period"])
    ColumnMapping.objects.update_or_create(
        department_id=source.fonds.department_id,
        signature=signature(column["name"] for column in columns),
        defaults={"fields": _by_name(columns)},
    )


def _by_name(columns: list[dict[str, str]]) -> dict[str, str]:
    """The mapping as it is remembered: a column without a name cannot be known again."""
    named = zip(keys(one["name"] for one in columns), columns, strict=True)
    return {key: one["field"] for key, one in named if key and one["field"]}


def nothing_good(source: Import, by: User | None = None) -> str:
    """Without a good row there is nothing to import."""
    return "" if source.good else _("There is no row to import.")


def check_ended_early(source: Import, by: User | None = None) -> str:
    """What a check found is imported once the check came to its end, with the marked copy."""
    if source.marked or not source.file:
        return ""
    return _("The check did not come to its end. Match the columns again, and have it made anew.")


@asks(
    FLOW,
    "commit",
    task="records.commit_import",
    title=gettext_lazy("Import of %(row)s"),
    unless=[nothing_good, check_ended_early],
)
def commit_later(source: Import, *, whole: bool, by: User, at: datetime) -> dict[str, Any]:
    """Queue the import of the good rows; with `whole` only if every row is good."""
    refuse_commit(source, whole=whole)
    return {"whole": whole}


def refuse_commit(source: Import, *, whole: bool) -> None:
    """Say why a table cannot be imported now, if so."""
    if whole and source.rejected:
        raise Refused(
            _(
                "%(count)d rows have faults, and you want all or none: nothing was imported."
                " Correct them and send the table again, or import the good rows only."
            )
            % {"count": source.rejected}
        )
    if why := nothing_good(source) or check_ended_early(source):
        raise Refused(why)


@does(FLOW, "discard")
def discard(source: Import, *, by: User, at: datetime) -> None:
    """Put a table aside: its rows and its file go, the note that it was sent stays."""
    advance(source, "discard", by=by, at=at)
    _forget(source)


def forget_unfinished(*, at: datetime) -> int:
    """Put aside what nobody has gone on with for a term; returns how many tables.

    Each goes with its rows and its file and leaves its entry in the trail, as if a person
    had put it aside. Done twice it is done once.
    """
    until = at - timedelta(days=settings.IMPORT_UNFINISHED_DAYS)
    waiting = Import.objects.filter(stage__in=FLOW["expire"].sources, made_at__lt=until)
    return sum(_expire(source, until, at) for source in waiting.order_by("pk"))


@transaction.atomic
def _expire(source: Import, until: datetime, at: datetime) -> bool:
    held = source.held()
    if held.stage not in FLOW["expire"].sources or held.at_work or held.touched_at >= until:
        return False
    advance(held, "expire", by=None, at=at)
    _forget(held)
    return True


def _forget(source: Import) -> None:
    ImportRow.objects.filter(source=source).delete()
    forget_files(source)


def forget_files(source: Import) -> None:
    """Delete the table and its marked copy once this transaction is committed."""
    forget_table(source)
    _drop(source.marked)
    Import.objects.filter(pk=source.pk).update(marked="")


@transaction.atomic
def forget_table(source: Import) -> None:
    """Delete the table as it was sent; what was read of it stays."""
    _drop(source.file)
    Import.objects.filter(pk=source.pk).update(file="")


@transaction.atomic
def forget_ended(*, at: datetime) -> int:
    """Delete what nobody needs of tables that were imported long ago; returns how many rows.

    The rows as they were read and the table as it was sent go; the counts, the marked copy
    with all its cells and the trail stay. Done twice it is done once.
    """
    until = at - timedelta(days=settings.IMPORT_ROWS_DAYS)
    ended = Import.objects.filter(stage=Stage.COMMITTED, steps__name="commit", steps__at__lt=until)
    for source in ended.exclude(file=""):
        forget_table(source)
    return ImportRow.objects.filter(source__in=ended.order_by().values("pk")).delete()[0]


def _drop(held: FieldFile) -> None:
    if held.name:
        transaction.on_commit(partial(held.storage.delete, held.name))
