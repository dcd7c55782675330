"""Workbooks that people take away: the marked copy of their table, and an example.

In the marked copy bad cells are red, corrected cells green, each with a comment.
"""

import tempfile
from collections.abc import Iterator
from datetime import date, datetime
from io import BytesIO
from itertools import chain
from pathlib import Path, PurePath
from typing import Any
from uuid import uuid4

from django.core.files.base import File
from django.db.models import Q
from django.utils.translation import gettext as _
from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from records.imports.models import Import
from records.imports.rows.cells import CONCEALED, text_of
from records.imports.rules import Change
from records.jobs.rules import Progress
from records.tables.reader import read_table
from records.tables.rules import Cell, position

MOST_COMMENTS = 5_000  # on corrected cells; further ones are green without words
LONGEST_COMMENT = 1_000
TELL_EVERY = 5_000
EXCERPT_ROWS, EXCERPT_TEXT = 5, 40
NOTHING_TO_SAY: tuple[int, list[Any], list[Any]] = (0, [], [])

# The columns of DA/T 22-2015, and two rows that show how to write the awkward cases.
HEADER = (
    "序号",
    "档号",
    "文号",
    "责任者",
    "题名",
    "日期",
    "年度",
    "保管期限",
    "密级",
    "页数",
    "备注",
)
WIDTHS = (6, 26, 22, 22, 60, 12, 8, 10, 8, 8, 16)
ROWS = (
    (
        1,
        "",
        "清水发〔2024〕17号",
        "清岚市水务局",
        "清岚市水务局关于下达2024年度河道清淤计划的通知",
        "20240228",
        "2024",
        "永久",
        "",
        7,
        "",
    ),
    (
        2,
        "",
        "",
        "清岚市水务局办公室",
        "[2024年第一季度防汛值守记录]",
        "[202403]",
        "2024",
        "10年",
        "内部",
        12,
        "",
    ),
)


class Excerpt:
    """The first marked rows, as the result page shows them."""

    def __init__(self) -> None:
        self.bad: list[dict[str, Any]] = []
        self.other: list[dict[str, Any]] = []

    @property
    def rows(self) -> list[dict[str, Any]]:
        """Those with faults first of all, in the order of the table."""
        chosen = (self.bad + self.other)[:EXCERPT_ROWS]
        return sorted(chosen, key=lambda row: int(row["number"]))

    def take(self, number: int, cells: list[Cell], said: Any, right: Any, *, bad: bool) -> None:
        rows = self.bad if bad else self.other
        if len(rows) < EXCERPT_ROWS:
            marks = dict.fromkeys(right, "fixed") | dict.fromkeys(said, "err")
            texts = [text_of(cell)[:EXCERPT_TEXT] for cell in cells]
            rows.append(
                {
                    "number": number,
                    "cells": [[text, marks.get(place, "")] for place, text in enumerate(texts)],
                }
            )


class Marker:
    """Writes the rows of one table at their old places."""

    def __init__(self, book: Workbook, sheet: Worksheet) -> None:
        day = {"num_format": "yyyy-mm-dd"}
        red = {
            "bg_color": "#FAEAE5",
            "font_color": "#AB2F1C",
            "border": 1,
            "border_color": "#AB2F1C",
        }
        green = {"bg_color": "#E5F0E8"}
        self.sheet, self.comments = sheet, 0
        self.excerpt = Excerpt()
        self.day = book.add_format(day)
        self.red, self.red_day = book.add_format(red), book.add_format(red | day)
        self.green, self.green_day = book.add_format(green), book.add_format(green | day)

    def write(self, number: int, cells: list[Cell]) -> None:
        """A row about which there is nothing to say."""
        for place, cell in enumerate(cells):
            self._cell(number - 1, place, cell, None, self.day)

    def mark(self, number: int, cells: list[Cell], problems: list[Any], changes: list[Any]) -> None:
        """A row with something to say; of a state secret only that it was one."""
        said = _said(problems)
        right = {position(one["column"]): one for one in changes if one["column"]}
        if any(problem["value"] == CONCEALED for problem in problems):
            cells = []
        else:
            bad = any(problem["blocks"] for problem in problems)
            self.excerpt.take(number, cells, said, right, bad=bad)
        for place in range(max(len(cells), *(place + 1 for place in (*said, *right)))):
            cell = cells[place] if place < len(cells) else ""
            if place in said:
                self._cell(number - 1, place, cell, self.red, self.red_day)
                self._comment(number - 1, place, said[place])
            elif place in right:
                self._cell(number - 1, place, cell, self.green, self.green_day)
                self._corrected(number - 1, place, right[place])
            else:
                self._cell(number - 1, place, cell, None, self.day)

    def _cell(self, row: int, place: int, cell: Cell, plain: Any, day: Any) -> None:
        if isinstance(cell, datetime | date):
            self.sheet.write_datetime(row, place, cell, day)
        elif isinstance(cell, bool | int | float):
            self.sheet.write(row, place, cell, plain)
        elif cell or plain:
            self.sheet.write_string(row, place, str(cell), plain)

    def _comment(self, row: int, place: int, text: str) -> None:
        shape = {"x_scale": 2.2, "y_scale": 1.2, "font_size": 10, "author": ""}
        self.sheet.write_comment(row, place, text[:LONGEST_COMMENT], shape)

    def _corrected(self, row: int, place: int, change: Any) -> None:
        self.comments += 1
        if self.comments <= MOST_COMMENTS:
            self._comment(row, place, _("Put right: %(to)s") % {"to": change["to"]})


