"""A table is sent, opened at another sheet, its columns matched, its faults put right."""

import json
from dataclasses import replace
from datetime import datetime
from pathlib import PurePath
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.core.files.base import File
from django.db import connection, transaction

from records.audit.actions import note
from records.holdings.codes import is_of
from records.imports.actions.removal import forget_copy
from records.imports.columns import (
    DATE_PARTS,
    SPAN,
    YEAR_OF_DATE,
    keys,
    label,
    level_of,
    signature,
    suited,
)
from records.imports.head import Opened, look
from records.imports.models import ColumnMapping, Import, ImportCorrection, ImportRow
from records.imports.rows import problems_sql as sql
from records.imports.rows.cells import sign
from records.imports.rules import ALL, FLOW, IMPORTERS
from records.jobs import actions as jobs
from records.organisation.models import Category, Fonds, User
from records.rules import Refused
from records.sentences import Keeps, gettext_lazy
from records.sentences import gettext as _
from records.values.marks import refuse_secrets
from records.values.rules import Level
from records.workflow.actions import advance
from records.workflow.acts import asks, does

LONGEST_NAME = 200
KINDS = {".xlsx", ".xls", ".ods", ".csv", ".txt"}


@transaction.atomic
def start(
    *,
    fonds: Fonds,
    category: Category,
    file: File,  # type: ignore[type-arg]
    by: User,
    at: datetime,
    sheet: str = "",
    level: Level | None = None,
    instead: Import | None = None,
) -> Import:
    """Take a table in: open it, find its header, match its columns. No record is written.

    `sheet` names one of several, or is `ALL` for all of the same header; else it is the
    first with a header. `level` says what its rows are; else its columns tell it. One that is
    sent `instead` of another, corrected, keeps what was said of that: its sheets, and where the
    columns are the same what each fills, and what holds for rows that say nothing. Refused:
    files that cannot be read, are empty or too large; another department's fonds.
    """
    _refuse_start(fonds, file, by)
    name = PurePath(file.name or "").name[-LONGEST_NAME:]
    opened = _suited(_opened(file, fonds, sheet, instead), category)
    file.seek(0)
    suffix = PurePath(name).suffix.lower()
    source = Import.objects.create(
        fonds=fonds,
        category=category,
        name=name,
        file=File(file, name=f"{uuid4().hex}{suffix if suffix in KINDS else ''}"),
        **vars(opened),
        level=level or (instead.level if instead else level_of(opened.columns)),
        year=instead.year if instead else None,
        period=instead.period if instead else "",
        made_by=by,
        made_at=at,
    )
    note("send table", source, by=by, at=at, after={"fonds": fonds.number, "size": file.size})
    return source


def _suited(opened: Opened, category: Category) -> Opened:
    """Columns that only volumes have are not taken where the category is kept by item."""
    by_volume = list(Category.objects.filter(by_volume=True).values_list("code", flat=True))
    return replace(
        opened, columns=suited(opened.columns, by_volume=is_of(category.code, by_volume))
    )


def _refuse_start(fonds: Fonds, file: Any, by: User) -> None:
    if by.role not in IMPORTERS or not Fonds.objects.visible_to(by).filter(pk=fonds.pk).exists():
        raise Refused(_("Tables are imported by archivists, and by filing officers for their own."))
    refuse_secrets(file)
    if file.size > settings.IMPORT_MAX_BYTES:
        raise Refused(
            _("The file has %(size)d MB; at most %(most)d MB are taken at once. Divide it by year.")
            % {"size": file.size >> 20, "most": settings.IMPORT_MAX_BYTES >> 20}
        )


def _opened(file: Any, fonds: Fonds, sheet: str, instead: Import | None) -> Opened:
    """The head of the table; of a workbook that was sent before the sheets that were taken."""
    together = sheet == ALL or (instead is not None and len(instead.taken) > 1)
    opened = look(file, fonds, sheet="" if sheet == ALL else sheet, together=together)
    if instead is None:
        return opened
    names = [one["name"] for one in opened.sheets if not one["hidden"]]
    if opened.sheet != instead.sheet and instead.sheet in names:
        file.seek(0)
        opened = look(file, fonds, sheet=instead.sheet, together=together)
    named = [
        [column["name"] for column in columns] for columns in (opened.columns, instead.columns)
    ]
    if named[0] != named[1]:
        return opened
    pairs = zip(opened.columns, instead.columns, strict=True)
    columns = [column | {"field": before["field"]} for column, before in pairs]
    return replace(opened, columns=columns)


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
    _begin_anew(source)
    advance(source, "remap", by=by, at=at)


def _begin_anew(source: Import) -> None:
    none = dict.fromkeys(("read", "ok", "warned", "rejected", "duplicate"), 0)
    forget_copy(source)
    Import.objects.filter(pk=source.pk).update(**none, tally={}, checked_at=None)
    ImportRow.objects.filter(source=source).delete()


def ask_for_copy(source: Import, *, by: User, at: datetime) -> None:
    """Have the marked copy made, of what the check found that holds now, as work of its own."""
    job = jobs.queue(
        "records.mark_import",
        title=_("Marked copy of %(row)s") % {"row": source.called},
        by=by,
        at=at,
        link=source.get_absolute_url(),
        row=source.pk,
    )
    Import.objects.filter(pk=source.pk).update(marking=job)


