"""Turning pages by key: each page begins behind the last row of the one before, uncounted."""

from typing import Any, Generic, NamedTuple, TypeVar

from django.db.models import F, Func, Model, QuerySet, TextField, Value

Row = TypeVar("Row", bound=Model)
SEPARATOR = "~"
DIGITS = 19  # of the greatest bigint


class Page(NamedTuple, Generic[Row]):
    """The rows, and the cursor of the next page (empty on the last)."""

    rows: list[Row]
    next: str


def turn(rows: QuerySet[Row], keys: tuple[str, ...], *, after: str, size: int) -> Page[Row]:
    """Some rows in the order of `keys`, the last of which is unique.

    Row comparison `(a, b, c) > (x, y, z)` is one range of the index over the keys. A cursor
    that cannot be read (an old link) leads to the first page.
    """
    cursor = _read(rows, keys, after)
    chosen: QuerySet[Any, Any] = rows
    if cursor:
        place = Func(*map(F, keys), function="ROW", output_field=TextField())
        behind = Func(*map(Value, cursor), function="ROW", output_field=TextField())
        chosen = rows.alias(place=place).filter(place__gt=behind)
    found = list(chosen.order_by(*keys)[: size + 1])
    more = len(found) > size
    told = SEPARATOR.join(str(getattr(found[size - 1], key)) for key in keys) if more else ""
    return Page(found[:size], told)


def _read(rows: QuerySet[Row], keys: tuple[str, ...], after: str) -> list[int | str] | None:
    parts = after.split(SEPARATOR)
    if len(parts) != len(keys):
        return None
    texts = [rows.model._meta.get_field(key).get_internal_type() == "CharField" for key in keys]
    if not all(
        text or (part.isdecimal() and len(part) < DIGITS)
        for text, part in zip(texts, parts, strict=True)
    ):
        return None
    return [part if text else int(part) for text, part in zip(texts, parts, strict=True)]