def _said(problems: list[Any]) -> dict[int, str]:
    """The text on each cell; what belongs to no column stands on the first."""
    said: dict[int, str] = {}
    for problem in problems:
        place = position(problem["column"]) if problem["column"] else 0
        said[place] = "\n".join(
            filter(None, (said.get(place, ""), f"{problem['what']} {problem['remedy']}"))
        )
    return said


def mark(source: Import, *, progress: Progress) -> None:
    """Write the marked copy and keep it beside the table; made once for each check."""
    if source.marked or not source.file:
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "marked.xlsx"
        options = {
            "constant_memory": True,
            "tmpdir": folder,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "nan_inf_to_errors": True,
        }
        with Workbook(path, options) as book:
            _summarise(source, book)
            excerpt = _rows(source, book, progress)
        with path.open("rb") as stream:
            source.marked.save(f"{uuid4().hex}.xlsx", File(stream), save=False)
    source.tally["excerpt"] = excerpt
    # the rest of the row may have moved on meanwhile
    source.save(update_fields=["marked", "tally"])


def marked_name(source: Import) -> str:
    """What the marked copy is called when it is downloaded."""
    return _("%(name)s, marked.xlsx") % {"name": PurePath(source.name).stem}


def _rows(source: Import, book: Workbook, progress: Progress) -> list[Any]:
    sheet = book.add_worksheet(_("Table"))
    sheet.freeze_panes(source.header, 0)
    marker = Marker(book, sheet)
    for column in source.columns:
        wide = {"title": 60, "responsible": 24, "document_number": 24}
        sheet.set_column(
            position(column["letter"]), position(column["letter"]), wide.get(column["field"], 12)
        )
    with source.table() as stream:
        table = read_table(stream, source.sheet)
        progress(0, table.total, _("Marking the table"))
        told = chain(_told(source), [NOTHING_TO_SAY])
        next_row, problems, changes = next(told)
        for number, cells in enumerate(table.rows, start=1):
            if number == next_row:
                marker.mark(number, cells, problems, changes)
                next_row, problems, changes = next(told)
            else:
                marker.write(number, cells)
            if number % TELL_EVERY == 0:
                progress(number)
    return marker.excerpt.rows


def _told(source: Import) -> Iterator[tuple[int, list[Any], list[Any]]]:
    rows = source.rows.filter(~Q(problems=[]) | ~Q(changes=[])).order_by("row")
    yield from rows.values_list("row", "problems", "changes").iterator(chunk_size=2_000)


def _summarise(source: Import, book: Workbook) -> None:
    """The first sheet: what was read, what is wrong where, what was put right."""
    sheet = book.add_worksheet(_("Summary"))
    bold = book.add_format({"bold": True, "font_size": 14})
    sheet.set_column(0, 0, 40)
    lines: list[tuple[Any, ...]] = [
        (source.name,),
        (_("Rows read"), source.read),
        (_("Can be imported"), source.good),
        (_("Among them to be looked at"), source.warned),
        (_("With faults"), source.rejected),
        (_("Already there, skipped"), source.duplicate),
        (),
        (_("Red cells are wrong or to be looked at, green ones were put right: see comments."),),
        (_("Correct the red cells and send the table, or only the corrected rows, once more."),),
        (_("What is already imported is not imported a second time."),),
        (),
    ]
    names = {column["letter"]: column["name"] for column in source.columns}
    for letter, count in sorted(source.tally.get("columns", {}).items()):
        where = f"{letter} {names.get(letter, '')}".strip() or _("whole row")
        faults = _("%(count)d wrong") % {"count": count["faults"]}
        lines.append((where, faults, _("%(count)d to be looked at") % {"count": count["looks"]}))
    lines.append(())
    for kind, count in source.tally.get("changes", {}).items():
        lines.append((str(Change(kind).label), count))
    for row, line in enumerate(lines):
        for place, text in enumerate(line):
            sheet.write(row, place, text, bold if row == 0 else None)


def example() -> bytes:
    """The workbook: the header, and two rows that show how to write the awkward cases."""
    file = BytesIO()
    with Workbook(file, {"in_memory": True}) as book:
        sheet = book.add_worksheet(_("Catalogue"))
        head = book.add_format({"bold": True, "bottom": 1, "bg_color": "#F2EEE6"})
        text = book.add_format({"num_format": "@"})
        for place, width in enumerate(WIDTHS):
            sheet.set_column(place, place, width, text)
        sheet.write_row(0, 0, HEADER, head)
        for number, row in enumerate(ROWS, start=1):
            sheet.write_row(number, 0, row)
        sheet.freeze_panes(1, 0)
    return file.getvalue()
