"""Rows of any kind as a spreadsheet: text stays text, whatever it begins with."""

import csv as comma_separated
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from io import BytesIO, StringIO
from typing import Any, NamedTuple

import xlsxwriter
from django.db.models import Field, ForeignKey, QuerySet
from django.utils.text import capfirst

from records.days import written

FORMULA = ("=", "+", "-", "@", "\t", "\r")


class Made(NamedTuple):
    content: bytes
    suffix: str
    kind: str


Fields = Sequence["Field[Any, Any]"]
Form = Callable[..., Made]


def xlsx(rows: QuerySet[Any], fields: Fields, *, title: str) -> Made:
    made = BytesIO()
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(made, options)
    sheet = book.add_worksheet(title[:31])
    sheet.freeze_panes(1, 0)
    for line, cells in enumerate(_table(rows, fields)):
        sheet.write_row(line, 0, cells)
    book.close()
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return Made(made.getvalue(), "xlsx", kind)


def csv(rows: QuerySet[Any], fields: Fields, *, title: str) -> Made:
    """With a byte order mark, by which office programs know that it is UTF-8."""
    made = StringIO()
    writer = comma_separated.writer(made)
    for cells in _table(rows, fields):
        writer.writerow([_harmless(cell) for cell in cells])
    return Made(made.getvalue().encode("utf-8-sig"), "csv", "text/csv; charset=utf-8")


def _harmless(cell: str | int) -> str | int:
    """A text that a spreadsheet would take for a formula, with a quote before it."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell


def _table(rows: QuerySet[Any], fields: Fields) -> Iterator[list[str | int]]:
    yield [str(capfirst(field.verbose_name)) for field in fields]
    related = [field.name for field in fields if isinstance(field, ForeignKey)]
    for row in rows.select_related(*related).iterator(chunk_size=1000):
        yield [_cell(row, field) for field in fields]


def _cell(row: Any, field: "Field[Any, Any]") -> str | int:
    value = getattr(row, field.name)
    if value is None:
        return ""
    if field.choices:
        return str(getattr(row, f"get_{field.name}_display")())
    if isinstance(value, datetime):
        return written(value)
    return value if isinstance(value, int) and not isinstance(value, bool) else str(value)
