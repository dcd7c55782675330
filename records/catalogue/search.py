"""Free text: words as people type them against the one normalised text of a record.

Every word must occur somewhere in title, document number, responsible body or archival
code, in the normal form of `records.values.text`. `matching` is the only place where
text becomes a condition; it is a plain scan, what any faster search has to agree with.
"""

import re
from collections.abc import Iterable
from typing import NamedTuple

from django.db.models import Q

from records.holdings import codes
from records.holdings.models import RecordQuerySet
from records.values import document_numbers
from records.values.text import normal

DOCUMENT_NUMBER = re.compile(r"(?P<issuer>.+\([0-9]{4}\))第?(?P<number>[0-9]{1,6})(?P<rest>号?)")
CODE_PART = re.compile(r"[a-z0-9]+([-·][a-z0-9\u4e00-\u9fff]+)+")
LONGEST = 200  # characters of a query that are looked at


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


def _word(typed: str, form: str) -> Word:
    """An archival code may be typed with look-alike dots and hyphens; then both forms count."""
    coded = codes.normalise(typed).text.lower()
    forms = (form, coded) if coded != form and CODE_PART.fullmatch(coded) else (form,)
    return Word(typed, forms, bool(DOCUMENT_NUMBER.fullmatch(form)))


def matching(records: RecordQuerySet, asked: Iterable[Word]) -> RecordQuerySet:
    """The records in which every word occurs; no word at all matches every record."""
    for word in asked:
        found = Q()
        for form in word.forms:
            found |= Q(search_text__contains=form)
        records = records.filter(found)
    return records
