"""What an index can be asked: words as terms and phrases, fields by their values and bounds.

How many documents have a term is read once for one state of the index.
"""

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

from tantivy import FieldType, Occur, Query, Searcher
from tantivy import Schema as Fields

from records.index.grams import LONGEST, Offset, cover
from records.index.schema import Where

GREATEST = 2**63 - 1
SELDOM = 8  # one of so many that have the terms of a phrase has the phrase


class Clauses:
    """Those of one state of an index."""

    def __init__(self, fields: Fields, searcher: Searcher) -> None:
        self.fields = fields
        self._often = cache(searcher.doc_freq)

    def says(self, forms: Sequence[str], places: Sequence[Where]) -> Query:
        """One of the forms stands in one of the places."""
        return any_of([self._form(form, where) for form in forms for where in places])

    def likely_say(self, forms: Sequence[str], places: Sequence[Where]) -> int:
        """How many documents that may be; of a phrase some part of those that have its terms."""
        return sum(
            min(self._often(_field(form, where), term) for _at, term in self._cover(form, where))
            // (SELDOM if len(form) > LONGEST else 1)
            for form in forms
            for where in places
        )

    def among(self, name: str, values: Iterable[Any]) -> Query:
        """The field has one of the values."""
        return Query.term_set_query(self.fields, name, list(values))

    def have(self, name: str, values: Iterable[Any]) -> int:
        """How many documents that are."""
        return sum(self._often(name, value) for value in values)

    def between(self, name: str, least: int | None, most: int | None) -> Query:
        """The number lies in bounds, of which either may be missing."""
        # What an address says may lie at the end of what a number can be.
        least, most = (value and max(-GREATEST, min(value, GREATEST)) for value in (least, most))
        return Query.range_query(self.fields, name, FieldType.Integer, least, most)

    def _form(self, form: str, where: Where) -> Query:
        taken, field = self._cover(form, where), _field(form, where)
        if len(taken) == 1:
            return Query.term_query(self.fields, field, taken[0][1], "basic")
        return Query.phrase_query(self.fields, field, list(taken))

    def _cover(self, form: str, where: Where) -> list[Offset]:
        return cover(form, lambda term: self._often(_field(form, where), term))


def any_of(queries: list[Query]) -> Query:
    """One of some conditions."""
    return _joined(Occur.Should, queries)


def all_of(queries: list[Query]) -> Query:
    """All of some conditions."""
    return _joined(Occur.Must, queries)


def _joined(how: Occur, queries: list[Query]) -> Query:
    return queries[0] if len(queries) == 1 else Query.boolean_query([(how, one) for one in queries])


def _field(form: str, where: Where) -> str:
    return where[min(len(form), LONGEST) - 1]
