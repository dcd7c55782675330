"""How much goes: by the 件, 卷, 张 and 盘 (GB/T 12968-92), each thing counted once.

What lies in a volume is counted with it: the volume is one 卷, its pages are its own, or
those of its items where it names none.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from django.db.models import Count
from django.utils.translation import override

from records.values.quantities import Measure, with_inside
from records.values.quantities import amount as told
from records.values.rules import Level
from transfers.handover.rules import Tally
from transfers.packages.rules import category_directory

Items = Any  # rows of a handover, as its models choose them
WORDS = {
    Measure.VOLUME: "卷",
    Measure.ITEM: "件",
    Measure.PHOTOGRAPH: "张",
    Measure.RECORDING: "盘",
}
OF_CATEGORY = {"ZP": Measure.PHOTOGRAPH, "LY": Measure.RECORDING, "LX": Measure.RECORDING}


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
    return [
        Amount(code, name, WORDS[_measure(code, level)], of) for code, name, level, of in counted
    ]


def _once(items: Items) -> Items:
    """Volumes and loose items: what lies in a volume is counted with it."""
    return items.filter(record__volume=None)


def _measure(code: str, level: str) -> Measure:
    if level == Level.VOLUME:
        return Measure.VOLUME
    return OF_CATEGORY.get(category_directory(code), Measure.ITEM)


def amount(items: Items) -> str:
    """All of it in the words of the papers: 2 卷、3 件（卷内 14 件）."""
    with override("zh-hans"):
        return said(items.tallied())


def said(tallies: Iterable[Tally]) -> str:
    """All of it in words: “2 volumes, 3 items (14 items in volumes)”."""
    numbers: Counter[str] = Counter()
    inside = 0
    for one in tallies:
        if one.is_inside:
            inside += one.number
        else:
            numbers[_measure(one.category, one.level)] += one.number
    return with_inside(told(numbers), inside)


def by_mark(items: Items, field: str, words: Mapping[str, str]) -> list[str]:
    """How much bears which mark, in the order of the code list: 开放 1 卷、2 件."""
    names = (f"record__{field}", "record__category__code", "record__level")
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for mark, code, level, number in (
        _once(items).order_by(*names).values_list(*names).annotate(Count("pk"))
    ):
        found[mark][_measure(code, level)] += number
    with override("zh-hans"):
        return [f"{word} {told(found[mark])}" for mark, word in words.items() if mark in found]
