"""Rows as a person sees them: what cells show, and what is merged in each of its rows."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any, TypeAlias

from records.tables.number_formats import Look, shown
from records.tables.rules import MOST_COLUMNS, Merge, Odd

Line: TypeAlias = list[Any]  # cells as they are sent; one that shows something else as in `_seen`
NO_MORE: Odd = (1 << 62, 0, "")


def as_shown(lines: Iterator[Line], odd: Iterator[Odd]) -> Iterator[Line]:
    """The rows, and in place of cells that show something else than they hold what they show."""
    row, place, seen = next(odd, NO_MORE)
    for number, line in enumerate(lines, start=1):
        while row <= number:
            if row == number and place < MOST_COLUMNS:
                line.extend([""] * (place + 1 - len(line)))
                line[place] = seen if isinstance(seen, str) else _seen(seen, line[place])
            row, place, seen = next(odd, NO_MORE)
        yield line


def _seen(look: Look, held: Any) -> Any:
    text = shown(look, held)
    return ["shown", text, held] if text else held


def filled(lines: Iterator[Line], merged: list[Merge]) -> Iterator[Line]:
    """The rows, and in each what is merged over it; a row that says nothing of its own stays so."""
    begun: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
    for row, place, last in merged:
        begun[row].append((place, last))
    held: dict[int, tuple[int, Any]] = {}
    for number, line in enumerate(lines, start=1):
        held = {place: over for place, over in held.items() if over[0] >= number}
        if held and any(_says(cell) for place, cell in enumerate(line) if place not in held):
            for place, (_last, cell) in held.items():
                line[place] = cell
        for place, last in begun.get(number, ()):
            if place < len(line):
                held[place] = last, line[place]
        yield line


def _says(cell: Any) -> bool:
    return bool(cell.strip()) if isinstance(cell, str) else True
