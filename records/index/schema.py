"""A record as a document of the index: the columns that are taken over, and their numbers.

What is looked for is the text of the record and, as further lines, what the pages of its copies
say: of both the same condition is made in `records.catalogue.search`.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple, Self

from tantivy import Document, Schema, SchemaBuilder

from records.holdings.rules import Access, Stage
from records.index.grams import pairs, singles, triples

FORMAT = 6  # to be raised with every change of what stands in this module or in `grams`
SORTED_BY = "shelf"
COLUMNS = (
    *("pk", "search_text", "fonds_id", "access", "stage", "level"),
    *("year", "dated_on", "period", "category_id", "unit_id"),
)
NUMBERS = ("id", SORTED_BY, "year", "day", "newest", "oldest")
KIND = "kind"
# By what hits are counted, and the field that is read for it: short texts are counted in a third
# of the time that numbers take, and one text that says three things in a third of that.
COUNTED = {SORTED_BY: "on_shelf", KIND: KIND, "unit": "unit"}
WITH, WITHOUT = "with", "without"  # a digital copy, also in an address
NOTHING = -1  # as a number, where no year or date is written
NONE = "none"  # as a text, and in an address: the choice that means that nothing is written
_LATE = 9999_99_99
_COPIED = "+"


class Where(NamedTuple):
    """The fields of a text that is searched."""

    singles: str
    pairs: str
    triples: str


DESCRIBED = Where("singles", "pairs", "triples")
ON_PAGES = Where("page_singles", "page_pairs", "page_triples")
FOR_ID = 36  # bits; 27 are left for the day


def schema() -> Schema:
    """Numbers are signed ones everywhere: what Python gives is one."""
    fields = SchemaBuilder()
    for name in NUMBERS:
        fields.add_integer_field(name, indexed=True, fast=True)
    for name in ("period", "category", "stage", "level", "copies"):
        fields.add_text_field(name, tokenizer_name="raw", index_option="basic")
    for name in COUNTED.values():
        fields.add_text_field(name, tokenizer_name="raw", index_option="basic", fast=True)
    for where in (DESCRIBED, ON_PAGES):
        for name in (where.singles, where.pairs):
            fields.add_text_field(name, tokenizer_name="whitespace", index_option="basic")
        fields.add_text_field(where.triples, tokenizer_name="whitespace", index_option="position")
    return fields.build()


def document(row: Sequence[Any], pages: Iterable[str] = (), *, copied: bool = False) -> Document:
    """The document of a record, whose COLUMNS are given, and of what its pages say."""
    pk, described, fonds, access, stage, level, year, dated_on, period, category, unit = row
    said = "\n".join(pages)
    on = shelf(fonds, shared=access == Access.SHARED and stage != Stage.DRAFT)
    return Document(
        id=pk,
        shelf=on,
        on_shelf=Place(on, copied=copied).word,
        year=number(year),
        day=day(dated_on),
        kind=Kind(word(year), word(period), word(category)).word,
        period=word(period),
        category=word(category),
        unit=word(unit),
        newest=newest(dated_on, pk),
        oldest=oldest(dated_on, pk),
        stage=stage,
        level=level,
        copies=WITH if copied else WITHOUT,
        **_searched(DESCRIBED, described),
        **_searched(ON_PAGES, said),
    )


def _searched(where: Where, text: str) -> dict[str, str]:
    return {
        where.singles: singles(text),
        where.pairs: pairs(text),
        where.triples: triples(text),
    }


def shelf(fonds: int, *, shared: bool) -> int:
    """Where a record lies: in its fonds, on the side that others may read or on the other.

    The index is sorted by it, so that what somebody may see are a few stretches.
    """
    return fonds * 2 + shared


class Place(NamedTuple):
    """Where a record lies, and whether copies lie with it: counted as one, for that is cheap."""

    shelf: int
    copied: bool

    @classmethod
    def read(cls, word: str) -> Self:
        """What a `word` says."""
        return cls(int(word.removesuffix(_COPIED)), word.endswith(_COPIED))

    @property
    def word(self) -> str:
        return f"{self.shelf}{_COPIED if self.copied else ''}"

    @property
    def fonds(self) -> int:
        return self.shelf // 2

    @property
    def shared(self) -> bool:
        return bool(self.shelf % 2)


class Kind(NamedTuple):
    """Of what year, period and category a record is: counted as one, as `word` tells each."""

    year: str
    period: str
    category: str

    @classmethod
    def read(cls, word: str) -> Self:
        """What a `word` of this class says."""
        return cls(*word.split("/"))

    @property
    def word(self) -> str:
        return "/".join(self)


def number(value: int | None) -> int:
    """A year."""
    return NOTHING if value is None else value


def word(value: str | int | None) -> str:
    """What is counted, or chosen out of few: a code or a key."""
    return NONE if value is None or value == "" else str(value)


def day(value: date | None) -> int:
    """YYYYMMDD, which orders as dates do."""
    return NOTHING if value is None else value.year * 10000 + value.month * 100 + value.day


def bound(value: date | str) -> int:
    """The same of a day as it is chosen."""
    return day(date.fromisoformat(str(value)))


def newest(dated_on: date | None, pk: int) -> int:
    """The order of day and key in one number; without a date it comes last from above."""
    return max(day(dated_on), 0) << FOR_ID | pk


def oldest(dated_on: date | None, pk: int) -> int:
    """The same from below."""
    return (day(dated_on) if dated_on else _LATE) << FOR_ID | pk


def key(place: int) -> int:
    """The record of which `newest` or `oldest` tells the place."""
    return place & ((1 << FOR_ID) - 1)


def dated(place: int) -> int:
    """The year of its date."""
    return (place >> FOR_ID) // 1_00_00


def place(order: str, key: Sequence[Any]) -> tuple[int, ...]:
    """Where a row stands in an order, from the values of `records.pagination.Order`."""
    *year, dated_on, pk = key
    if order == "oldest":
        return (oldest(dated_on, pk),)
    return (*map(number, year), newest(dated_on, pk))
