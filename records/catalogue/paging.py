"""Turning pages by key (“seek”): page 5,000 costs what page 1 costs, and nothing is counted.

A page begins where the last one ended: at the key values of its last row. Rows without
a value come last in every order. SQL compares nothing with NULL, so what follows a row is
a few stretches, one behind the other: the same value and a later tie-breaker, a later
value, no value. Each stretch is one range of an index.
"""

import base64
import binascii
import json
import re
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import F, Q, Value
from django.db.models.expressions import OrderBy
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from records.holdings.models import Record, RecordQuerySet

FIELDS = {field.name: field for field in Record._meta.fields}
LONGEST_CURSOR = 500
_UNSTORABLE = re.compile("[\0\ud800-\udfff]")
NULLABLE = {"dated_on", "archival_code", "year"}
Key = tuple[Any, ...]


class Order:
    """An order of records: key columns in one direction, the last of them unique.

    `nulls` tells how the index that serves the order holds missing values; it is asked
    for them in that order only within a stretch that has none, or nothing else.
    """

    def __init__(
        self, keys: tuple[str, ...], label: str | Promise, *, down: bool, nulls_first: bool = False
    ) -> None:
        self.keys, self.label, self.down = keys, label, down
        nulls = {"nulls_first": True} if nulls_first else {"nulls_last": True}
        self.within = [
            OrderBy(F(key), descending=down, **(nulls if key in NULLABLE else {})) for key in keys
        ]

    @property
    def whole(self) -> list[OrderBy]:
        """For reading everything from the first to the last."""
        return [
            OrderBy(F(key), descending=self.down, nulls_last=key in NULLABLE or None)
            for key in self.keys
        ]

    def reading(self, *, backward: bool) -> list[OrderBy]:
        return [_turned(order) for order in self.within] if backward else self.within

    def start(self) -> list[Q]:
        """All rows, in stretches."""
        key = self.keys[0]
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
            if key in NULLABLE and backward == (value is None):
                level.append(same & Q(**{f"{key}__isnull": not backward}))
            found = level + found
            same &= Q(**{f"{key}__isnull": True}) if value is None else Q(**{key: value})
        return found


ORDERS = {
    "newest": Order(("dated_on", "id"), _("date, newest first"), down=True),
    "oldest": Order(("dated_on", "id"), _("date, oldest first"), down=False, nulls_first=True),
    "code": Order(("archival_code", "id"), _("archival code"), down=False),
    "year": Order(("year", "dated_on", "id"), _("year, newest first"), down=True),
}
DEFAULT = "newest"


@dataclass
class Page:
    """Some rows, and the cursors of the pages beside them (empty where there is none)."""

    rows: list[Record]
    previous: str = ""
    next: str = ""


def turn(records: RecordQuerySet, order: Order, *, size: int, after: str, before: str) -> Page:
    """The page behind the cursor `after`, or the one in front of `before`, or the first.

    Two queries: the keys of the page, then its rows. A cursor that cannot be read (an old
    link, another order) leads to the first page.
    """
    at = _read(before or after, order)
    backward = bool(before) and at is not None
    stretches = order.start() if at is None else order.beyond(at, backward=backward)
    found = _keys(records, stretches, order.reading(backward=backward), order.keys, size + 1)
    more, found = len(found) > size, found[:size]
    if backward:
        found.reverse()
    page = Page(_rows(records, [key[-1] for key in found]))
    if found and (more if backward else at is not None):
        page.previous = _write(found[0])
    if found and (more or backward):
        page.next = _write(found[-1])
    return page


def _keys(
    records: RecordQuerySet,
    stretches: list[Q],
    reading: list[OrderBy],
    keys: tuple[str, ...],
    limit: int,
) -> list[Key]:
    """The first keys of the stretches, one stretch behind the other, in one statement."""
    parts = [
        records.filter(stretch)
        .order_by(*reading)
        .annotate(stretch=Value(place))
        .values_list("stretch", *keys)[:limit]
        for place, stretch in enumerate(stretches)
    ]
    joined = parts[0].union(*parts[1:], all=True) if len(parts) > 1 else parts[0]
    # each part comes in its own order, so that putting the parts in order is enough
    return [row[1:] for row in sorted(joined, key=lambda row: row[0])][:limit]


def _rows(records: RecordQuerySet, chosen: list[int]) -> list[Record]:
    rows = records.select_related("fonds__department", "category", "unit").in_bulk(chosen)
    return [rows[pk] for pk in chosen if pk in rows]


def _turned(order: OrderBy) -> OrderBy:
    turned: OrderBy = order.copy()
    turned.reverse_ordering()
    return turned


def _write(key: Key) -> str:
    told = json.dumps([None if value is None else str(value) for value in key])
    return base64.urlsafe_b64encode(told.encode()).decode().rstrip("=")


def _read(cursor: str, order: Order) -> Key | None:
    """The key values in a cursor; None where there are none that fit the order."""
    if len(cursor) > LONGEST_CURSOR:
        return None
    try:
        told = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        read = tuple(
            FIELDS[key].to_python(value) for key, value in zip(order.keys, told, strict=True)
        )
    except (ValueError, TypeError, binascii.Error, ValidationError):
        return None
    whole = all(
        value is not None or key in NULLABLE for key, value in zip(order.keys, read, strict=True)
    )
    # a NUL and half a character are text in Python, but not in PostgreSQL
    return None if not whole or _UNSTORABLE.search("".join(map(str, read))) else read
