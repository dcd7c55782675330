"""The one question that the catalogue asks an index: which records, how many, how they divide.

    reading = engine.reading()              None: ask PostgreSQL, the index is of no use now
    found = reading.search(asked, turn)     a page of keys, the exact total, exact figures

`reading.pending` names the records that the index may know wrongly: it leaves them out, and
who asks looks them up in PostgreSQL. So both together answer as PostgreSQL alone would, and
who has just changed a record sees it. Another engine would have to give these names.
"""

import logging
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from itertools import accumulate
from math import prod
from typing import Any, NamedTuple

from tantivy import Index, Occur, Order, Query, Searcher

from records.index import folders, schema
from records.index.aggregates import Counts, counted, divided, listed, page
from records.index.clauses import Clauses, all_of, any_of
from records.index.grams import LONGEST
from records.index.models import PENDING_MOST, IndexMark

FACETS = tuple(schema.COUNTED)
# An order as the fields that it goes by, and whether each goes down.
ORDERS = {
    "newest": (("newest", True),),
    "oldest": (("oldest", False),),
    "year": (("year", True), ("newest", True)),
}
# Hits, as they are reckoned beforehand: up to FEW are put in order and counted in one go, of more
# the page is looked for beside; MANY are counted by two threads.
FEW, MANY = 20_000, 1_000_000
DEARER = 3  # times that phrases are looked at less often to take two threads
NEAR = 20  # the part of all, a so manieth, in which a page of many is looked for first
YEARS = range(1800, 2200)  # of which a catalogue has records
log = logging.getLogger(__name__)


class Reach(NamedTuple):
    """What somebody may see, as `Record.objects.visible_to` says it.

    All (`own` is None); else the own fonds, of `others` what is shared, and single records.
    """

    own: frozenset[int] | None
    others: frozenset[int] = frozenset()
    granted: frozenset[int] = frozenset()

    @property
    def shelves(self) -> list[int]:
        """Where what is not granted lies."""
        own = self.others if self.own is None else self.own
        shelves = [schema.shelf(fonds, shared=False) for fonds in own]
        return shelves + [schema.shelf(fonds, shared=True) for fonds in own | self.others]


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

    @property
    def places(self) -> Sequence[schema.Where]:
        return [schema.DESCRIBED] if self.described else [schema.DESCRIBED, schema.ON_PAGES]

    @property
    def compares(self) -> bool:
        """Whether places of terms are to be compared, which is ten times as dear as counting."""
        return any(len(form) > LONGEST for forms in self.words for form in forms)


class Turn(NamedTuple):
    """So many in an order, from its head or beyond a place, onward or backward; 0: figures only."""

    size: int
    order: str = "newest"
    at: tuple[int, ...] | None = None
    backward: bool = False

    @property
    def directed(self) -> list[tuple[str, bool]]:
        """The fields to go by, and whether each goes down."""
        return [(name, down != self.backward) for name, down in ORDERS[self.order]]


class Found(NamedTuple):
    """The keys of a page, and how many there are in all; `counts` by facet and number."""

    records: list[int]
    total: int
    counts: Counts


