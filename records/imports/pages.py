"""What the pages of an import show: how far it is, what is wrong, what was put right."""

import json
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from records.holdings.models import Record
from records.imports.columns import label
from records.imports.forms import CommitForm, DraftForm, TypedForm
from records.imports.models import Import, ImportRow
from records.imports.rows import problems_sql as sql
from records.imports.rows.cells import CONCEALED, sign
from records.imports.rules import Change, Outcome, Stage
from records.organisation.models import Category, Unit, User
from records.pagination import Order, Page, Place, turn
from records.retention.rules import Period
from records.sentences import Says, ngettext_lazy
from records.tables.rules import position
from records.values.rules import Level, Security
from records.workflow.pages import Pages, Stop

ROWS_SHOWN = 20
ROWS_NAMED = 100  # of those that are told the same
PERIODS = ("Y", "D30", "D10")
ROWS = Order(ImportRow, "row")
BARE = {"field": "unit", "value": "", "blocks": False}  # told of a row whose code names no office


def _drafting(source: Import) -> str:
    """The button, with how many rows it makes drafts of."""
    n, is_volume = source.good, source.level == Level.VOLUME
    volumes = ngettext("Import the volume as a draft", "Import %(rows)s volumes as drafts", n)
    items = ngettext("Import as a draft", "Import as %(rows)s drafts", n)
    return (volumes if is_volume else items) % {"rows": f"{n:,}"} if n else _("Import as drafts")


def _receiving(source: Import) -> str:
    """The button, with how many rows it takes into custody."""
    n, is_volume = source.good, source.level == Level.VOLUME
    volumes = ngettext(
        "Receive the volume into custody", "Receive %(rows)s volumes into custody", n
    )
    items = ngettext("Receive the record into custody", "Receive %(rows)s records into custody", n)
    said = (volumes if is_volume else items) % {"rows": f"{n:,}"}
    return said if n else _("Receive into custody")


def _binds(count: int, source: Import) -> str:
    volumes = ngettext(
        "%(count)s volume will be received into fonds %(fonds)s and get its archival code. This"
        " cannot be taken back.",
        "%(count)s volumes will be received into fonds %(fonds)s and get their archival codes."
        " This cannot be taken back.",
        count,
    )
    items = ngettext(
        "%(count)s record will be received into fonds %(fonds)s and get its archival code. This"
        " cannot be taken back.",
        "%(count)s records will be received into fonds %(fonds)s and get their archival codes."
        " This cannot be taken back.",
        count,
    )
    said = volumes if source.level == Level.VOLUME else items
    return said % {"count": f"{count:,}", "fonds": source.fonds.number}


def _goes_back(source: Import) -> str:
    count = source.drafts().count()
    said = ngettext("%(count)s draft will be deleted.", "%(count)s drafts will be deleted.", count)
    return said % {"count": f"{count:,}"}


def made(source: Import) -> str:
    """What the import made: so many records, or volumes; empty before."""
    n, is_volume = source.committed, source.level == Level.VOLUME
    volumes = ngettext("%(count)s volume", "%(count)s volumes", n)
    items = ngettext("%(count)s record", "%(count)s records", n)
    said = (volumes if is_volume else items) % {"count": f"{n:,}"}
    return said if source.is_imported else ""


def _told(source: Import) -> list[tuple[str, Any]]:
    told = [
        (_("Table"), source),
        (_("Fonds"), source.fonds),
        (_("Can be imported"), f"{source.good:,}"),
        (_("With faults"), f"{source.rejected:,}"),
        (_("Already there, skipped"), f"{source.duplicate:,}"),
    ]
    if count := source.rows.good().filter(problems__contains=[BARE]).count():
        told.append((_("Without office or matter"), f"{count:,}"))
    return told


def _chosen(source: Import) -> str:
    taken = source.taken_names
    if len(taken) > 1:
        return ngettext_lazy("%(count)d sheet", "%(count)d sheets") % {"count": len(taken)}
    return source.sheet or source.name


