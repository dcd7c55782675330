"""Turning pages by key (“seek”): page 5,000 costs what page 1 costs, and nothing is counted.

A page begins where the last one ended: at the key values of its last row. Rows without
a value come last in every order. SQL compares nothing with NULL, so what follows a row is
a few stretches, one behind the other: the same value and a later tie-breaker, a later
value, no value. Each stretch is one range of an index.
"""

import base64
import json
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import attrgetter, or_
from typing import Any, Generic, NamedTuple, Self, TypeVar

from django.core.exceptions import ValidationError
from django.db.models import F, Model, Q, QuerySet, Value
from django.db.models.expressions import OrderBy
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django.utils.functional import Promise

LONGEST_CURSOR = 500
GREATEST = 2**63  # of a bigint
_UNSTORABLE = re.compile("[\0\ud800-\udfff]")
Key = tuple[Any, ...]
Row = TypeVar("Row", bound=Model)


class Place(NamedTuple):
    """Where in a list one stands: behind one cursor or in front of another, else at its head."""

    after: str = ""
    before: str = ""

    @classmethod
    def of(cls, query: MultiValueDict[str, str]) -> Self:
        """As the links of a page say it."""
        return cls(*(query.get(name, "") for name in cls._fields))


class Order:
    """An order of rows: key columns in one direction, the last of them unique in every list.

    `nulls_first` tells how the index that serves the order holds missing values; it is
    asked for them in that order only within a stretch that has none, or nothing else.
    `computed` are keys that are no columns: annotations of the rows, with their fields.
    """

    def __init__(
        self,
        model: type[Model],
        *keys: str,
        label: str | Promise = "",
        down: bool = False,
        nulls_first: bool = False,
        computed: Mapping[str, Any] | None = None,
    ) -> None:
        self.keys, self.label, self.down = keys, label, down
        made = computed or {}
        self.fields: dict[str, Any] = {
            key: made[key] if key in made else model._meta.get_field(key) for key in keys
        }
        self.nullable = {key for key, field in self.fields.items() if field.null}
        nulls = {"nulls_first": True} if nulls_first else {"nulls_last": True}
        self.within = [
            OrderBy(F(key), descending=down, **(nulls if key in self.nullable else {}))
            for key in keys
        ]

    @property
    def whole(self) -> list[OrderBy]:
        """For reading everything from the first to the last."""
        return [
            OrderBy(F(key), descending=self.down, nulls_last=key in self.nullable or None)
            for key in self.keys
        ]

    def arranged(self, rows: Iterable[Row]) -> list[Row]:
        """Some rows in this order, of which the keys are numbers and days."""
        found = list(rows)
        for key in reversed(self.keys):
            value = attrgetter(key)
            missing = [row for row in found if value(row) is None]
            told = [row for row in found if value(row) is not None]
            found = sorted(told, key=value, reverse=self.down) + missing
        return found

    def reading(self, *, backward: bool) -> list[OrderBy]:
        return [_turned(order) for order in self.within] if backward else self.within

    def start(self) -> list[Q]:
        """All rows, in stretches."""
        key = self.keys[0]
        if key not in self.nullable:
            return [Q()]
        return [Q(**{f"{key}__isnull": False}), Q(**{f"{key}__isnull": True})]

    def beyond(self, at: Key, *, backward: bool) -> list[Q]:
        """The rows after the row with these key values (or before it), in stretches."""
        later = "lt" if self.down != backward else "gt"
        found: list[Q] = []
        same = Q()
        for key, value in zip(self.keys, at, strict=True):
            level = []
            if value is not None:
                level.append(same & Q(**{f"{key}__{later}": value}))
            if key in self.nullable and backward == (value is None):
                level.append(same & Q(**{f"{key}__isnull": not backward}))
            found = level + found
            same &= Q(**{f"{key}__isnull": True}) if value is None else Q(**{key: value})
        return found

    def at(self, row: Any) -> Key:
        """Where a row stands."""
        return tuple(getattr(row, key) for key in self.keys)

    def read(self, cursor: str) -> Key | None:
        """The key values in a cursor; None where there are none that fit the order."""
        if len(cursor) > LONGEST_CURSOR:
            return None
        try:
            told = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
            pairs = zip(self.fields.values(), told, strict=True)
            read = tuple(field.to_python(value) for field, value in pairs)
        except (ValueError, TypeError, OverflowError, ValidationError):
            return None
        pairs = zip(self.keys, read, strict=True)
        return read if all(self._holds(key, value) for key, value in pairs) else None

    def _holds(self, key: str, value: Any) -> bool:
        """Whether the column could hold it: no NUL, no half a character, no moment of no zone."""
        if value is None:
            return key in self.nullable
        if isinstance(value, int):
            return -GREATEST <= value < GREATEST
        if isinstance(value, datetime):
            return timezone.is_aware(value)
        return not _UNSTORABLE.search(str(value))


