"""How many records of a list there are, how they divide, and which may stand on a page.

The index answers where it can: then all figures are exact, however many there are. What it
does not know yet is looked up beside it. Where there is no index, or nothing narrows the
list of a large catalogue down, at most CAP + 1 records are read, in no order; with no more
than CAP the figures are exact, with more the total is “1,000+” and the choices stand without
figures. What is not visible is in none of these numbers, and every row comes through
`visible_to` anyway.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from django.utils.functional import cached_property

from records.catalogue.division import FACETS, counted, divided, named
from records.catalogue.query import DEFAULT, RELEVANCE, Query
from records.catalogue.scope import with_keys
from records.holdings.models import Record, RecordQuerySet
from records.index import engine, schema
from records.index.schema import NONE
from records.pagination import Key, Page, beside, standing, turn

SHOWN = 20
CAP = 1000
LARGE = 200_000  # records: so many are divided in some 20 ms
BOUNDS: dict[str, tuple[str, int, Callable[[str], int]]] = {
    "year_from": ("year", 0, int),
    "year_to": ("year", 1, int),
    "dated_from": ("day", 0, schema.bound),
    "dated_to": ("day", 1, schema.bound),
}
NUMBERS: dict[str, Callable[[str], Any]] = {
    "year": lambda value: schema.NOTHING if value == NONE else int(value),
    **dict.fromkeys(("period", "category", "unit", "stage", "level", "copies"), str),
}


def figures(query: Query, *, listed: bool = True) -> "Figures":
    """By the index where it can answer, else by PostgreSQL alone.

    Who has no page and no choices `listed` is told how many there are, and their places.
    """
    return _at_once(query, listed=listed) or Figures(query)


def indexed(query: Query) -> "Indexed | None":
    """By the index; None where it cannot answer."""
    told = _at_once(query)
    return told if isinstance(told, Indexed) else None


def sides(query: Query) -> tuple[engine.Reading, engine.Asked, RecordQuerySet] | None:
    """What the index is asked, and the records that PostgreSQL is; None where it cannot answer."""
    asked = _asked(query)
    reading = engine.reading() if asked else None
    if asked is None or reading is None:
        return None
    # Of these the index knows more than the person may: PostgreSQL is asked, as of what is pending.
    reading.pending += query.scope.in_parts
    return reading, asked, query.found.filter(pk__in=reading.pending)


def _at_once(query: Query, *, listed: bool = True) -> "Indexed | Uncounted | None":
    if (told := sides(query)) is None:
        return None
    reading, asked, _lacking = told
    if reading.records > LARGE and not (query.words or query.conditions):
        return Uncounted(query) if _sees_many(reading, asked.reach) else None
    shown = (_turn(query), _facets(query)) if listed else (engine.Turn(0), [schema.SORTED_BY])
    found = reading.search(asked, *shown)
    return Indexed(query, reading, asked, found) if found else None


def _sees_many(reading: engine.Reading, reach: engine.Reach) -> bool:
    """Whether somebody certainly sees more than CAP of a large catalogue: of their own alone."""
    own = engine.Asked(engine.Reach(reach.own))
    return reach.own is None or reading.count(own, engine.Turn(0)) > CAP


def known(query: Query) -> list[int] | None:
    """The keys of all that a query finds; None where it finds more than CAP records."""
    told = figures(query)
    return list(told.records.order_by().values_list("pk", flat=True)) if told.whole else None


def _asked(query: Query) -> engine.Asked | None:
    """The query as an index understands it; None where it does not."""
    if not query.is_legible:
        return None
    among: dict[str, list[Any]] = defaultdict(list)
    between: dict[str, list[int | None]] = defaultdict(lambda: [None, None])
    for name, value in [(one.name, one.value) for one in query.conditions]:
        if name in NUMBERS:
            among[name].append(NUMBERS[name](value))
        elif name in BOUNDS:
            field, end, read = BOUNDS[name]
            between[field][end] = read(value)
        elif name not in ("fonds", "department", "access"):
            return None
    if shelves := _shelves(query):
        among[schema.SORTED_BY] = shelves
    for first, last in [word.years for word in query.words if word.years]:
        between["year"] = _narrower(between["year"], first, last)
    return engine.Asked(
        query.scope.reach,
        words=[word.forms for word in query.words if word.forms],
        described=any(word.begins for word in query.words),
        without=[form for word in query.words for form in word.barred],
        among=among,
        between=between,
    )


def _narrower(bounds: list[int | None], first: int | None, last: int | None) -> list[int | None]:
    """What lies in both ranges."""
    least = [one for one in (bounds[0], first) if one is not None]
    most = [one for one in (bounds[1], last) if one is not None]
    return [max(least, default=None), min(most, default=None)]


def _shelves(query: Query) -> list[int]:
    """Where that lies of which fonds or access are chosen; none where neither is."""
    fonds, departments = query.chosen("fonds"), query.chosen("department")
    scope, access = query.scope, query.chosen("access")
    if not (fonds or departments or access):
        return []
    lie = {one.pk for one in scope.fonds}
    lie &= set(map(int, fonds)) if fonds else lie
    lie &= set(scope.fonds_of(departments)) if departments else lie
    places = [(one, shared) for one in lie for shared in (False, True)]
    return [
        schema.shelf(one, shared=shared)
        for one, shared in places
        if not access or scope.way(one, shared=shared) in access
    ] or [schema.NOTHING]


def _facets(query: Query) -> list[str]:
    """What is counted: offices are only offered of one fonds."""
    is_narrow = query.chosen("fonds") or query.chosen("department")
    return [name for name in engine.FACETS if name != "unit" or is_narrow]


def _turn(query: Query) -> engine.Turn:
    """The head of the list, in its order or in the usual one."""
    return engine.Turn(SHOWN + 1, query.order if query.order in engine.ORDERS else "newest")


class Figures:
    """What PostgreSQL tells of a query; two statements, of at most CAP + 1 short rows.

    `records` is the same set, named by its keys where it is small enough to be known
    `whole`: a page of it is then sorted in memory instead of looked for once more.
    Such a list can be put in order of relevance.
    """

    exact: bool  # total and figures
    whole: bool

    @property
    def most(self) -> int:
        """Up to how many are known whole."""
        return CAP

    def __init__(self, query: Query) -> None:
        self.query, found = query, query.found
        rows = counted(found[: CAP + 1], query.scope)
        self.total, self.exact = min(len(rows), CAP), len(rows) <= CAP
        self.whole, self.keys = self.exact, [row[-1] for row in rows]
        self.counts = divided(rows)

    def placed(self, query: Query) -> Query:
        """The query as it can be shown: too many hits are not put in order of relevance."""
        is_too_far = query.order == RELEVANCE and not self.whole
        return replace(query, order=DEFAULT) if is_too_far else query

    @cached_property
    def records(self) -> RecordQuerySet:
        found = self.query.found
        return found.filter(pk__in=self.keys) if self.whole else found

    def turned(self, query: Query) -> Page[Record]:
        """The page of the list on which the query stands."""
        return turn(query.ranked(self.records), query.ordered, query.place, size=SHOWN)

    def speaking(self, records: list[int]) -> list[int]:
        """Of records of a page those of which a page of a copy may say some of the words."""
        return records

    def before(self, query: Query, row: Record) -> int | None:
        """How many stand in front of a row; None where it is too far down to be counted."""
        before = standing(query.ranked(self.records), query.ordered, row, most=CAP)
        return before if before < CAP else None

    def beside(self, query: Query, row: Record) -> tuple[Any, Any]:
        """The keys of the records in front of and behind a row."""
        return beside(query.ranked(self.records), query.ordered, row)


class Uncounted(Figures):
    """Of more than CAP, which is all that is told of them."""

    def __init__(self, query: Query) -> None:
        self.query, self.total, self.counts = query, CAP, {}
        self.exact = self.whole = False


class Indexed(Figures):
    """What the index tells, and what PostgreSQL tells of the records that it lacks."""

    exact = True

    def __init__(
        self, query: Query, reading: engine.Reading, asked: engine.Asked, found: engine.Found
    ) -> None:
        self.query, self.reading, self.asked = query, reading, asked
        rows: list[Any] = []
        if reading.pending:
            rows += counted(query.found.filter(pk__in=reading.pending), query.scope)
        self.lacking: list[int] = [row[-1] for row in rows]
        self.total = found.total + len(rows)
        beside, by_index = divided(rows), named(query.scope, found.counts)
        self.counts = {name: beside[name] + by_index[name] for name in FACETS}
        if "unit" not in found.counts:
            self.counts["unit"].clear()  # not offered, so not counted
        self.head = found.records
        self.whole = self.total <= CAP

    @cached_property
    def records(self) -> RecordQuerySet:
        """Needed in an order alone that the index does not have."""
        if not self.whole:
            return self.query.found
        return self._of(self.reading.turned(self.asked, engine.Turn(CAP)))

    def _of(self, keys: Iterable[int]) -> RecordQuerySet:
        return self.query.found.filter(pk__in=[*keys, *self.lacking])

    def first(self, most: int) -> RecordQuerySet:
        """The first of them, in the usual order, and those that the index lacks."""
        return self._of(self.reading.turned(self.asked, engine.Turn(most)))

    def turned(self, query: Query) -> Page[Record]:
        """The same; what the index names need not be looked for once more, but only be visible."""
        order, place = query.ordered, query.place
        if query.order not in engine.ORDERS:
            return super().turned(query)
        keys, at = self.head, order.read(place.before or place.after)
        if at is not None:
            keys = self._beyond(query, at, SHOWN + 1, backward=bool(place.before))
        if self.lacking:
            return turn(self._of(keys), order, place, size=SHOWN)
        rows = list(with_keys(query.reader, keys))
        return turn(query.visible, order, place, size=SHOWN, known=rows)

    def speaking(self, records: list[int]) -> list[int]:
        """The index knows it, but for what it lacks."""
        said = self.reading.speaking(self.asked.words, records) if records else set()
        return [one for one in records if one in said or one in self.lacking]

    def _beyond(self, query: Query, at: Key, size: int, *, backward: bool) -> list[int]:
        place = schema.place(query.order, at)
        return self.reading.turned(self.asked, engine.Turn(size, query.order, place, backward))

    def before(self, query: Query, row: Record) -> int | None:
        """Also far down."""
        if query.order not in engine.ORDERS:
            return super().before(query, row)
        place = schema.place(query.order, query.ordered.at(row))
        turn = engine.Turn(0, query.order, place, backward=True)
        before = self.reading.count(self.asked, turn)
        if self.lacking:
            before += standing(self._of([]), query.ordered, row, most=len(self.lacking) + 1)
        return before

    def beside(self, query: Query, row: Record) -> tuple[Any, Any]:
        if query.order not in engine.ORDERS:
            return super().beside(query, row)
        at = query.ordered.at(row)
        ways = [self._beyond(query, at, 1, backward=backward) for backward in (True, False)]
        keys = [key for way in ways for key in way]
        if self.lacking:
            return beside(self._of(keys), query.ordered, row)
        seen = {one.pk for one in with_keys(query.reader, keys)}
        before, after = (next((key for key in way if key in seen), None) for way in ways)
        return before, after
