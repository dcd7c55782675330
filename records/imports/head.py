"""A table that was sent: opened, its header found, its columns matched."""

from dataclasses import dataclass
from typing import IO, Any

from records.imports.columns import (
    LOOKED_AT,
    header_row,
    keys,
    names_at,
    recognise,
    same_header,
    signature,
)
from records.imports.models import ColumnMapping, Import
from records.imports.rows.cells import listed, text_of
from records.imports.rows.places import bears_mark
from records.organisation.models import Fonds
from records.rules import Refused
from records.sentences import gettext as _
from records.sentences import ngettext_lazy, pgettext
from records.tables.reader import Head, read_heads
from records.tables.rules import Cell, letter
from records.values.marks import refuse_secrets
from records.values.text import tidy

SAMPLE = 60  # characters of a sample


@dataclass(frozen=True)
class Opened:
    """What the head of a table says: its sheets, which one is taken, and what its columns are."""

    sheets: list[dict[str, Any]]
    sheet: str
    header: int
    columns: list[dict[str, str]]


def look(
    file: IO[bytes],
    fonds: Fonds,
    *,
    sheet: str = "",
    header: int | None = None,
    together: bool = False,
) -> Opened:
    """Read the head of a table; of several sheets the first with a header that reads like one.

    With `together` every sheet that can be seen and has the same header is taken with it. A
    mapping that the fonds's department used for the same columns goes before the names. The
    file is opened once, however many sheets there are. Refused where nothing is written, or
    where the table itself is marked as a state secret.
    """
    heads = [head for head in read_heads(file, LOOKED_AT + (header or 0)) if _may_be_named(head)]
    head, number, columns = _first(_asked(heads, sheet), header, fonds)
    names = names_at(_texts(head.lines), number)
    sheets = [_told(one, names) for one in heads]
    for one, told in zip(heads, sheets, strict=True):
        if one is head:
            told["header"] = number
        told["taken"] = one is head or (together and told["header"] > 0)
        if told["taken"]:
            refuse_secrets(_texts(one.lines[: told["header"]]))
    return Opened(sheets, head.sheet, number, columns)


def _may_be_named(head: Head) -> bool:
    """Whether a sheet's name bears no mark; one that can be seen is refused with its table.

    What is hidden is looked through when the table is checked.
    """
    if head.hidden:
        return not bears_mark(head.sheet)
    refuse_secrets(head.sheet)
    return True


def _asked(heads: list[Head], sheet: str) -> list[Head]:
    """The sheets among which one is sought."""
    found = [head for head in heads if not head.hidden and sheet in {"", head.sheet}]
    if sheet and not found:
        shown = (one.sheet for one in heads if not one.hidden and not bears_mark(one.sheet))
        named = listed(f"“{name}”" for name in shown)
        raise Refused(
            _("There is no sheet “%(sheet)s” in this workbook; it has %(named)s.")
            % {"sheet": sheet, "named": named}
        )
    return found


def _first(
    heads: list[Head], header: int | None, fonds: Fonds
) -> tuple[Head, int, list[dict[str, str]]]:
    """The first sheet that has columns and a header, or only columns; its header, its columns."""
    found = None
    for head in heads:
        texts = _texts(head.lines)
        number = header_row(texts) if header is None else header
        refuse_secrets(texts[:number])
        columns = _columns(head.lines, number, fonds)
        if columns and number:
            return head, number, columns
        found = found or ((head, number, columns) if columns else None)
    if found is None:
        raise next((head.fault for head in heads if head.fault), None) or Refused(_nothing(header))
    return found


def _told(head: Head, names: list[str]) -> dict[str, Any]:
    """A sheet as it is kept: its rows are all of it, its header the row that has these names."""
    same = same_header(_texts(head.lines), names) if names and not head.hidden else 0
    return {"name": head.sheet, "rows": head.rows, "hidden": head.hidden, "header": same}


def _texts(lines: list[list[Cell]]) -> list[list[str]]:
    return [[tidy(text_of(cell))[0] for cell in line] for line in lines]


def _nothing(header: int | None) -> str:
    if header:
        return _("There is nothing in row %(row)d or below it.") % {"row": header}
    return _("The table is empty. Hidden sheets are not read: show the one you mean, save, resend.")


def _columns(rows: list[list[Cell]], number: int, fonds: Fonds) -> list[dict[str, str]]:
    names = names_at(_texts(rows), number)
    below = [row for row in rows[number:] if not any(map(bears_mark, row))]
    width = max(map(len, rows), default=0)
    fields = _remembered(fonds, names) or recognise(names)
    columns = (
        {
            "letter": letter(position),
            "name": names[position] if position < len(names) else "",
            "field": fields.get(position, ""),
            "sample": _sample(below, position),
        }
        for position in range(width)
    )
    return [column for column in columns if column["name"] or column["sample"]]


def _sample(rows: list[list[Cell]], position: int) -> str:
    texts = (tidy(text_of(row[position]))[0] for row in rows if position < len(row))
    return next((text for text in texts if text), "")[:SAMPLE]


def _remembered(fonds: Fonds, names: list[str]) -> dict[int, str]:
    """The department's own mapping of these columns, by their names."""
    kept = ColumnMapping.objects.filter(
        department=fonds.department_id, signature=signature(names)
    ).first()
    fields = kept.fields if kept else {}
    return {place: fields[key] for place, key in enumerate(keys(names)) if key in fields}


class Sheets:
    """What a workbook has beside what is taken, and what was merged."""

    def __init__(self, source: Import) -> None:
        self.source, same = source, source.same_header
        self.left = [_left(one, same) for one in source.sheets if not one["taken"]]
        self.same, self.taken = len(same), len(source.taken)
        self.rows = sum(rows_below(one) or 0 for one in same)
        self.merged = len(self.all_merged) + source.tally.get("more_merged", 0)

    @property
    def all_merged(self) -> list[str]:
        """Each merged cell, with its sheet where several are taken, and its value."""
        return [self._said(one) for one in self.source.tally.get("merged", [])]

    @property
    def first_merged(self) -> str:
        return self.all_merged[0]

    def _said(self, one: dict[str, str]) -> str:
        cells = f"{one['sheet']}!{one['cells']}" if self.taken > 1 else one["cells"]
        if not one["value"]:
            return cells
        told = {"cells": cells, "value": one["value"]}
        return _("%(cells)s is merged; each row as “%(value)s”") % told


def rows_below(sheet: dict[str, Any]) -> int | None:
    """How many rows a sheet has below its header; nothing where they could not be counted."""
    return None if sheet["rows"] is None else max(sheet["rows"] - sheet["header"], 0)


def _left(sheet: dict[str, Any], same: list[dict[str, Any]]) -> str:
    """A sheet that is not read: its name, its rows, and what it is that is not read."""
    rows = rows_below(sheet)
    said = [
        _("not counted")
        if rows is None
        else ngettext_lazy("%(count)d row", "%(count)d rows") % {"count": rows}
    ]
    if sheet["hidden"]:
        said.append(_("hidden"))
    elif sheet not in same:
        said.append(_("other header"))
    told = {"name": sheet["name"], "said": pgettext("between words", ", ").join(said)}
    return _("%(name)s (%(said)s)") % told
