"""How much it is: volumes and items told apart, in the words of whoever reads.

The measures are those of GB/T 12968-92: 卷, 件, and of their own kind 张 and 盘.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from django.db.models import Count, QuerySet

from records.sentences import Sentence, ngettext, pgettext
from records.values.rules import Level


class Measure(StrEnum):
    """In the order in which they are told."""

    VOLUME = Level.VOLUME.value
    ITEM = Level.ITEM.value
    PHOTOGRAPH = "photograph"
    RECORDING = "recording"


def measured(measure: str, number: int) -> Sentence:
    """So many of one measure: “3 items”, 3 件."""
    said = {
        Measure.VOLUME: ngettext("%(count)s volume", "%(count)s volumes", number),
        Measure.ITEM: ngettext("%(count)s item", "%(count)s items", number),
        Measure.PHOTOGRAPH: ngettext("%(count)s photograph", "%(count)s photographs", number),
        Measure.RECORDING: ngettext("%(count)s recording", "%(count)s recordings", number),
    }
    return said[Measure(measure)] % {"count": f"{number:,}"}


def amount(numbers: Mapping[str, int]) -> Sentence:
    """All of it by measure, what there is none of left out; of nothing, no items.

    “1 volume, 6 items”, 1 卷、6 件.
    """
    parts = [measured(one, number) for one in Measure if (number := numbers.get(one, 0))]
    if not parts:
        return measured(Measure.ITEM, 0)
    return pgettext("between words", ", ").join(parts)


def by_level(rows: QuerySet[Any], level: str = "level") -> dict[str, int]:
    """How many rows there are of each level, in one statement."""
    return dict(rows.order_by().values_list(level).annotate(Count("pk")))


def amount_of(rows: QuerySet[Any], level: str = "level") -> Sentence:
    """How much rows are, by the level of what they are of."""
    return amount(by_level(rows, level))


def with_inside(said: str, inside: int) -> str:
    """The same, and what of it lies in its volumes, which are counted with it."""
    if not inside:
        return said
    told = ngettext(
        "%(amount)s (%(count)s item in volumes)", "%(amount)s (%(count)s items in volumes)", inside
    )
    return told % {"amount": said, "count": f"{inside:,}"}
