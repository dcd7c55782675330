"""What the engine counts and lists in one call, as it is asked and as it is told."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Any

from records.index.schema import COUNTED

BUCKETS = 60_000  # more classes of one kind than there ever are
Counts = dict[str, Counter[str]]  # by facet and class


def divided(facets: Iterable[str]) -> dict[str, Any]:
    """How many hits each class of each facet has."""
    return {name: {"terms": {"field": COUNTED[name], "size": BUCKETS}} for name in facets}


def counted(told: dict[str, Any], facets: Iterable[str]) -> Counts:
    """What was told of them."""
    counts: Counts = defaultdict(Counter)
    for name in facets:
        counts[name].update({one["key"]: one["doc_count"] for one in told[name]["buckets"]})
    return counts


def page(size: int, directed: Iterable[tuple[str, bool]]) -> dict[str, Any]:
    """So many hits in the order of some fields, each with whether it goes down."""
    order = [{name: "desc" if down else "asc"} for name, down in directed]
    return {"page": {"top_hits": {"size": size, "sort": order, "docvalue_fields": ["id"]}}}


def listed(told: dict[str, Any]) -> list[int]:
    """Their keys."""
    return [hit["docvalue_fields"]["id"][0] for hit in told["page"]["hits"]]