@dataclass
class Page(Generic[Row]):
    """Some rows, and the cursors of the pages beside them (empty where there is none)."""

    rows: list[Row]
    previous: str = ""
    next: str = ""

    @property
    def turns(self) -> bool:
        """Whether there is any other page."""
        return bool(self.previous or self.next)


def turn(
    rows: QuerySet[Row],
    order: Order,
    place: Place,
    *,
    size: int,
    known: Collection[Row] | None = None,
) -> Page[Row]:
    """The page behind the place, or in front of it, or the first.

    Two queries: the keys of the page, then its rows. Who has its rows already, and the next one
    behind, gives them in any order (`known`): they are arranged here. A cursor that cannot be
    read (an old link, another order) leads to the first page.
    """
    at = order.read(place.before or place.after)
    backward = bool(place.before) and at is not None
    if known is None:
        stretches = order.start() if at is None else order.beyond(at, backward=backward)
        found = _keys(rows, stretches, order, backward=backward, limit=size + 1)
        of = {}
    else:
        of = {getattr(row, order.keys[-1]): row for row in known}
        found = [order.at(row) for row in order.arranged(known)]
        if backward:
            found.reverse()
    more, found = len(found) > size, found[:size]
    if backward:
        found.reverse()
    chosen = [key[-1] for key in found]
    of = of or _named(rows, order, chosen)
    page = Page([of[key] for key in chosen if key in of])
    if found and (more if backward else at is not None):
        page.previous = _write(found[0])
    if found and (more or backward):
        page.next = _write(found[-1])
    return page


def beside(rows: QuerySet[Row], order: Order, row: Row) -> tuple[Any, Any]:
    """The keys of the rows in front of and behind a row in a list, None where there is none.

    The row itself need not be in the list any more.
    """
    found = []
    for backward in (True, False):
        stretches = order.beyond(order.at(row), backward=backward)
        keys = _keys(rows, stretches, order, backward=backward, limit=1)
        found.append(keys[0][-1] if keys else None)
    return found[0], found[1]


def standing(rows: QuerySet[Row], order: Order, row: Row, *, most: int) -> int:
    """How many rows of a list stand in front of a row; of more than `most` only so many."""
    before = order.beyond(order.at(row), backward=True)
    return rows.order_by().filter(reduce(or_, before))[:most].count()


def _keys(
    rows: QuerySet[Row], stretches: list[Q], order: Order, *, backward: bool, limit: int
) -> list[Key]:
    """The first keys of the stretches, one stretch behind the other, in one statement."""
    parts = [
        rows.filter(stretch)
        .order_by(*order.reading(backward=backward))
        .annotate(stretch=Value(place))
        .values_list("stretch", *order.keys)[:limit]
        for place, stretch in enumerate(stretches)
    ]
    joined: Any = parts[0].union(*parts[1:], all=True) if len(parts) > 1 else parts[0]
    # each part comes in its own order, so that putting the parts in order is enough
    return [row[1:] for row in sorted(joined, key=lambda row: row[0])][:limit]


def _named(rows: QuerySet[Row], order: Order, chosen: Collection[Any]) -> dict[Any, Row]:
    """The rows that have one of these last keys, by it."""
    last = order.keys[-1]
    return {getattr(row, last): row for row in rows.order_by().filter(**{f"{last}__in": chosen})}


def _turned(order: OrderBy) -> OrderBy:
    turned: OrderBy = order.copy()
    turned.reverse_ordering()
    return turned


def _write(key: Key) -> str:
    told = json.dumps([None if value is None else str(value) for value in key])
    return base64.urlsafe_b64encode(told.encode()).decode().rstrip("=")
