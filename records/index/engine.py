"""The one question that the catalogue asks an index: which records, how many, how they divide.

    reading = engine.reading()              None: ask PostgreSQL, the index is of no use now
    found = reading.search(asked, turn)     a page of keys, the exact total, exact figures

`reading.pending` names the records that the index may know wrongly: it leaves them out, and
who asks looks them up in PostgreSQL. So both together answer as PostgreSQL alone would, and
who has just changed a record sees it. Another engine would have to give these names.
"""

import logging
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any, NamedTuple

from tantivy import FieldType, Index, Occur, Order, Query, Searcher

from records.index import folders, schema
from records.index.models import PENDING_MOST, IndexMark
from records.index.words import Words, joined

FACETS = tuple(schema.COUNTED)
# An order as the fields that it goes by, and whether each goes down.
ORDERS = {
    "newest": (("newest", True),),
    "oldest": (("oldest", False),),
    "year": (("year", True), ("newest", True)),
}
GREATEST = 2**63 - 1
BUCKETS = 60_000  # more classes of one kind than there ever are
log = logging.getLogger(__name__)


class Reach(NamedTuple):
    """What somebody may see, as `Record.objects.visible_to` says it.

    All (`own` is None); else the own fonds, of `others` what is shared, and single records.
    """

    own: frozenset[int] | None
    others: frozenset[int] = frozenset()
    granted: frozenset[int] = frozenset()


class Asked(NamedTuple):
    """What is looked for: every word in any of its forms, none of `without`, and the rest.

    `among` has the values of a field of which one must be met, `between` its bounds. Words
    are looked for in the description and, but where `described` says otherwise, on the pages
    of copies.
    """

    reach: Reach
    words: Sequence[Sequence[str]] = ()
    without: Sequence[str] = ()
    among: Mapping[str, Sequence[Any]] = {}
    between: Mapping[str, Sequence[int | None]] = {}
    described: bool = False


class Turn(NamedTuple):
    """So many in an order, from its head or from beyond a place, onward or backward."""

    size: int
    order: str = "newest"
    at: tuple[int, ...] | None = None
    backward: bool = False


class Found(NamedTuple):
    """The keys of a page, and how many there are in all; `counts` by facet and number."""

    records: list[int]
    total: int
    counts: dict[str, Counter[str]]


def place(order: str, key: Sequence[Any]) -> tuple[int, ...]:
    """Where a row stands in one of ORDERS, from the values of `records.pagination.Order`."""
    *year, dated_on, pk = key
    if order == "oldest":
        return (schema.oldest(dated_on, pk),)
    return (*map(schema.number, year), schema.newest(dated_on, pk))


def reading() -> "Reading | None":
    """The index as it is now; None where it cannot answer, for whatever reason."""
    name = folders.current()
    pending = IndexMark.objects.pending(name) if name else None
    if pending is None or len(pending.records) > PENDING_MOST:
        return None
    try:
        # Only after its mark was read: what the mark says is then in it.
        return Reading(name, folders.opened(name, pending.mark), pending.records)
    except (ValueError, OSError):
        log.exception("the search index %s cannot be read", name)
        folders.spoil(name)
        return None


