"""Free text: words as people type them against the one normalised text of a record.

Every word must occur somewhere in the description (title, document number, responsible
body, archival code, persons, keywords, abstract, remarks) or on a page of a copy, in the
normal form of `records.values.text`. What stands in quotation marks is one word with its
spaces, a word behind a minus sign must not occur, and 年度:2020-2023 (year:2020-2023, either
end may be left out) is a range of years. `matching` is the only place where text becomes a
condition; it is a plain scan, what any faster search has to agree with.
"""

import re
from collections.abc import Collection, Iterable, Iterator
from functools import reduce
from operator import add, or_
from typing import Any, NamedTuple

from django.db.models import (
    Case,
    Exists,
    Expression,
    ExpressionWrapper,
    F,
    Func,
    IntegerField,
    OuterRef,
    Q,
    TextField,
    Value,
    When,
)
from django.db.models.functions import Least, Length, StrIndex
from django.db.models.lookups import GreaterThan

from records.copies.models import PageText, PageTextQuerySet
from records.holdings import codes
from records.holdings.models import RecordQuerySet
from records.values import document_numbers
from records.values.text import normal

DOCUMENT_NUMBER = re.compile(r"(?P<issuer>.+\([0-9]{4}\))第?(?P<number>[0-9]{1,6})(?P<rest>号?)")
CODE_PART = re.compile(r"(?=.*-)-?[a-z0-9]*(-[a-z0-9\u4e00-\u9fff]+)*-?")  # cut anywhere
QUOTES = (
    '"“”„‟＂〝〞〟「」『』｢｣'  # what also is an apostrophe or a title's own sign begins no phrase
)
MINUS, DASH = "-－", "-－—–―"  # a word that begins with a dash otherwise is a word
TOKEN = re.compile(
    rf"(?P<minus>[{MINUS}](?=[^{DASH}\s]))?"
    rf"(?:[{QUOTES}](?P<phrase>[^{QUOTES}]+)[{QUOTES}](?=\s|$)|(?P<word>\S+))"
)
YEARS = re.compile(
    r"(?:年度|year):(?P<first>[0-9]{4})?(?P<to>[-至到])?(?P<last>[0-9]{4})?", re.IGNORECASE
)
AFTER_COLON = re.compile(r"(?<=年度)\s*[:：]\s+|(?<=year)\s*[:：]\s+", re.IGNORECASE)
LONGEST = 200  # characters of a query that are looked at
LONG_TITLE = 999  # characters of a title beyond which it is simply long


class Word(NamedTuple):
    """One part of a query: as typed, the forms of it that count as found, and what it is.

    Of a word that must not occur the forms are `barred`; a range of years has its ends; what
    `begins` an element of the description is looked for nowhere else.
    """

    typed: str
    forms: tuple[str, ...]
    is_number: bool = False
    barred: tuple[str, ...] = ()
    years: tuple[int | None, int | None] | None = None
    begins: bool = False

    @property
    def shown(self) -> str:
        """How the page says it: a document number in its own writing, the rest as typed."""
        if self.years:
            first, last = ("" if year is None else str(year) for year in self.years)
            return first if first == last else f"{first}–{last}"
        if self.barred:
            return self.typed[1:]
        return document_numbers.normalise(self.typed) if self.is_number else self.typed

    def condition(self, closed: Collection[int] = ()) -> Q:
        """What a record must fulfil; of those that are `closed` no page is looked at."""
        if self.years:
            ends = zip(("year__gte", "year__lte"), self.years, strict=True)
            return Q(**{end: year for end, year in ends if year is not None})
        occurs = any_of("search_text", self.barred or self.forms)
        if not self.begins:
            said = Q(Exists(self.pages.filter(copy__component__record=OuterRef("pk"))))
            occurs |= said & ~Q(pk__in=closed) if closed else said
        return ~occurs if self.barred else occurs

    @property
    def pages(self) -> PageTextQuerySet:
        """The pages of copies, whoever may see them, on which it stands."""
        return PageText.objects.in_place().filter(any_of("normal_text", self.barred or self.forms))


def any_of(column: str, forms: Iterable[str]) -> Q:
    """One of the forms occurs in the column."""
    return reduce(or_, (Q(**{f"{column}__contains": form}) for form in forms))


def words(text: str) -> tuple[Word, ...]:
    """The words of a text, each once; what leaves nothing in the normal form is no word."""
    tokens = list(TOKEN.finditer(AFTER_COLON.sub(":", text[:LONGEST])))
    read = {word[1:]: word for word in map(_word, reversed(tokens)) if word}
    return tuple(reversed(read.values()))


def beginning(form: str) -> Word:
    """What an element has to begin with; `form` is in the normal form."""
    return Word(form, (f"\n{form}",), begins=True)


def coded(text: str) -> str:
    """An archival code as it is searched: its joiners are one, with whatever sign it is typed."""
    return codes.normalise(text).text.lower().replace("·", "-")


def _word(token: re.Match[str]) -> Word | None:
    """What may be a part of an archival code counts in the form of codes, too."""
    typed, minus = token.group(), token["minus"]
    said = token["phrase"] or token["word"]
    form, as_code = normal(said), coded(said)
    if not form:
        return None
    if not minus and token["word"] and (years := _years(form)):
        return Word(typed, (), years=years)
    both = as_code != form and CODE_PART.fullmatch(as_code)
    forms = (form, as_code) if both else (form,)
    if minus:
        return Word(typed, (), barred=forms)
    return Word(typed, forms, bool(DOCUMENT_NUMBER.fullmatch(form)))


def _years(form: str) -> tuple[int | None, int | None] | None:
    """The ends of a range, whichever was written first; of a single year both are the same."""
    read = YEARS.fullmatch(form)
    if read is None or not (read["first"] or read["last"]) or (read["last"] and not read["to"]):
        return None
    first, last = (int(read[end]) if read[end] else None for end in ("first", "last"))
    if not read["to"]:
        return first, first
    return (last, first) if first and last and last < first else (first, last)


def matching(
    records: RecordQuerySet, asked: Iterable[Word], closed: Collection[int] = ()
) -> RecordQuerySet:
    """The records in which every word occurs; no word at all matches every record.

    Of the records that are `closed` only the description is looked at.
    """
    for word in asked:
        records = records.filter(word.condition(closed))
    return records


def told_best(records: list[int], asked: Iterable[Word]) -> dict[int, PageText]:
    """Of each of some records the page that says most of the words, where one says any.

    What the description lacks counts most. One statement. The records are such as the person
    may see with all their pages.
    """
    points: Any = Value(0)
    said = Q()
    for word in asked:
        here = any_of("normal_text", word.forms)
        there = any_of("copy__component__record__search_text", word.forms)
        points += Case(When(here & ~there, then=10), When(here, then=1), default=0)
        said |= here
    pages = PageText.objects.in_place().filter(said, copy__component__record__in=records)
    first = ("copy__component__position", "copy", "number")
    best = (
        pages.annotate(points=points)
        .order_by("copy__component__record", "-points", *first)
        .distinct("copy__component__record")
        .select_related("copy__component")
    )
    return {page.copy.component.record_id: page for page in best}


def relevance(asked: Iterable[Word]) -> Expression:
    """How well a record answers the words, greater is better.

    For each word that occurs: it is a whole element or code, the title begins with it, it stands in
    the title, or elsewhere. Of two that are as good the one with the shorter title.
    """
    parts = (F("search_text"), Value("\n"), Value(1))
    title = Func(*parts, function="split_part", output_field=TextField())
    found = [word for word in asked if word.forms]
    points = (Case(*_points(word, title), default=Value(1)) for word in found)
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
