"""What a cell can be, how large a table may be, and how a spreadsheet names its columns."""

from datetime import date, datetime, time, timedelta
from typing import NamedTuple, TypeAlias

from records.tables.number_formats import Look

Plain: TypeAlias = str | int | float | bool | date | datetime | time | timedelta


class Shown(NamedTuple):  # no data class: what it imports would slow each child process down
    """A cell whose format shows something else than it holds: 2021年5月 of the 1st of May."""

    text: str
    held: Plain

    def __str__(self) -> str:
        return self.text


Cell: TypeAlias = Plain | Shown
Odd: TypeAlias = tuple[int, int, Look | str]  # row from 1, column from 0, and what is seen there
Merge: TypeAlias = tuple[int, int, int]  # first row from 1, column from 0, last row

NOT_WORKED_OUT = "=…"  # stands for a formula whose value nobody computed

MOST_ROWS = 1_048_576  # of one table; a whole sheet of Excel
MOST_COLUMNS = 200
MOST_CELLS = 30_000_000  # from the first corner of a sheet to the last, blank ones too
MOST_UNPACKED = 1024**3  # bytes that a zipped workbook may unpack to
LONGEST_CELL = 32_767  # characters, as spreadsheets have it


def letter(place: int) -> str:
    """The column's letters in a spreadsheet: 0 is A, 26 is AA."""
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def position(letters: str) -> int:
    """The place of a column by its letters: A is 0."""
    place = 0
    for sign in letters:
        place = place * 26 + ord(sign) - ord("A") + 1
    return place - 1