def _matched(source: Import) -> str:
    used = sum(bool(column["field"]) for column in source.columns)
    return _("%(used)d matched, %(rest)d not used") % {
        "used": used,
        "rest": len(source.columns) - used,
    }


def checked(source: Import) -> str:
    """How many rows were read; empty before the check."""
    said = ngettext("%(count)s row", "%(count)s rows", source.read)
    return said % {"count": f"{source.read:,}"} if source.checked_at else ""


def _in_custody(source: Import) -> str:
    return made(source) if source.stage == Stage.COMMITTED else ""


PAGES = Pages(
    index="records:import-list",
    title=gettext_lazy("Imports"),
    stops=(
        Stop(gettext_lazy("Choose the table"), "", (), _chosen),
        Stop(gettext_lazy("Match the columns"), "", (Stage.UPLOADED,), _matched),
        Stop(gettext_lazy("Dry run"), "check", (Stage.CHECKED,), checked, (Stage.UPLOADED,)),
        Stop(gettext_lazy("Import"), "draft", (), made, (Stage.CHECKED,)),
        Stop(gettext_lazy("Custody"), "commit", (Stage.DRAFTED,), _in_custody, (Stage.DRAFTED,)),
    ),
    forms={"draft": DraftForm, "commit": CommitForm, "accept": TypedForm},
    facts=_told,
    said={"discard": gettext_lazy("The table was put aside.")},
    labels={"draft": _drafting, "commit": _receiving},
    effects={
        "commit": lambda source: _binds(source.good, source),
        "accept": lambda source: _binds(source.drafts().count(), source),
        "retract": _goes_back,
    },
    places=dict.fromkeys(("check", "reopen", "remap"), Import.get_mapping_url)
    | {"mend": Import.get_absolute_url},
)


@dataclass(frozen=True)
class Problems:
    """What is wrong, a page of it. `kept` tells whether rows are still there to show.

    A line is what is told of a cell, with its `rows` and their `count`: of one row, or of
    all of which the same is told. `words` are what some elements may say, by their key.
    """

    lines: list[dict[str, Any]]
    kept: bool
    page: Page[ImportRow]
    words: dict[str, list[str]]


def problems(source: Import, chosen: dict[str, Any], place: Place, user: User) -> Problems:
    """What is told of the rows, narrowed to an outcome and a column, in the columns' order."""
    if chosen.get("each") or chosen.get("row"):
        page, told = _by_row(source, chosen, place)
    else:
        page, told = _alike(source, chosen, place)
    names = {column["letter"]: column["name"] for column in source.columns}
    keys = {line["record"] for line in told if line.get("record")}
    records = Record.objects.visible_to(user).in_bulk(keys) if keys else {}
    lines = [
        line
        | {
            "name": names.get(line["column"], ""),
            "hidden": line["value"] == CONCEALED,
            "said": sign(line),
            "places": [(row, source.address(row)) for row in line["rows"]],
            "several": line["count"] > 1,
            "more": line["count"] > len(line["rows"]),
            "of": records.get(line.get("record")),
            "same": not line["blocks"] and bool(line.get("first") or line["is_duplicate"]),
            "typed": bool(label(line["field"])) and not line["is_duplicate"],
        }
        for line in told
    ]
    kept = bool(lines) or not source.is_imported or source.rows.exists()
    typed = {line["field"] for line in lines if line["typed"]} if source.is_checked else set()
    return Problems(lines, kept, page, _words(source, typed))