def reading() -> "Reading | None":
    """The index as it is now; None where it cannot answer, for whatever reason."""
    name = folders.current()
    pending = IndexMark.objects.pending(name) if name else None
    if pending is None or len(pending.records) > PENDING_MOST:
        return None
    try:
        with folders.as_faults():
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
        self.searcher: Searcher = index.searcher()
        self.clauses = Clauses(index.schema, self.searcher)

    @property
    def records(self) -> int:
        """How many it holds, of everybody's."""
        return int(self.searcher.num_docs)

    def search(self, asked: Asked, turn: Turn, facets: Sequence[str] = FACETS) -> Found | None:
        """The first of what was found, counted and divided (always by shelf).

        None where the index turns out to be broken: it is not asked again.
        """
        try:
            with folders.as_faults():
                keys, counts = self._found(asked, turn, facets)
        except (ValueError, OSError):
            log.exception("the search index %s is broken", self.name)
            folders.spoil(self.name)
            return None
        return Found(keys, counts[schema.SORTED_BY].total(), counts)

    @folders.as_faults()
    def turned(self, asked: Asked, turn: Turn) -> list[int]:
        """The keys of a page alone."""
        return self._first(asked, self._query(asked, turn), turn)

    @folders.as_faults()
    def speaking(self, words: Sequence[Sequence[str]], records: Sequence[int]) -> set[int]:
        """Of some records those of which a page of a copy says some of the words."""
        said = any_of([self.clauses.says(forms, [schema.ON_PAGES]) for forms in words])
        these = self.clauses.among("id", records)
        return set(self._keys(all_of([these, said]), Turn(len(records))))

    @folders.as_faults()
    def count(self, asked: Asked, turn: Turn) -> int:
        """How many stand beyond a place."""
        query, by = self._query(asked, turn), schema.SORTED_BY
        return (self._counts(query, (by,))[by] - self._lacking(query)[by]).total()

    def _found(self, asked: Asked, turn: Turn, facets: Sequence[str]) -> tuple[list[int], Counts]:
        query = self._query(asked, turn)
        if not turn.size:
            return [], self._counts(self._known(query), facets)
        if self._likely(asked) < FEW:
            both = {**divided(facets), **page(turn.size, turn.directed)}
            told = self.searcher.aggregate(self._known(query), both)
            return listed(told), counted(told, facets)
        here, there = self._shares(asked, query, turn, facets)
        with ThreadPoolExecutor(1) as beside:  # the interpreter is not needed meanwhile
            others = beside.submit(self._counts, *there)
            keys, counts = self._first(asked, query, turn), self._counts(*here)
            lacking = self._lacking(query, facets)
        more = others.result()
        return keys, {name: counts[name] + more[name] - lacking[name] for name in facets}

    def _known(self, query: Query) -> Query:
        """What of it is not pending: looked at hit by hit, so good for few or for a page."""
        if not self.pending:
            return query
        pending = self.clauses.among("id", self.pending)
        return Query.boolean_query([(Occur.Must, query), (Occur.MustNot, pending)])

    def _lacking(self, query: Query, facets: Sequence[str] = (schema.SORTED_BY,)) -> Counts:
        """What of it is pending: taken off a great number, this is half as dear."""
        pending = self.clauses.among("id", self.pending)
        return self._counts(all_of([query, pending]), facets if self.pending else ())

    def _shares(
        self, asked: Asked, query: Query, turn: Turn, facets: Sequence[str]
    ) -> Sequence[tuple[Query, Sequence[str]]]:
        """What is counted beside the page, and what by another thread.

        Where figures are most of the work (finding is not, where no shelf is closed) each makes
        some; where places are to be compared, each looks at half of the shelves.
        """
        likely = self._likely(asked)
        halves = asked.reach.shelves and not asked.reach.granted
        if asked.compares and likely * DEARER > MANY and halves:
            return [(half, facets) for half in self._halves(asked, turn)]
        many = likely > MANY and not asked.compares and asked.reach.own is None
        return [(query, facets[1:] if many else []), (query, facets[:1] if many else facets)]

    def _halves(self, asked: Asked, turn: Turn) -> Iterator[Query]:
        whole = self._query(asked._replace(reach=Reach(None)), turn)
        shelves = sorted(asked.reach.shelves)
        held = list(accumulate(self.clauses.have(schema.SORTED_BY, [one]) for one in shelves))
        cut = bisect_left(held, held[-1] // 2) + 1
        for some in (shelves[:cut], shelves[cut:]):
            yield all_of([whole, self.clauses.among(schema.SORTED_BY, some)])

    def _likely(self, asked: Asked) -> float:
        """How many may be found, as if no condition had to do with another."""
        likely = [self.clauses.likely_say(forms, asked.places) for forms in asked.words]
        likely += [self.clauses.have(*chosen) for chosen in asked.among.items()]
        if asked.reach.own is not None:
            likely.append(self.clauses.have(schema.SORTED_BY, asked.reach.shelves))
        records = max(self.records, 1)
        return records * prod(one / records for one in likely)

    def _first(self, asked: Asked, query: Query, turn: Turn) -> list[int]:
        """A page: of many, what lies within a few years is enough where it fills the page."""
        known = self._known(query)
        if self._likely(asked) > FEW and (near := self._near(asked, turn)):
            found = self._keys(all_of([known, near]), turn)
            if len(found) == turn.size:
                return found
        return self._keys(known, turn)

    def _near(self, asked: Asked, turn: Turn) -> Query | None:
        """The years next to the place that hold some part of all records."""
        (name, down), *further = turn.directed
        if further or {"year", "day"} & {*asked.among, *asked.between}:
            return None
        passed = schema.dated(turn.at[0]) if turn.at else None
        held = 0
        for year in reversed(YEARS) if down else YEARS:
            if passed is None or (year < passed) == down:
                held += self.clauses.have("year", [year])
            if held > self.records // NEAR:
                begins = schema.newest(date(year + (not down), 1, 1), 0)
                return self.clauses.between(name, *((begins, None) if down else (None, begins)))
        return None

    def _counts(self, query: Query, facets: Sequence[str]) -> Counts:
        told = self.searcher.aggregate(query, divided(facets)) if facets else {}
        return counted(told, facets)

    def _keys(self, query: Query, turn: Turn) -> list[int]:
        """A page; one number that tells the order is gone by in a third of the time of two."""
        (name, down), *further = turn.directed
        if further:
            return listed(self.searcher.aggregate(query, page(turn.size, turn.directed)))
        way = Order.Desc if down else Order.Asc
        found = self.searcher.search(query, turn.size, count=False, order_by_field=name, order=way)
        return [schema.key(place) for place, _address in found.hits]

    def _query(self, asked: Asked, turn: Turn) -> Query:
        says = self.clauses.says
        must = [says(forms, asked.places) for forms in asked.words]
        must += [*self._conditions(asked), *self._beyond(turn)]
        parts = [(Occur.Must, part) for part in must or [Query.all_query()]]
        parts += [(Occur.MustNot, says([form], asked.places)) for form in asked.without]
        return Query.boolean_query(parts)

    def _conditions(self, asked: Asked) -> Iterator[Query]:
        for name, values in asked.among.items():
            yield self.clauses.among(name, values)
        for name, (least, most) in asked.between.items():
            # what has no such value lies below all that have one
            yield self.clauses.between(name, max(least or 0, 0), most)
        if asked.reach.own is not None:
            yield self._within(asked.reach)

    def _within(self, reach: Reach) -> Query:
        within = self.clauses.among(schema.SORTED_BY, reach.shelves)
        if not reach.granted:
            return within
        return any_of([within, self.clauses.among("id", reach.granted)])

    def _beyond(self, turn: Turn) -> Iterator[Query]:
        """What stands beyond the place: level in the first fields and further in the next."""
        if turn.at is None:
            return
        found: list[Query] = []
        level: list[Query] = []
        for (name, down), value in zip(turn.directed, turn.at, strict=True):
            further = (None, value - 1) if down else (value + 1, None)
            found.append(all_of([*level, self.clauses.between(name, *further)]))
            level.append(self.clauses.between(name, value, value))
        yield any_of(found)
