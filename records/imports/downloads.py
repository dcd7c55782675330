"""Workbooks that people take away: the marked copy of their table, and an example.

In the marked copy bad cells are red, corrected cells green, each with a comment.
"""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from io import BytesIO
from itertools import chain
from pathlib import Path, PurePath
from typing import IO, Any, BinaryIO

from django.db.models import Q

from records.audit.actions import note
from records.imports.models import Import
from records.imports.rows.cells import CONCEALED, text_of
from records.imports.rules import Change, Outcome
from records.jobs.rules import Progress
from records.organisation.models import User
from records.sentences import gettext as _
from records.tables.reader import Part, Table, keep_without, kept_table, read_table
from records.tables.rules import Cell, position
from records.tables.writer import HEAD, PLAIN, TEXT, Book, workbook, write_table

MOST_COMMENTS = 5_000  # on corrected cells; further ones are green without words
TELL_EVERY = 5_000
EXCERPT_ROWS, EXCERPT_TEXT = 5, 40
NOTHING_TO_SAY: tuple[int, list[Any], list[Any]] = (0, [], [])

RED = {"bg_color": "#FAEAE5", "font_color": "#AB2F1C", "border": 1, "border_color": "#AB2F1C"}
GREEN = {"bg_color": "#E5F0E8"}
TITLE = {"bold": True, "font_size": 14}
WIDE = {"title": 60, "responsible": 24, "document_number": 24}

# The columns of DA/T 22-2015, and two rows that show how to write the awkward cases.
EXAMPLE_COLUMNS = (
    ("序号", 6),
    ("档号", 26),
    ("文号", 22),
    ("责任者", 22),
    ("题名", 60),
    ("日期", 12),
    ("年度", 8),
    ("保管期限", 10),
    ("密级", 8),
    ("页数", 8),
    ("备注", 16),
)
# fmt: off
EXAMPLE_ROWS = (
    (1, "", "清水发〔2024〕17号", "清岚市水务局", "清岚市水务局关于下达2024年度河道清淤计划的通知",
     "20240228", "2024", "永久", "", 7, ""),
    (2, "", "", "清岚市水务局办公室", "[2024年第一季度防汛值守记录]",
     "[202403]", "2024", "10年", "内部", 12, ""),
)
# 案卷目录, and 卷内文件目录 of its first volume: sent after it, or after its sheet was taken.
EXAMPLE_VOLUMES = (
    ("案卷号", "案卷题名", "责任者", "起止日期", "年度", "件数", "页数", "保管期限", "备注"),
    ("1", "2024年1月记账凭证", "清岚市水务局", "20240103-20240131", "2024", 2, 80, "30年", ""),
    ("2", "2024年2月记账凭证", "清岚市水务局", "20240201-20240229", "2024", 2, 64, "30年", ""),
)
EXAMPLE_ITEMS = (
    ("案卷号", "件号", "文号", "责任者", "题名", "日期", "页号", "页数", "备注"),
    ("1", 1, "", "清岚市水务局", "1月1号至20号凭证", "20240115", "1-45", 45, ""),
    ("1", 2, "", "清岚市水务局", "1月21号至38号凭证", "20240131", "46-80", 35, ""),
)
# fmt: on


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
    """Writes the rows of a table at their old places, those of each sheet on one of its own."""

    def __init__(self, source: Import, book: Book) -> None:
        self.source, self.book, self.comments = source, book, 0
        self.excerpt = Excerpt()
        fields = {position(column["letter"]): column["field"] for column in source.columns}
        self.widths = [
            WIDE.get(fields.get(place, ""), 12) for place in range(max(fields, default=-1) + 1)
        ]

    def begin(self, part: Part) -> None:
        """A sheet begins: with its own name where several are taken."""
        headers = {one.name: one.header for one in self.source.taken}
        title = part.sheet if len(headers) > 1 else _("Table")
        frozen = headers.get(part.sheet, self.source.header)
        self.before = part.before + 1
        self.sheet = self.book.sheet(title, widths=self.widths, frozen=frozen)

    def write(self, number: int, cells: list[Cell]) -> None:
        """A row about which there is nothing to say."""
        self.sheet.line(number - self.before, cells)

    def mark(self, number: int, cells: list[Cell], problems: list[Any], changes: list[Any]) -> None:
        """A row with something to say; of a state secret only that it was one."""
        said = _said(problems)
        right = {position(one["column"]): one for one in changes if one["column"]}
        if any(problem["value"] == CONCEALED for problem in problems):
            cells = []
        else:
            bad = any(problem["blocks"] for problem in problems)
            self.excerpt.take(number, cells, said, right, bad=bad)
        row, width = number - self.before, max((place + 1 for place in (*said, *right)), default=0)
        for place, what in said.items():
            self.sheet.comment(row, place, what)
        for place in right.keys() - said.keys():
            self._corrected(row, place, right[place])
        looks = dict.fromkeys(right, GREEN) | dict.fromkeys(said, RED)
        self.sheet.line(row, [*cells, *[""] * (width - len(cells))], looks)

    def _corrected(self, row: int, place: int, change: Any) -> None:
        self.comments += 1
        if self.comments <= MOST_COMMENTS:
            self.sheet.comment(row, place, _("Put right: %(to)s") % {"to": change["to"]})


