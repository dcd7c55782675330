"""The one writer of spreadsheets that people take away: text stays text, whatever it begins with.

Rows go to the disk as they come, so that a table of millions takes no more memory than
one of ten.
"""

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, Any, TypeAlias

from django.utils.functional import Promise
from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from records.tables.rules import LONGEST_CELL, MOST_COLUMNS, letter

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ROWS_OF_A_SHEET = 1_000_000  # a sheet of Excel has 1,048,576
LONGEST_TITLE = 31  # characters of a sheet's name
FORMULA = ("=", "+", "-", "@", "\t", "\r")
LARGEST_NUMBER = 10**15  # beyond, a spreadsheet shows other digits than were written
FIRST_DAY = date(1900, 3, 1)  # before it a spreadsheet counts days of its own
OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "nan_inf_to_errors": True,
}
COMMENT = {"x_scale": 2.2, "y_scale": 1.2, "font_size": 10, "author": ""}
LONGEST_COMMENT = 1_000
LONGEST_PLAIN = 1_000  # characters; the library looks at longer texts
# What the library writes otherwise than it stands, or has to look at: signs of XML, outer spaces.
_ODD = re.compile(r"[\x00-\x1f&<>\ufffe\uffff]|_x[0-9a-fA-F]{4}_|^\s|\s$")
_MAY_BE_ODD = re.compile(r"[\s\x00-\x1f&<>_\ufffe\uffff]")  # found in a tenth of the time
_LETTERS = [letter(place) for place in range(MOST_COLUMNS)]
_FORBIDDEN = re.compile(r"[\[\]:*?/\\]|^'|'$")  # in a sheet's name

Look: TypeAlias = Mapping[str, Any]  # properties of xlsxwriter's formats
Column: TypeAlias = tuple[str | Promise, int]  # head and width
HEAD: Look = {"bold": True, "bottom": 1}
PLAIN: Look = {}
NO_LOOKS: Mapping[int, Look] = {}
TEXT: Look = {"num_format": "@"}  # what is typed stays as it is typed
DAY: Look = {"num_format": "yyyy-mm-dd"}


class PlainRows(Worksheet):  # type: ignore[misc]  # the library tells no types
    """A worksheet that takes a plain row whole, in a quarter of the time that its cells take."""

    def write_plain(
        self, row: int, cells: Sequence[Any], formats: Mapping[int, int], dated: int
    ) -> bool:
        """Write a row that was not begun; False where one of its cells needs the library's care.

        `formats` are numbers of formats by the places of cells; `dated` is that for days.
        """
        if _MAY_BE_ODD.search("".join([one for one in cells if type(one) is str])) and any(
            map(_is_odd, cells)
        ):
            return False
        number, written = row + 1, []
        for place, cell in enumerate(cells):
            if cell == "" or cell is None:
                if place in formats:
                    written.append(f'<c r="{_LETTERS[place]}{number}" s="{formats[place]}"/>')
                continue
            said = self._plain(cell)
            if not said:
                return False
            look = formats.get(place) or (dated if isinstance(cell, date) else 0)
            style = f' s="{look}"' if look else ""
            written.append(f'<c r="{_LETTERS[place]}{number}"{style}{said}</c>')
        self._take(row, len(cells), written)
        return True

    def _plain(self, cell: Any) -> str:
        """A cell as the library would write it; nothing where it is none of the plain ones."""
        kind = type(cell)
        if kind is str:
            return f' t="inlineStr"><is><t>{cell}</t></is>' if len(cell) <= LONGEST_PLAIN else ""
        if kind in {int, float} and abs(cell) < LARGEST_NUMBER:
            return f"><v>{cell:.16G}</v>"
        if kind in {date, datetime} and _day(cell) >= FIRST_DAY:
            return f"><v>{self._convert_date_time(cell):.16G}</v>"
        return ""

    def _take(self, row: int, width: int, written: list[str]) -> None:
        if any(self.table.values()):  # the row before was written cell by cell
            self._write_single_row(row)
        if written:
            self._check_dimensions(row, 0)
            self._check_dimensions(row, width - 1)
            self.fh.write(f'<row r="{row + 1}">{"".join(written)}</row>')
            self.previous_row = row + 1


