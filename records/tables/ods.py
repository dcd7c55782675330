"""What calamine does not tell of an ODS: merged cells, what days show, errors and formulas."""

import re
import zipfile
from collections import defaultdict
from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from typing import BinaryIO
from xml.parsers import expat

from records.tables.number_formats import Look
from records.tables.rules import MOST_COLUMNS, MOST_ROWS, NOT_WORKED_OUT, Merge, Odd

CONTENT = "content.xml"
CELLS = {"table:table-cell", "table:covered-table-cell"}
LONGEST_SHOWN = 200  # characters of what a cell shows
_FIGURES = re.compile(r"\d+")


class Document:
    """The cells of an ODS, gone through once."""

    def __init__(self, file: BinaryIO) -> None:
        self.found: dict[str, list[Odd]] = defaultdict(list)
        self.spans: dict[str, list[Merge]] = defaultdict(list)
        self.sheet, self.row, self.place, self.rows = "", 0, 0, 1
        self.cell: dict[str, str] | None = None
        self.text, self.aside = "", False
        parser = expat.ParserCreate()
        parser.StartElementHandler = self._begin
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._say
        broken = suppress(expat.ExpatError, ValueError)
        with zipfile.ZipFile(file) as archive, archive.open(CONTENT) as member, broken:
            parser.ParseFile(member)

    def odd(self, sheet: str) -> Iterator[Odd]:
        """The cells of a sheet that show something else than they hold, row by row."""
        return iter(sorted(self.found[sheet], key=lambda one: one[:2]))

    def merged(self, sheet: str) -> list[Merge]:
        """The cells of a sheet that go down over several rows."""
        return self.spans[sheet]

    def _begin(self, name: str, told: dict[str, str]) -> None:
        if name in CELLS:
            self.cell, self.text = told, ""
        elif name == "table:table-row":
            self.rows, self.place = int(told.get("table:number-rows-repeated", 1)), 0
            self.row += 1
        elif name == "table:table":
            self.sheet, self.row = told.get("table:name", ""), 0
        elif name == "office:annotation":
            self.aside = True

    def _end(self, name: str) -> None:
        if name in CELLS and self.cell is not None:
            self._take(self.cell)
            self.place += int(self.cell.get("table:number-columns-repeated", 1))
            self.cell = None
        elif name == "table:table-row":
            self.row += self.rows - 1
        elif name == "office:annotation":
            self.aside = False

    def _say(self, text: str) -> None:
        if self.cell is not None and not self.aside and len(self.text) < LONGEST_SHOWN:
            self.text += text

    def _take(self, told: dict[str, str]) -> None:
        if (down := int(told.get("table:number-rows-spanned", 1))) > 1:
            self.spans[self.sheet].append((self.row, self.place, self.row + down - 1))
        seen = _seen(told, self.text)
        if seen is None:
            return
        across = min(int(told.get("table:number-columns-repeated", 1)), MOST_COLUMNS)
        for row in range(self.row, self.row + min(self.rows, MOST_ROWS)):
            for place in range(self.place, self.place + across):
                self.found[self.sheet].append((row, place, seen))


def _seen(told: dict[str, str], text: str) -> Look | str | None:
    kind = told.get("office:value-type", "")
    if told.get("calcext:value-type") == "error":
        return text or NOT_WORKED_OUT
    if "table:formula" in told and not kind:
        return NOT_WORKED_OUT
    if kind == "date":
        return _day_look(told.get("office:date-value", "")[:10], text)
    if kind == "float":
        return _number_look(told.get("office:value", ""), text)
    return None


def _day_look(held: str, text: str) -> Look | None:
    """Which parts of a day are among the figures that are seen; the name of a month is one."""
    figures = [int(one) for one in _FIGURES.findall(text)]
    try:
        day = date.fromisoformat(held)
    except ValueError:
        return None
    signs = dict(zip(("year", "month", "day"), "年月日", strict=True))
    if not figures:  # in words: 二〇二一年五月
        seen = {part: sign in text for part, sign in signs.items()}
    else:
        seen = {part: _take_out(figures, getattr(day, part)) for part in signs}
        seen["month"] |= any(sign.isascii() and sign.isalpha() for sign in text)
    return (
        None
        if all(seen.values()) or not any(seen.values())
        else Look(seen["year"], seen["month"], seen["day"])
    )


def _take_out(figures: list[int], part: int) -> bool:
    """Whether a part of a day is among the figures, in full or in two digits."""
    for place, figure in enumerate(figures):
        if figure in {part, part % 100}:
            del figures[place]
            return True
    return False


def _number_look(held: str, text: str) -> Look | None:
    """A whole number among other signs, or with zeros before it."""
    whole = held.removesuffix(".0")
    if not whole.isdigit() or text == whole:
        return None
    found = re.fullmatch(rf"(.*?)(0*{whole})(\D*)", text, re.DOTALL)
    if found is None:
        return None
    return Look(before=found[1], digits=len(found[2]), after=found[3])
