"""What somebody asked of the list of records, read once into a value that all of it takes."""

from dataclasses import dataclass, replace
from typing import NamedTuple, Self

from django.db.models import IntegerField
from django.utils.http import urlencode

from records.catalogue.scope import Scope
from records.catalogue.search import Word, matching, relevance, words
from records.holdings.models import Record, RecordQuerySet
from records.organisation.models import User
from records.pagination import Order, Place
from records.sentences import gettext
from records.sentences import gettext_lazy as _
from records.values.marks import bears_mark

WORDS, ALSO, ORDER = "q", "also", "order"  # as the address calls them
DEFAULT, RELEVANCE = "newest", "relevance"
ORDERS = {
    "newest": Order(Record, "dated_on", "id", label=_("date, newest first"), down=True),
    "oldest": Order(Record, "dated_on", "id", label=_("date, oldest first"), nulls_first=True),
    "code": Order(Record, "code_key", "id", label=_("archival code")),
    "year": Order(Record, "year", "dated_on", "id", label=_("year, newest first"), down=True),
    RELEVANCE: Order(
        *(Record, RELEVANCE, "dated_on", "id"),
        label=_("relevance"),
        down=True,
        computed={RELEVANCE: IntegerField()},
    ),
}
FILED = Order(Record, "code_key", "dated_on", "id")  # DA/T 22-2015 5.5.1; drafts as they get codes


class Condition(NamedTuple):
    """One value chosen beside the words: as the address has it, and as people say it."""

    name: str
    value: str
    label: str
    shown: str


@dataclass(frozen=True)
class Query:
    """A list of records that was asked for: view, facets, export, print and jobs take this.

    `visible` are the records that the person may see, `narrowed` those of them that meet
    the conditions (none where something was typed that cannot be read); both are unread
    sets. `typed` is what the address said, without the place in the list.
    """

    reader: User
    scope: Scope
    visible: RecordQuerySet
    narrowed: RecordQuerySet
    words: tuple[Word, ...]
    conditions: tuple[Condition, ...]
    typed: dict[str, list[str]]
    order: str
    place: Place
    is_legible: bool

    @property
    def found(self) -> RecordQuerySet:
        """The records, in no order."""
        return matching(self.narrowed, self.words, self.scope.in_parts).order_by()

    def ranked(self, records: RecordQuerySet) -> RecordQuerySet:
        """The records with what their order goes by."""
        if self.order != RELEVANCE:
            return records
        return records.annotate(**{RELEVANCE: relevance(self.words)})

    @property
    def text(self) -> str:
        """The words as they were typed."""
        return " ".join(word.typed for word in self.words)

    @property
    def ordered(self) -> Order:
        return ORDERS[self.order]

    @property
    def here(self) -> str:
        """The address of the list with its order and place, by which one comes back to it."""
        place = {name: [value] for name, value in self.place._asdict().items()}
        return urlencode(_kept({**self.typed, ORDER: [self.order], **place}), doseq=True)

    @property
    def address(self) -> str:
        """The query as the part of an address after the question mark; jobs keep it, too."""
        return urlencode(self.typed, doseq=True)

    @property
    def is_news(self) -> bool:
        """Whether somebody asked for something, and does not only turn its pages.

        What bears the mark of a state secret is not to be kept anywhere.
        """
        said = self.is_legible and bool(self.words or self.conditions)
        return said and not any(self.place) and not any(map(bears_mark, _texts(self.typed)))

    def chosen(self, name: str) -> list[str]:
        """The values chosen for one condition."""
        return [one.value for one in self.conditions if one.name == name]

    def with_words(self, left: tuple[Word, ...]) -> Self:
        """The same conditions with other words."""
        changed = replace(self, words=left)
        return replace(changed, typed=_kept({**self.typed, WORDS: [changed.text]}))

    def without(self, condition: Condition) -> str:
        """The address of the query that lacks one condition."""
        others = [one for one in self.conditions if one != condition]
        left = [one.value for one in others if one.name == condition.name]
        return urlencode(_kept({**self.typed, condition.name: left}), doseq=True)

    def anew(self, text: str) -> Self:
        """Another text alone, without any condition."""
        return replace(
            self,
            narrowed=self.visible,
            words=words(text),
            conditions=(),
            typed={WORDS: [text]},
            order=DEFAULT,
        )


def _texts(typed: dict[str, list[str]]) -> list[str]:
    return [value for values in typed.values() for value in values]


def _kept(typed: dict[str, list[str]]) -> dict[str, list[str]]:
    left = {name: [value for value in values if value] for name, values in typed.items()}
    return {name: values for name, values in left.items() if values}


def spoken(parameters: dict[str, list[str]]) -> dict[str, list[str]]:
    """The parameters of an address that say what is asked: no place in the list, none empty."""
    return _kept({k: values for k, values in parameters.items() if k not in Place._fields})


class Chip(NamedTuple):
    """One part of a query in words, and the query without it."""

    label: str
    value: str
    without: str


def chips(query: Query) -> list[Chip]:
    """Every part of the query, words first."""
    made = [_word(query, word) for word in query.words]
    return made + [Chip(one.label, one.shown, query.without(one)) for one in query.conditions]


def _word(query: Query, word: Word) -> Chip:
    label = gettext("document number") if word.is_number else gettext("words contain")
    if word.barred or word.years:
        label = gettext("year") if word.years else gettext("words do not contain")
    rest = tuple(other for other in query.words if other != word)
    return Chip(label, word.shown, query.with_words(rest).address)