@dataclass
class Sheet:
    """One sheet; its rows are written from above, a row once."""

    book: "Book"
    sheet: PlainRows

    def write(self, row: int, place: int, cell: Any, look: Look = PLAIN) -> None:
        """One cell, both counted from 0: numbers and dates as what they are, the rest as text.

        A text longer than a cell is cut. What a spreadsheet would show as another number
        or day is written as text.
        """
        if isinstance(cell, bool):
            self.sheet.write_boolean(row, place, cell, self.book.format(look))
        elif isinstance(cell, int | float) and not abs(cell) >= LARGEST_NUMBER:
            self.sheet.write_number(row, place, cell, self.book.format(look))
        elif isinstance(cell, date) and _day(cell) >= FIRST_DAY:
            self.sheet.write_datetime(row, place, cell, self.book.format({**DAY, **look}))
        elif cell not in {None, ""}:
            text = str(cell)[:LONGEST_CELL]
            self.sheet.write_string(row, place, text, self.book.format(look))
        elif look:
            self.sheet.write_blank(row, place, None, self.book.format(look))

    def line(self, row: int, cells: Sequence[Any], looks: Mapping[int, Look] = NO_LOOKS) -> None:
        """All cells of a row; `looks` by their places. What is said of them is said before."""
        days = (place for place in looks if isinstance(cells[place], date))
        looks = {**looks, **{place: {**DAY, **looks[place]} for place in days}}
        formats = {place: self.book.number(look) for place, look in looks.items()}
        if len(cells) > MOST_COLUMNS or not self.sheet.write_plain(
            row, cells, formats, self.book.number(DAY)
        ):
            for place, cell in enumerate(cells):
                self.write(row, place, cell, looks.get(place, PLAIN))

    def comment(self, row: int, place: int, text: str) -> None:
        """What is to be said of a cell."""
        self.sheet.write_comment(row, place, text[:LONGEST_COMMENT], COMMENT)


@dataclass
class Book:
    """A workbook that is being written."""

    book: Workbook
    formats: dict[tuple[tuple[str, Any], ...], Any] = field(default_factory=dict)

    def sheet(
        self, title: str, *, widths: Sequence[int] = (), frozen: int = 0, look: Look = PLAIN
    ) -> Sheet:
        """A new sheet with columns of these widths and this look; `frozen` rows stay in sight.

        A name that another sheet has gets a number behind it.
        """
        name = wanted = _FORBIDDEN.sub(" ", title)[:LONGEST_TITLE]
        taken, again = {one.lower() for one in self.book.sheetnames}, 1
        while name.lower() in taken:
            again += 1
            name = f"{wanted[: LONGEST_TITLE - 5]} {again}"
        made = self.book.add_worksheet(name, PlainRows)
        for place, width in enumerate(widths):
            made.set_column(place, place, width, self.format(look))
        made.freeze_panes(frozen, 0)
        return Sheet(self, made)

    def format(self, look: Look) -> Any:
        """xlsxwriter's own form of a look, made once; None for the plain one."""
        if not look:
            return None
        key = tuple(sorted(look.items()))
        if key not in self.formats:
            self.formats[key] = self.book.add_format(dict(look))
        return self.formats[key]

    def number(self, look: Look) -> int:
        """The number of a look in the workbook's list of formats."""
        return int(self.format(look)._get_xf_index())


@contextmanager
def workbook(file: IO[bytes] | Path) -> Iterator[Book]:
    """A new workbook in the file, complete when the block ends."""
    with TemporaryDirectory() as folder, Workbook(file, {**OPTIONS, "tmpdir": folder}) as book:
        yield Book(book)


def write_table(
    file: IO[bytes] | Path,
    title: str,
    columns: Sequence[Column],
    rows: Iterable[Sequence[Any]],
    told: Callable[[int], object] = lambda count: None,
    *,
    look: Look = PLAIN,
    front: Callable[[Book], object] | None = None,
    behind: Callable[[Book], object] = lambda book: None,
) -> int:
    """A whole table with its head, on as many sheets as it needs; returns how many rows.

    `told` hears after each row how many there are. `look` is that of the columns, also
    where nothing is written yet. `front` puts a sheet before those of the table, which is
    still the one that is open; `behind` puts further ones behind them.
    """
    count = 0
    with workbook(file) as book:
        if front:
            front(book)
        sheet = _headed(book, title, columns, look)
        sheet.sheet.activate()
        for count, cells in enumerate(rows, start=1):
            line = (count - 1) % ROWS_OF_A_SHEET + 1
            if line == 1 and count > 1:
                further = f"{title[: LONGEST_TITLE - 4]} {(count - 1) // ROWS_OF_A_SHEET + 1}"
                sheet = _headed(book, further, columns, look)
            if look:
                for place, cell in enumerate(cells):
                    sheet.write(line, place, cell)
            else:
                sheet.line(line, cells)
            told(count)
        behind(book)
    return count


def write_csv(file: IO[bytes], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """A table as text, with a byte order mark, by which office programs know that it is UTF-8.

    A text that a spreadsheet would take for a formula gets a quotation mark before it.
    """
    text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="", write_through=True)
    lines = csv.writer(text)
    lines.writerow(columns)
    for cells in rows:
        lines.writerow([_harmless(cell) for cell in cells])
    text.detach()


def _harmless(cell: Any) -> Any:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell


def _headed(book: Book, title: str, columns: Sequence[Column], look: Look) -> Sheet:
    sheet = book.sheet(title, widths=[width for _head, width in columns], frozen=1, look=look)
    for place, (head, _width) in enumerate(columns):
        sheet.write(0, place, str(head), HEAD)
    return sheet


def _is_odd(cell: Any) -> bool:
    return type(cell) is str and bool(_ODD.search(cell))


def _day(moment: date) -> date:
    return moment.date() if isinstance(moment, datetime) else moment
