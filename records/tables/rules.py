"""How large a table may be, and how a spreadsheet names its columns."""

from datetime import date, datetime, time, timedelta
from typing import TypeAlias

Cell: TypeAlias = str | int | float | bool | date | datetime | time | timedelta

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
