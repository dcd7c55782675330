"""A record as a document of the index: the columns that are taken over, and their numbers."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from tantivy import Document, Schema, SchemaBuilder

from records.holdings.rules import Access, Stage
from records.index.grams import pairs, singles

FORMAT = 1  # to be raised with every change of what stands in this module or in `grams`
SORTED_BY = "shelf"
COLUMNS = (
    *("pk", "search_text", "fonds_id", "access", "stage", "level"),
    *("year", "dated_on", "period", "category_id", "unit_id"),
)
NUMBERS = ("id", SORTED_BY, "year", "day", "period", "category", "unit", "newest", "oldest")
NOTHING = -1  # where no year, office or date is written; what says the period is 0
_LATE = 9999_99_99
_FOR_ID = 36  # bits; 27 are left for the day


def schema() -> Schema:
    """Numbers are signed ones everywhere: what Python gives is one."""
    fields = SchemaBuilder()
    for name in NUMBERS:
        fields.add_integer_field(name, indexed=True, fast=True)
    for name in ("stage", "level", "access"):
        fields.add_text_field(name, tokenizer_name="raw", index_option="basic")
    fields.add_text_field("pairs", tokenizer_name="whitespace", index_option="position")
    fields.add_text_field("singles", tokenizer_name="whitespace", index_option="basic")
    return fields.build()


def document(row: Sequence[Any]) -> Document:
    """The document of a record, whose COLUMNS are given."""
    pk, text, fonds, access, stage, level, year, dated_on, period, category, unit = row
    return Document(
        id=pk,
        shelf=shelf(fonds, shared=access == Access.SHARED and stage != Stage.DRAFT),
        year=number(year),
        day=day(dated_on),
        period=period_number(period),
        category=category,
        unit=number(unit),
        newest=newest(dated_on, pk),
        oldest=oldest(dated_on, pk),
        stage=stage,
        level=level,
        access=access,
        pairs=pairs(text),
        singles=singles(text),
    )


def shelf(fonds: int, *, shared: bool) -> int:
    """Where a record lies: in its fonds, on the side that others may read or on the other.

    The index is sorted by it, so that what somebody may see are a few stretches.
    """
    return fonds * 2 + shared


def fonds_of(shelf: int) -> int:
    return shelf // 2


def number(value: int | None) -> int:
    """A year, or the key of an office."""
    return NOTHING if value is None else value


def day(value: date | None) -> int:
    """YYYYMMDD, which orders as dates do."""
    return NOTHING if value is None else value.year * 10000 + value.month * 100 + value.day


def newest(dated_on: date | None, pk: int) -> int:
    """The order of day and key in one number; without a date it comes last from above."""
    return max(day(dated_on), 0) << _FOR_ID | pk


def oldest(dated_on: date | None, pk: int) -> int:
    """The same from below."""
    return (day(dated_on) if dated_on else _LATE) << _FOR_ID | pk


def period_number(code: str) -> int:
    """The three letters and digits of a period at most, as the number that their bytes make."""
    return int.from_bytes(code.encode(), "big")


def period_code(number: int) -> str:
    return number.to_bytes(3, "big").lstrip(b"\0").decode()