def _said(problems: list[Any]) -> dict[int, str]:
    """The text on each cell; what belongs to no column stands on the first."""
    said: dict[int, str] = {}
    for problem in problems:
        place = position(problem["column"]) if problem["column"] else 0
        said[place] = "\n".join(
            filter(None, (said.get(place, ""), f"{problem['what']} {problem['remedy']}"))
        )
    return said


@contextmanager
def marked_copy(
    source: Import, kept: IO[bytes] | None = None, *, progress: Progress
) -> Iterator[tuple[IO[bytes], list[Any]]]:
    """The marked copy of what the check found, and the rows of it that the page shows.

    From the cells that the check `kept`, there or with the import; the table is read again
    where it kept none.
    """
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "marked.xlsx"
        with workbook(path) as book:
            _summarise(source, book)
            with _cells(source, kept) as table:
                excerpt = _rows(source, book, table, progress)
        with path.open("rb") as made:
            yield made, excerpt


def cells_without_secrets(source: Import, kept: IO[bytes], to: BinaryIO) -> None:
    """The cells that the check `kept`, without the rows that bear the mark of a state secret."""
    told = source.rows.filter(outcome=Outcome.REJECTED)
    secret = told.filter(problems__contains=[{"value": CONCEALED}])
    keep_without(set(secret.values_list("row", flat=True)), kept, to)


def take_marked(source: Import, *, by: User, at: datetime) -> IO[bytes]:
    """Give out the marked copy; the trail keeps who took it."""
    note("take marked copy", source, by=by, at=at, after={"table": source.name})
    return source.marked.open("rb")


def marked_name(source: Import) -> str:
    """What the marked copy is called when it is downloaded."""
    return _("%(name)s, marked.xlsx") % {"name": PurePath(source.name).stem}


@contextmanager
def _cells(source: Import, kept: IO[bytes] | None) -> Iterator[Table]:
    if kept:
        yield kept_table(kept)
        return
    if source.cells:
        with source.cells.open("rb") as stream:
            yield kept_table(stream)
        return
    with source.table() as stream:
        yield read_table(stream, *source.taken_names)


def _rows(source: Import, book: Book, table: Table, progress: Progress) -> list[Any]:
    marker, begun = Marker(source, book), 1
    marker.begin(table.parts[0])
    progress(0, sum(one.rows for one in source.taken) or table.total, _("Marking the table"))
    told = chain(_told(source), [NOTHING_TO_SAY])
    next_row, problems, changes = next(told)
    for number, cells in enumerate(table.rows, start=1):
        while begun < len(table.parts):
            marker.begin(table.parts[begun])
            begun += 1
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


def _summarise(source: Import, book: Book) -> None:
    """The first sheet: what was read, what is wrong where, what was put right."""
    sheet = book.sheet(_("Summary"), widths=[40])
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
    tally = source.tally.get("columns", {})
    for letter, count in sorted(tally.items(), key=lambda one: (len(one[0]), one[0])):
        where = f"{letter} {names.get(letter, '')}".strip() or _("whole row")
        faults = _("%(count)d wrong") % {"count": count["faults"]}
        lines.append((where, faults, _("%(count)d to be looked at") % {"count": count["looks"]}))
    lines.append(())
    for kind, count in source.tally.get("changes", {}).items():
        lines.append((str(Change(kind).label), count))
    for row, line in enumerate(lines):
        for place, text in enumerate(line):
            sheet.write(row, place, text, TITLE if row == 0 else PLAIN)


def example() -> bytes:
    """The workbook: the header, and two rows that show how to write the awkward cases; volumes."""
    file = BytesIO()
    titled = _("Catalogue"), EXAMPLE_COLUMNS, EXAMPLE_ROWS
    write_table(file, *titled, look=TEXT, behind=_write_volumes)
    return file.getvalue()


def _write_volumes(book: Book) -> None:
    """The examples of a catalogue of volumes, and of what lies in one."""
    named = ((_("Volumes"), EXAMPLE_VOLUMES), (_("Items of the volume"), EXAMPLE_ITEMS))
    for title, lines in named:
        sheet = book.sheet(title, widths=[12, 12, *[22] * 4, 12, 12, 16])
        for row, line in enumerate(lines):
            for place, cell in enumerate(line):
                sheet.write(row, place, cell, HEAD if row == 0 else TEXT)
