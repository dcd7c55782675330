"""Free text: words as people type them against the one normalised text of a record.

Every word must occur somewhere in title, document number, responsible body or archival
code, in the normal form of `records.values.text`. `matching` is the only place where
text becomes a condition; it is a plain scan, what any faster search has to agree with.
"""

import re
from collections.abc import Iterable, Iterator
from functools import reduce
from operator import add, or_
from typing import Any, NamedTuple

from django.db.models import (
    Case,
    Expression,
    ExpressionWrapper,
    F,
    Func,
    IntegerField,
    Q,
    TextField,
    Value,
    When,
)
from django.db.models.functions import Least, Length, StrIndex
from django.db.models.lookups import GreaterThan

from records.holdings import codes
from records.holdings.models import RecordQuerySet
from records.values import document_numbers
from records.values.text import normal

DOCUMENT_NUMBER = re.compile(r"(?P<issuer>.+\([0-9]{4}\))第?(?P<number>[0-9]{1,6})(?P<rest>号?)")
CODE_PART = re.compile(r"[a-z0-9]+(-[a-z0-9\u4e00-\u9fff]+)+")
LONGEST = 200  # characters of a query that are looked at
LONG_TITLE = 999  # characters of a title beyond which it is simply long


class Word(NamedTuple):
    """One word of a query: as typed, the forms of it that count as found, and what it is."""

    typed: str
    forms: tuple[str, ...]
    is_number: bool = False

    @property
    def shown(self) -> str:
        """How the page says it: a document number in its own writing, the rest as typed."""
        return document_numbers.normalise(self.typed) if self.is_number else self.typed


def words(text: str) -> tuple[Word, ...]:
    """The words of a text, each once; what leaves nothing in the normal form is no word."""
    typed = {normal(part): part for part in reversed(text[:LONGEST].split())}
    return tuple(_word(part, form) for form, part in reversed(typed.items()) if form)


def beginning(form: str) -> Word:
    """What an element has to begin with; `form` is in the normal form."""
    return Word(form, (f"\n{form}",))


def coded(text: str) -> str:
    """An archival code as it is searched: its joiners are one, with whatever sign it is typed."""
    return codes.normalise(text).text.lower().replace("·", "-")


def _word(typed: str, form: str) -> Word:
    """What may be a part of an archival code counts in the form of codes, too."""
    as_code = coded(typed)
    forms = (form, as_code) if as_code != form and CODE_PART.fullmatch(as_code) else (form,)
    return Word(typed, forms, bool(DOCUMENT_NUMBER.fullmatch(form)))


def matching(records: RecordQuerySet, asked: Iterable[Word]) -> RecordQuerySet:
    """The records in which every word occurs; no word at all matches every record."""
    for word in asked:
        found = Q()
        for form in word.forms:
            found |= Q(search_text__contains=form)
        records = records.filter(found)
    return records


def relevance(asked: Iterable[Word]) -> Expression:
    """How well a record answers the words, greater is better.

    For each word: it is a whole element or code, the title begins with it, it stands in
    the title, or elsewhere. Of two that are as good the one with the shorter title.
    """
    parts = (F("search_text"), Value("\n"), Value(1))
    title = Func(*parts, function="split_part", output_field=TextField())
    points = (Case(*_points(word, title), default=Value(1)) for word in asked)
    short = Value(LONG_TITLE) - Least(Length(title), Value(LONG_TITLE))
    whole: Any = reduce(add, points, Value(0))
    return ExpressionWrapper(whole * Value(LONG_TITLE + 1) + short, IntegerField())


def _points(word: Word, title: Expression) -> Iterator[When]:
    for form in word.forms:
        text = {"startswith": f"{form}\n", "contains": f"\n{form}\n", "endswith": f"\n{form}"}
        alike = (Q(**{f"search_text__{where}": what}) for where, what in text.items())
        yield When(reduce(or_, alike), then=Value(4))
    for form in word.forms:
        yield When(search_text__startswith=form, then=Value(3))
    for form in word.forms:
        yield When(GreaterThan(StrIndex(title, Value(form)), Value(0)), then=Value(2))