class Reading:
    """One state of the index, for as long as a page is made."""

    def __init__(self, name: str, index: Index, pending: list[int]) -> None:
        self.name, self.pending = name, pending
        self.schema = index.schema
        self.searcher: Searcher = index.searcher()
        self.words = Words(index.schema, self.searcher)

    @property
    def records(self) -> int:
        """How many it holds, of everybody's."""
        return int(self.searcher.num_docs)

    def search(self, asked: Asked, turn: Turn, facets: Sequence[str] = FACETS) -> Found | None:
        """The first of what was found, counted and divided (always by shelf).

        None where the index turns out to be broken: it is not asked again.
        """
        try:
            query = self._query(asked, turn)
            with ThreadPoolExecutor(1) as beside:  # neither needs the interpreter meanwhile
                page = beside.submit(self._keys, query, turn)
                counts, keys = self._counts(query, facets), page.result()
        except (ValueError, OSError):
            log.exception("the search index %s is broken", self.name)
            folders.spoil(self.name)
            return None
        return Found(keys, counts[schema.SORTED_BY].total(), counts)

    def turned(self, asked: Asked, turn: Turn) -> list[int]:
        """The keys of a page alone."""
        return self._keys(self._query(asked, turn), turn)

    def speaking(self, words: Sequence[Sequence[str]], records: Sequence[int]) -> set[int]:
        """Of some records those of which a page of a copy says some of the words."""
        said = _any([self.words.any_of(forms, [schema.ON_PAGES]) for forms in words])
        return set(self._keys(_all([self._among("id", records), said]), Turn(len(records))))

    def count(self, asked: Asked, turn: Turn) -> int:
        """How many stand beyond a place."""
        counts = self._counts(self._query(asked, turn), (schema.SORTED_BY,))
        return counts[schema.SORTED_BY].total()

    def _counts(self, query: Query, facets: Sequence[str]) -> dict[str, Counter[str]]:
        told = self.searcher.aggregate(
            query,
            {name: {"terms": {"field": schema.COUNTED[name], "size": BUCKETS}} for name in facets},
        )
        return {name: _counter(told[name]) for name in facets}

    def _keys(self, query: Query, turn: Turn) -> list[int]:
        """A page; one number that tells the order is gone by in a third of the time of two."""
        (name, down), *further = _directed(turn)
        if not further:
            way = Order.Desc if down else Order.Asc
            found = self.searcher.search(
                query, turn.size, count=False, order_by_field=name, order=way
            )
            return [schema.key(place) for place, _address in found.hits]
        goes = {True: "desc", False: "asc"}
        order = [{name: goes[down]} for name, down in _directed(turn)]
        page = {"size": turn.size, "sort": order, "docvalue_fields": ["id"]}
        told = self.searcher.aggregate(query, {"page": {"top_hits": page}})
        return [hit["docvalue_fields"]["id"][0] for hit in told["page"]["hits"]]

    def _query(self, asked: Asked, turn: Turn) -> Query:
        places = _places(asked)
        must = [self.words.any_of(forms, places) for forms in asked.words]
        must += [*self._conditions(asked), *self._beyond(turn)]
        parts = [(Occur.Must, part) for part in must or [Query.all_query()]]
        parts += [(Occur.MustNot, self.words.any_of([form], places)) for form in asked.without]
        if self.pending:
            parts.append((Occur.MustNot, self._among("id", self.pending)))
        return Query.boolean_query(parts)

    def _conditions(self, asked: Asked) -> Iterator[Query]:
        for name, values in asked.among.items():
            yield self._among(name, values)
        for name, (least, most) in asked.between.items():
            # what has no such value lies below all that have one
            yield self._range(name, max(least or 0, 0), most)
        if asked.reach.own is not None:
            yield self._within(asked.reach)

    def _within(self, reach: Reach) -> Query:
        own = reach.own or frozenset()
        shelves = [schema.shelf(fonds, shared=False) for fonds in own]
        shelves += [schema.shelf(fonds, shared=True) for fonds in own | reach.others]
        within = self._among(schema.SORTED_BY, shelves)
        return _any([within, self._among("id", list(reach.granted))]) if reach.granted else within

    def _beyond(self, turn: Turn) -> Iterator[Query]:
        """What stands beyond the place: level in the first fields and further in the next."""
        if turn.at is None:
            return
        found: list[Query] = []
        level: list[Query] = []
        for (name, down), value in zip(_directed(turn), turn.at, strict=True):
            further = (None, value - 1) if down else (value + 1, None)
            found.append(_all([*level, self._range(name, *further)]))
            level.append(self._range(name, value, value))
        yield _any(found)

    def _among(self, name: str, values: Sequence[Any]) -> Query:
        return Query.term_set_query(self.schema, name, list(values))

    def _range(self, name: str, least: int | None, most: int | None) -> Query:
        # What an address says may lie at the end of what a number can be.
        least, most = (value and max(-GREATEST, min(value, GREATEST)) for value in (least, most))
        return Query.range_query(self.schema, name, FieldType.Integer, least, most)


def _places(asked: Asked) -> list[schema.Where]:
    return [schema.DESCRIBED] if asked.described else [schema.DESCRIBED, schema.ON_PAGES]


def _directed(turn: Turn) -> list[tuple[str, bool]]:
    return [(name, down != turn.backward) for name, down in ORDERS[turn.order]]


def _any(queries: list[Query]) -> Query:
    return joined(Occur.Should, queries)


def _all(queries: list[Query]) -> Query:
    return joined(Occur.Must, queries)


def _counter(told: dict[str, Any]) -> Counter[str]:
    return Counter({one["key"]: one["doc_count"] for one in told["buckets"]})


def day(value: date | str) -> int:
    """A bound of the field `day`."""
    return schema.day(date.fromisoformat(str(value)))
