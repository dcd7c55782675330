"""How much goes: by the 件, 卷, 张 and 盘 (GB/T 12968-92), each thing counted once.

What lies in a volume is counted with it: the volume is one 卷, its pages are its own, or
those of its items where it names none.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from django.db.models import Count, QuerySet

from records.values.rules import Level
from transfers.packages.rules import category_directory

Items = QuerySet[Any]  # rows of a handover
ITEM, VOLUME = "件", "卷"
OF_CATEGORY = {"ZP": "张", "LY": "盘", "LX": "盘"}  # by the 件 of a category with its own measure


class Amount(NamedTuple):
    """So many of one category in one measure."""

    code: str
    category: str
    measure: str
    number: int


def amounts(items: Items) -> list[Amount]:
    """By category and measure, in the order of the categories."""
    names = ("record__category__code", "record__category__name", "record__level")
    counted = _once(items).order_by(*names).values_list(*names).annotate(Count("pk"))
    return [Amount(code, name, _measure(code, level), of) for code, name, level, of in counted]


def _once(items: Items) -> Items:
    """Volumes and loose items: what lies in a volume is counted with it."""
    return items.filter(record__volume=None)


def _measure(code: str, level: str) -> str:
    if level == Level.VOLUME:
        return VOLUME
    return OF_CATEGORY.get(category_directory(code), ITEM)


def amount(items: Items) -> str:
    """All of it in words: 3 件、2 卷（卷内 14 件）."""
    inside = items.exclude(record__volume=None).count()
    said = summed((one.measure, one.number) for one in amounts(items))
    return f"{said}（卷内 {inside} 件）" if inside else said


def summed(counted: Iterable[tuple[str, int]]) -> str:
    """Numbers by measure in words; nothing of nothing."""
    found: dict[str, int] = {}
    for measure, number in counted:
        found[measure] = found.get(measure, 0) + number
    return "、".join(f"{number:,} {measure}" for measure, number in found.items())


def by_mark(items: Items, field: str, words: Mapping[str, str]) -> Iterator[str]:
    """How much bears which mark, in the order of the code list: 开放 2 件、1 卷."""
    names = (f"record__{field}", "record__category__code", "record__level")
    counted = _once(items).order_by(*names).values_list(*names).annotate(Count("pk"))
    rows = list(counted)
    for mark, word in words.items():
        of = [(_measure(code, level), n) for found, code, level, n in rows if found == mark]
        if of:
            yield f"{word} {summed(of)}"