def _by_row(
    source: Import, chosen: dict[str, Any], place: Place
) -> tuple[Page[ImportRow], list[dict[str, Any]]]:
    rows = ImportRow.objects.filter(source=source).to_look_at()
    if chosen.get("outcome"):
        rows = rows.filter(outcome=chosen["outcome"])
    if chosen.get("column"):
        rows = rows.filter(problems__contains=[{"column": chosen["column"]}])
    if chosen.get("row"):
        rows = rows.filter(row=chosen["row"])
    turned = turn(rows, ROWS, place, size=ROWS_SHOWN)
    told = [
        problem
        | {"count": 1, "rows": [row.row], "place": number}
        | {"is_duplicate": row.outcome == Outcome.DUPLICATE}
        for row in turned.rows
        for number, problem in sorted(enumerate(row.problems), key=_of_column)
    ]
    return turned, told


def _of_column(told: tuple[int, dict[str, Any]]) -> tuple[bool, int, int]:
    number, problem = told
    letter = problem["column"]
    return (not letter, position(letter) if letter else 0, number)


def _alike(
    source: Import, chosen: dict[str, Any], place: Place
) -> tuple[Page[ImportRow], list[dict[str, Any]]]:
    """What is told alike is one line; a page begins after so many lines."""
    after = _lines_before(place)
    given = {"source": source.pk, "outcome": chosen.get("outcome") or "", "rows": ROWS_NAMED}
    given |= {"column": chosen.get("column") or "", "limit": ROWS_SHOWN + 1, "after": after}
    with connection.cursor() as cursor:
        cursor.execute(sql.GROUPS, given)
        found = cursor.fetchall()
    page: Page[ImportRow] = Page([])
    if after:
        page.previous = str(after)
    if len(found) > ROWS_SHOWN:
        page.next = str(after + ROWS_SHOWN)
    told = [
        json.loads(problem, cls=Says)
        | {"count": count, "rows": rows, "place": number, "is_duplicate": is_duplicate}
        for problem, is_duplicate, count, rows, number in found[:ROWS_SHOWN]
    ]
    return page, told


def _lines_before(place: Place) -> int:
    """How many lines stand before the page; nonsense is the first."""
    said = place.before or place.after
    number = int(said) if said.isascii() and said.isdigit() and len(said) < 9 else 0
    return max(0, number - ROWS_SHOWN) if place.before else number


def _words(source: Import, keys: set[str]) -> dict[str, list[str]]:
    """What some elements may say, for those who correct them on the page."""
    found: dict[str, list[str]] = {}
    if "period" in keys:
        found["period"] = [str(Period(code)) for code in PERIODS]
    if "security" in keys:
        found["security"] = [str(Security.INTERNAL.label)]
    if "category" in keys:
        found["category"] = list(Category.objects.values_list("name", flat=True))
    if "unit" in keys:
        units = Unit.objects.filter(fonds=source.fonds_id)
        found["unit"] = list(units.values_list("name", flat=True))
    return found


def columns(source: Import) -> list[dict[str, Any]]:
    """Each column with the field it fills and how much is wrong in it."""
    tally = source.tally.get("columns", {})
    none = {"faults": 0, "looks": 0}
    return [
        column | {"label": label(column["field"])} | tally.get(column["letter"], none)
        for column in source.columns
    ]


def excerpt(source: Import) -> list[dict[str, Any]]:
    """The first marked rows, cell by cell beneath the columns that the page names."""
    places = [position(column["letter"]) for column in source.columns]
    return [
        {
            "number": source.address(row["number"]),
            "cells": [row["cells"][place] for place in places if place < len(row["cells"])],
        }
        for row in source.tally.get("excerpt", [])
    ]


def changes(source: Import) -> list[tuple[Any, int]]:
    """What was put right, by kind, the most frequent first."""
    found = source.tally.get("changes", {}).items()
    return [(Change(kind).label, count) for kind, count in sorted(found, key=lambda one: -one[1])]


def faults(source: Import) -> dict[str, int]:
    """How many cells are wrong, and how many are to be looked at."""
    tally = source.tally.get("columns", {}).values()
    return {
        "wrong": sum(one["faults"] for one in tally),
        "looks": sum(one["looks"] for one in tally),
    }
