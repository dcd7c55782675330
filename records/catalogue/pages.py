"""What the pages of a list show: how a query was read, each hit, and how the hits divide.

Ten million records are not counted for a page. At most CAP + 1 of what the person may see
and has asked for are read, in no order; with no more than CAP the total and the figures
beside the choices are exact, with more the total is “1,000+” and the choices stand
without figures. What is not visible is in none of these numbers.
"""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.utils.datastructures import MultiValueDict
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from records.catalogue.filters import NONE, RecordFilter
from records.catalogue.highlight import Segment, segments
from records.catalogue.scope import Scope
from records.catalogue.search import Word
from records.holdings.models import Record, RecordQuerySet
from records.holdings.rules import Access, Level, Stage

CAP = 1000
AT_FIRST = 6  # choices of one facet that stand open
FACETS = ("department", "year", "period", "category", "unit")
TURNED = ("after", "before")  # where one stands in the list, not what was asked for


class Chip(NamedTuple):
    """One condition in words, and the query without it."""

    label: str
    value: str
    without: str


def asked(query: MultiValueDict[str, str]) -> dict[str, list[str]]:
    """The query without the place in the list and without what was left empty."""
    kept = {name: [value for value in values if value] for name, values in query.lists()}
    return {name: values for name, values in kept.items() if values and name not in TURNED}


def written(query: dict[str, list[str]]) -> str:
    """The query as the part of an address after the question mark."""
    return urlencode(query, doseq=True)


def chips(found: RecordFilter, words: list[Word]) -> list[Chip]:
    """Every condition of the query, words first."""
    query = asked(found.data)
    made = [_word(query, word, words) for word in words]
    for name, value in found.chosen.items():
        if name != "q":
            values = value if isinstance(value, list) else [value]
            made += [_condition(query, name, found.form.fields[name], one) for one in values]
    return made


def _word(query: dict[str, list[str]], word: Word, words: list[Word]) -> Chip:
    rest = " ".join(other.typed for other in words if other != word)
    label = _("document number") if word.is_number else _("words contain")
    return Chip(label, word.shown, written(_without(query, "q", rest)))


def _condition(query: dict[str, list[str]], name: str, shown: Any, value: Any) -> Chip:
    others = [one for one in query.get(name, []) if one != str(value)]
    labels: dict[str, str | Promise] = dict(getattr(shown, "choices", ()))
    label = str(labels.get(str(value), value))
    return Chip(str(shown.label), label, written(_without(query, name, *others)))


def _without(query: dict[str, list[str]], name: str, *left: str) -> dict[str, list[str]]:
    rest = {**query, name: [value for value in left if value]}
    return {name: values for name, values in rest.items() if values}


class Hit(NamedTuple):
    record: Record
    title: list[Segment]
    number: list[Segment]
    responsible: list[Segment]
    code: list[Segment]
    is_own: bool
    is_shared: bool
    stage: str
    is_volume: bool

    @property
    def date(self) -> str:
        """As much of the date as is known, in [ ] where it was inferred."""
        text = self.record.date_text
        known = "-".join(part for part in (text[:4], text[4:6], text[6:]) if part)
        return f"[{known}]" if known and self.record.date_is_inferred else known

    @property
    def code_was_found(self) -> bool:
        return any(segment.found for segment in self.code)


def hit(record: Record, words: list[Word], scope: Scope) -> Hit:
    """`stage` is the word for it where it is not the usual one (in custody)."""
    code = record.archival_code or ""
    return Hit(
        record,
        segments(record.title, words),
        segments(record.document_number, words),
        segments(record.responsible, words),
        segments(code, words),
        record.fonds_id in scope.own,
        record.access == Access.SHARED,
        "" if record.stage == Stage.ACCEPTED else str(record.get_stage_display()),
        record.level == Level.VOLUME,
    )


@dataclass
class Option:
    value: str
    label: Any
    chosen: bool
    count: int | None = None


@dataclass
class Facet:
    """One way to narrow down: its first choices, and those behind “more”."""

    name: str
    title: str | Promise
    options: list[Option] = field(default_factory=list)

    @property
    def first(self) -> list[Option]:
        return self.options[:AT_FIRST]

    @property
    def rest(self) -> list[Option]:
        return self.options[AT_FIRST:]


class Figures:
    """Total and division of a set of records; one query, of at most CAP + 1 short rows.

    `records` is the same set, named by its keys where it is small enough to be known
    whole: a page of it is then sorted in memory instead of looked for once more.
    """

    def __init__(self, records: RecordQuerySet) -> None:
        columns = ("fonds__department", "year", "period", "category", "unit", "pk")
        rows = list(records.order_by().values_list(*columns)[: CAP + 1])
        self.total, self.exact = min(len(rows), CAP), len(rows) <= CAP
        self.records = records.filter(pk__in=[row[-1] for row in rows]) if self.exact else records
        self.counts = {
            name: Counter(str(row[place] or NONE) for row in rows)
            for place, name in enumerate(FACETS)
        }


def facets(found: RecordFilter, figures: Figures) -> list[Facet]:
    """The choices that narrow the list down; with exact figures only those that keep some."""
    made = (_facet(found, figures, name) for name in FACETS)
    return [facet for facet in made if facet.options]


def _facet(found: RecordFilter, figures: Figures, name: str) -> Facet:
    shown = found.form.fields[name]
    chosen, counts = found.chosen.get(name, []), figures.counts[name]
    options = [
        Option(value, label, value in chosen, counts[value] if figures.exact else None)
        for value, label in shown.choices
    ]
    if figures.exact:
        options = [option for option in options if option.count or option.chosen]
    elif name == "year":
        options = [option for option in options if option.chosen]
    if name == "year":
        options.reverse()
    if name == "department" and figures.exact:
        options.sort(key=lambda option: -(option.count or 0))
    options.sort(key=lambda option: not option.chosen)
    return Facet(name, shown.label, options)
