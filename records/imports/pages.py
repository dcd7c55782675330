"""What the pages of an import show: how far it is, what is wrong, what was put right."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from records.imports.columns import label
from records.imports.forms import CommitForm
from records.imports.models import Import, ImportRow
from records.imports.rows.cells import CONCEALED
from records.imports.rules import Change, Stage
from records.pagination import Order, Page, Place, turn
from records.tables.rules import position
from records.workflow.pages import Pages, Stop

ROWS_SHOWN = 20
ROWS = Order(ImportRow, "row")


def _importing(source: Import) -> str:
    """The button, with how many rows it makes records of."""
    if source.rejected:
        said = ngettext("Import the good row", "Import the %(rows)s good rows", source.good)
    else:
        said = ngettext("Import the row", "Import all %(rows)s rows", source.good)
    return said % {"rows": source.good} if source.good else _("Import")


def _told(source: Import) -> list[tuple[str, Any]]:
    return [
        (_("Table"), source),
        (_("Fonds"), source.fonds),
        (_("Can be imported"), f"{source.good:,}"),
        (_("With faults"), f"{source.rejected:,}"),
        (_("Already there, skipped"), f"{source.duplicate:,}"),
    ]


def _matched(source: Import) -> str:
    used = sum(bool(column["field"]) for column in source.columns)
    return _("%(used)d matched, %(rest)d not used") % {
        "used": used,
        "rest": len(source.columns) - used,
    }


def _checked(source: Import) -> str:
    return _("%(count)d rows") % {"count": source.read} if source.checked_at else ""


def _imported(source: Import) -> str:
    return _("%(count)d records") % {"count": source.committed} if source.committed else ""


PAGES = Pages(
    index="records:import-list",
    title=gettext_lazy("Imports"),
    stops=(
        Stop(gettext_lazy("Choose the table"), "", (), lambda source: source.sheet or source.name),
        Stop(gettext_lazy("Match the columns"), "", (Stage.UPLOADED,), _matched),
        Stop(gettext_lazy("Dry run"), "check", (Stage.CHECKED,), _checked, (Stage.UPLOADED,)),
        Stop(gettext_lazy("Import"), "commit", (), _imported, (Stage.CHECKED,)),
    ),
    forms={"commit": CommitForm},
    facts=_told,
    said={"discard": gettext_lazy("The table was put aside.")},
    labels={"commit": _importing},
    places=dict.fromkeys(("check", "reopen", "remap"), Import.get_mapping_url),
)


@dataclass(frozen=True)
class Problems:
    """What is wrong on a page of rows. `kept` tells whether rows are still there to show."""

    lines: list[dict[str, Any]]
    kept: bool
    page: Page[ImportRow]


def problems(source: Import, chosen: dict[str, Any], place: Place) -> Problems:
    """The rows with something to say, narrowed to an outcome and a column, a page of them."""
    rows = ImportRow.objects.filter(source=source).to_look_at()
    if chosen.get("outcome"):
        rows = rows.filter(outcome=chosen["outcome"])
    if chosen.get("column"):
        rows = rows.filter(problems__contains=[{"column": chosen["column"]}])
    turned = turn(rows, ROWS, place, size=ROWS_SHOWN)
    names = {column["letter"]: column["name"] for column in source.columns}
    lines = [
        problem
        | {
            "row": row.row,
            "name": names.get(problem["column"], ""),
            "hidden": problem["value"] == CONCEALED,
        }
        for row in turned.rows
        for problem in row.problems
    ]
    kept = bool(lines) or not source.is_committed or source.rows.exists()
    return Problems(lines, kept, turned)


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
        row | {"cells": [row["cells"][place] for place in places if place < len(row["cells"])]}
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
