"""A word as an index is asked for it: terms and phrases of them, in every place it may stand."""

from collections.abc import Sequence
from functools import cache

from tantivy import Occur, Query, Searcher
from tantivy import Schema as Fields

from records.index.grams import LONGEST, Offset, cover
from records.index.schema import Where


class Words:
    """The words of one state of an index; how often their terms stand there is read once."""

    def __init__(self, fields: Fields, searcher: Searcher) -> None:
        self.fields = fields
        self.often = cache(searcher.doc_freq)

    def any_of(self, forms: Sequence[str], places: Sequence[Where]) -> Query:
        """One of the forms stands in one of the places."""
        return joined(Occur.Should, [self._form(form, at) for form in forms for at in places])

    def most(self, forms: Sequence[str], places: Sequence[Where]) -> int:
        """How many documents have one of the forms, at most."""
        return sum(
            min(self.often(_field(form, at), term) for _offset, term in self._cover(form, at))
            for form in forms
            for at in places
        )

    def _form(self, form: str, where: Where) -> Query:
        taken, field = self._cover(form, where), _field(form, where)
        if len(taken) == 1:
            return Query.term_query(self.fields, field, taken[0][1], "basic")
        return Query.phrase_query(self.fields, field, list(taken))

    def _cover(self, form: str, where: Where) -> list[Offset]:
        return cover(form, lambda term: self.often(_field(form, where), term))


def _field(form: str, where: Where) -> str:
    return where[min(len(form), LONGEST) - 1]


def joined(how: Occur, queries: list[Query]) -> Query:
    """Several conditions as one."""
    return queries[0] if len(queries) == 1 else Query.boolean_query([(how, one) for one in queries])
