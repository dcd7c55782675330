"""How many, and how they divide: exact up to a cap, and beyond it not guessed.

Ten million records are not counted for a page. At most CAP + 1 of what the person may see
and has asked for are read, in no order; with no more than CAP the total and the figures
beside the choices are exact, with more the total is “1,000+” and the choices stand
without figures. What is not visible is in none of these numbers.
"""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise

from records.catalogue.filters import NONE, RecordFilter
from records.holdings.models import RecordQuerySet

CAP = 1000
AT_FIRST = 6  # choices of one facet that stand open
FACETS = ("department", "year", "period", "category", "unit")


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