def copy_is_there(source: Import, by: User) -> str:
    """Only a marked copy that came to nothing is asked for once more."""
    if source.awaits_copy and not (source.marking and source.marking.is_open):
        return ""
    return _("The marked table is there, on its way, or can be made no more.")


@does(FLOW, "mark", only=[copy_is_there])
def mark(source: Import, *, by: User, at: datetime) -> None:
    """Ask once more for a marked copy whose making was stopped or failed."""
    ask_for_copy(source, by=by, at=at)


@does(FLOW, "mend", unless=[table_is_gone])
def put_right(
    source: Import,
    *,
    row: int,
    place: int,
    said: str,
    every: bool,
    right: str,
    another: bool | None,
    by: User,
    at: datetime,
) -> None:
    """Say what a row should have said, or all of which the same was told, before a new check.

    `place` is that of the problem among those of the row, `said` its sign. `right` is the
    element's value; with `another` the row is (or is not) another document than the one
    that it was taken for. Refused where the row is told something else by now.
    """
    problem = _problem(source, row, place, said)
    key = problem["field"] if another is None else ImportCorrection.ANOTHER
    if another is None and not label(key):
        raise Refused(_("This cannot be put right here: correct the table."))
    alike = json.dumps([problem], cls=Keeps, ensure_ascii=False)
    given: dict[str, Any] = {"source": source.pk, "said": alike, "row": None if every else row}
    statement = sql.NOT_ANOTHER if another is False else sql.PUT_RIGHT
    with connection.cursor() as cursor:
        cursor.execute(statement, given | {"field": key, "value": right})
        count = cursor.rowcount
    _begin_anew(source)
    told = {"element": label(problem["field"]), "rows": count, "was": problem["value"]}
    kept = {"value": right} if another is None else {"another": another}
    advance(source, "mend", by=by, at=at, **told, **kept)


def _problem(source: Import, row: int, place: int, said: str) -> Any:
    """The problem that was meant."""
    problems = source.rows.filter(row=row).values_list("problems", flat=True).first() or []
    if place < len(problems) and sign(problems[place]) == said:
        return problems[place]
    raise Refused(_("This is not said of the row now. Reload the page."))


@does(FLOW, "reopen")
def reopen(source: Import, *, sheet: str, header: int, by: User, at: datetime) -> None:
    """Take another sheet, or another row as the header, and match the columns anew.

    With `ALL` the sheet that is taken now, and every other of the same header.
    """
    together = sheet == ALL
    named = source.sheet if together else sheet
    with source.table() as stream:
        opened = look(stream, source.fonds, sheet=named, header=header, together=together)
    opened = _suited(opened, source.category)
    source.sheet, source.header, source.columns = opened.sheet, opened.header, opened.columns
    source.sheets, source.level = opened.sheets, level_of(opened.columns)
    source.save(update_fields=["sheets", "sheet", "header", "columns", "level"])
    source.corrections.all().delete()  # they are of other rows


@asks(FLOW, "check", task="records.check_import", title=gettext_lazy("Check of %(row)s"))
def check_later(
    source: Import,
    *,
    fields: dict[str, str] | None = None,
    level: str = "",
    year: int | None = None,
    period: str = "",
    by: User,
    at: datetime,
) -> None:
    """Fix which column fills which field, remember it for the department, and queue the check.

    `fields` are by the columns' letters, "" for a column that is not used; without them the
    columns stay as they were matched. `level`: each row is a volume or an item. Refused
    where two columns fill one field, and where no column holds the titles.
    """
    if fields is not None:
        _match(source, fields)
        source.level, source.year, source.period = level or source.level, year, period
        source.save(update_fields=["level", "year", "period"])


def _match(source: Import, fields: dict[str, str]) -> None:
    _refuse_mapping([field for field in fields.values() if field])
    columns = [column | {"field": fields.get(column["letter"], "")} for column in source.columns]
    pairs = zip(columns, source.columns, strict=True)
    moved = {one["field"] for pair in pairs if pair[0] != pair[1] for one in pair}
    source.corrections.filter(field__in=moved).delete()
    source.columns = columns
    source.save(update_fields=["columns"])
    ColumnMapping.objects.update_or_create(
        department_id=source.fonds.department_id,
        signature=signature(column["name"] for column in columns),
        defaults={"fields": _by_name(columns)},
    )


def _refuse_mapping(used: list[str]) -> None:
    parts = [field for field in used if field in DATE_PARTS.values()]
    whole = {"date", SPAN} & set(used)
    both_ends = SPAN in used and "until" in used
    if len(used) > len(set(used)) or len(whole) + bool(parts) > 1 or both_ends:
        raise Refused(_("Two columns fill the same field. Set one of them to “not used”."))
    if "title" not in used:
        raise Refused(_("No column holds the titles. Say which one it is."))
    if parts and YEAR_OF_DATE not in parts:
        raise Refused(_("The date stands in several columns. Say which one holds its year."))


def _by_name(columns: list[dict[str, str]]) -> dict[str, str]:
    """The mapping as it is remembered: a column without a name cannot be known again."""
    named = zip(keys(one["name"] for one in columns), columns, strict=True)
    return {key: one["field"] for key, one in named if key and one["field"]}
