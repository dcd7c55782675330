"""A table that was sent: opened, its header found, its columns matched."""

from contextlib import closing
from dataclasses import dataclass
from typing import IO

from django.utils.translation import gettext as _

from records.imports.columns import (
    LOOKED_AT,
    header_row,
    keys,
    recognise,
    signature,
)
from records.imports.models import ColumnMapping
from records.imports.rows.cells import text_of
from records.imports.rows.places import bears_mark
from records.organisation.models import Fonds
from records.rules import Refused
from records.tables.reader import read_heads
from records.tables.rules import Cell, letter
from records.values.marks import refuse_secrets
from records.values.text import tidy

SAMPLE = 60  # characters of a sample


@dataclass(frozen=True)
class Opened:
    """What the head of a table says: its sheets, which one is taken, and what its columns are."""

    sheets: list[str]
    sheet: str
    header: int
    columns: list[dict[str, str]]


def look(file: IO[bytes], fonds: Fonds, *, sheet: str = "", header: int | None = None) -> Opened:
    """Read the head of a table; of several sheets the first with a header that reads like one.

    A mapping that the fonds's department used for the same columns goes before the names.
    The file is opened once, however many sheets are tried. Refused where nothing is
    written, or where the table itself is marked as a state secret.
    """
    heads = read_heads(file, LOOKED_AT + (header or 0), sheet=sheet)
    found = None
    with closing(heads.rows):
        refuse_secrets(heads.sheets)
        for name, rows in zip([sheet] if sheet else heads.sheets, heads.rows, strict=True):
            number = header_row(rows) if header is None else header
            refuse_secrets(*(text_of(cell) for row in rows[:number] for cell in row))
            opened = Opened(heads.sheets, name, number, _columns(rows, number, fonds))
            if opened.columns and opened.header:
                return opened
            found = found or (opened if opened.columns else None)
    if found is None:
        raise Refused(_nothing(header))
    return found


def _nothing(header: int | None) -> str:
    if header:
        return _("There is nothing in row %(row)d or below it.") % {"row": header}
    return _("The table is empty. Hidden sheets are not read: show the one you mean, save, resend.")


def _columns(rows: list[list[Cell]], number: int, fonds: Fonds) -> list[dict[str, str]]:
    names: list[Cell] = rows[number - 1] if 0 < number <= len(rows) else []
    below = [row for row in rows[number:] if not any(map(bears_mark, row))]
    width = max(map(len, rows), default=0)
    fields = _remembered(fonds, names) or recognise(names)
    columns = (
        {
            "letter": letter(position),
            "name": tidy(text_of(names[position]))[0] if position < len(names) else "",
            "field": fields.get(position, ""),
            "sample": _sample(below, position),
        }
        for position in range(width)
    )
    return [column for column in columns if column["name"] or column["sample"]]


def _sample(rows: list[list[Cell]], position: int) -> str:
    texts = (tidy(text_of(row[position]))[0] for row in rows if position < len(row))
    return next((text for text in texts if text), "")[:SAMPLE]


def _remembered(fonds: Fonds, names: list[Cell]) -> dict[int, str]:
    """The department's own mapping of these columns, by their names."""
    kept = ColumnMapping.objects.filter(
        department=fonds.department_id, signature=signature(names)
    ).first()
    fields = kept.fields if kept else {}
    return {place: fields[key] for place, key in enumerate(keys(names)) if key in fields}
