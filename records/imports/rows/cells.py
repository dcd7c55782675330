"""A row while it is read: its values, what is wrong with it, what was put right."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from hashlib import blake2b
from typing import Any, NotRequired, TypeAlias, TypedDict

from records import days
from records.holdings.codes import Widths
from records.imports.rules import Change, Outcome
from records.sentences import Keeps, pgettext
from records.tables.rules import Cell, Shown
from records.values.rules import Level

CONCEALED = "★"  # stands for whatever a cell with a state secret says (DA/T 18-2022: 密级★)


class Problem(TypedDict):
    """One thing wrong with a cell; `blocks` says that the row cannot become a record.

    `right` is what would be right, where it can be told; `record` the key of the record
    and `first` the row that the row is taken for; `another`: a person said it is neither.
    """

    field: str
    column: str
    value: str
    what: str
    remedy: str
    blocks: bool
    right: NotRequired[str]
    record: NotRequired[int | None]
    first: NotRequired[int]
    another: NotRequired[bool]


class Changed(TypedDict):
    """One cell that was put right."""

    column: str
    kind: str
    to: str


def sign(problem: Any) -> str:
    """What tells a problem from every other: a page that was opened before a new check is old."""
    told = json.dumps([problem["field"], problem["value"], problem["what"]], cls=Keeps)
    return blake2b(told.encode(), digest_size=8).hexdigest()


@dataclass(slots=True)
class Row:
    """One row of the table. `letters` names the column of each field that has one.

    `typed` is what a person put right on the page, by its field.
    """

    number: int
    letters: Mapping[str, str]
    typed: Mapping[str, str] = field(default_factory=dict)
    values: dict[str, Any] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    changes: list[Changed] = field(default_factory=list)
    rejected: bool = False
    secret: bool = False

    def reject(self, key: str, value: object, what: str, remedy: str, *, right: str = "") -> None:
        """Say what keeps the row from becoming a record, and what would be right if it is known."""
        self.rejected = True
        self._tell(key, value, what, remedy, blocks=True, right=right)

    def warn(self, key: str, value: object, what: str, remedy: str, *, right: str = "") -> None:
        """Say what somebody should look at."""
        self._tell(key, value, what, remedy, blocks=False, right=right)

    def put_right(self, key: str, kind: Change, to: str) -> None:
        """Say what a cell was changed to."""
        self.changes.append({"column": self.letters.get(key, ""), "kind": kind.value, "to": to})

    def take(self, part: "Row") -> None:
        """Say what a part of the row said, which was read by itself."""
        self.values.update(part.values)
        if part.problems:
            self.problems += part.problems
            self.rejected = self.rejected or part.rejected
            self.secret = self.secret or part.secret
        if part.changes:
            self.changes += part.changes

    @property
    def outcome(self) -> Outcome:
        if self.rejected:
            return Outcome.REJECTED
        return Outcome.WARNED if self.problems else Outcome.OK

    def _tell(
        self, key: str, value: object, what: str, remedy: str, *, blocks: bool, right: str
    ) -> None:
        told: Problem = {
            "field": key,
            "column": self.letters.get(key, ""),
            "value": str(value)[:200],
            "what": what,
            "remedy": remedy,
            "blocks": blocks,
        }
        if right:
            told["right"] = right
        self.problems.append(told)


Class: TypeAlias = tuple[int | None, int, str, int | None]  # category, year, period, office


@dataclass(frozen=True)
class Target:
    """What rows are read for: a fonds with its words, and the day of reading."""

    fonds: str
    pattern: str
    widths: Widths
    category: str
    categories: Mapping[str, int]  # by code and by name
    by_volume: frozenset[str]
    category_codes: Mapping[int | None, str]
    units: Mapping[str, int]  # by code and by name
    unit_codes: Mapping[int | None, str]
    year: int | None
    period: str
    today: date
    fonds_name: str = ""
    level: Level = Level.ITEM  # of rows that say none
    good_classes: set[Class] = field(default_factory=set)  # known to give a code, while reading


def listed(words: Iterable[str]) -> str:
    """Words one after the other, as the reader's language puts them."""
    return pgettext("between words", ", ").join(str(word) for word in words)


def text_of(cell: Cell) -> str:
    """What a person sees in the cell: whole numbers without a point, dates as YYYY-MM-DD."""
    if isinstance(cell, str):
        return cell.replace("\0", "")  # which PostgreSQL does not hold
    if isinstance(cell, float):
        return f"{cell:.15g}"
    if isinstance(cell, Shown):
        return text_of(cell.text)
    return days.day(cell) if isinstance(cell, date) else str(cell)
