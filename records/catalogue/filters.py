from collections.abc import Iterable, Iterator
from functools import reduce
from operator import or_
from typing import Any
from urllib.parse import parse_qs, urlencode

import django_filters
from django import forms
from django.db.models import Q
from django.utils.datastructures import MultiValueDict
from django.utils.functional import Promise, SimpleLazyObject, cached_property
from django.utils.translation import gettext_lazy as _

from records.catalogue.query import (
    ALSO,
    DEFAULT,
    ORDER,
    ORDERS,
    RELEVANCE,
    WORDS,
    Condition,
    Query,
    spoken,
)
from records.catalogue.scope import Scope
from records.catalogue.search import words
from records.copies.models import copied
from records.days import DayInput
from records.holdings.models import Record, RecordQuerySet
from records.holdings.rules import Stage
from records.index.schema import NONE, WITH, WITHOUT
from records.organisation.models import User
from records.pagination import Place
from records.retention.rules import Period
from records.searches.rules import NAME_LENGTH, Telling
from records.values.readers import line_of
from records.values.rules import Level
from records.web import HouseForm
from records.web.spans import SpanForm
from records.web.written import Written

COPIES = ((WITH, _("with a digital copy")), (WITHOUT, _("without a digital copy")))
PERIODS = ("Y", "D30", "D10", "C", "D")
YEARS = range(1900, 2100)


def years(values: Iterable[str]) -> list[tuple[str, Any]]:
    """These years as choices: that there is none, then the latest first."""
    return [(one, one if one != NONE else _("no year")) for one in sorted(values, reverse=True)]


_ALL_YEARS = years([*map(str, YEARS), NONE])


class AnyOf(django_filters.MultipleChoiceFilter):
    """One of the chosen values, as one IN; the choice NONE stands for an empty field."""

    def filter(self, records: RecordQuerySet, chosen: list[str]) -> RecordQuerySet:
        name = self.field_name
        written = [value for value in chosen if value != NONE]
        found = Q(**{f"{name}__in": written}) if written else Q()
        if NONE in chosen:
            null = Record._meta.get_field(name).null
            found |= Q(**{f"{name}__isnull": True}) if null else Q(**{name: ""})
        return records.filter(found) if found else records


_BOXES = forms.CheckboxSelectMultiple


class Year(django_filters.NumberFilter):
    """A bound of the year."""

    field_class = forms.IntegerField

    def __init__(self, lookup: str, label: Any) -> None:
        first, last = YEARS[0], YEARS[-1]
        super().__init__("year", lookup, label=label, min_value=first, max_value=last)


class RecordFilter(django_filters.FilterSet):
    """Words, and what a description says. A choice that is not offered is refused.

    What exists but may not be seen is not offered, so it is refused in the same words as
    what does not exist.
    """

    q = django_filters.CharFilter(method="by_words", label=_("Words"))
    also = django_filters.CharFilter(method="by_words", label=_("Within the result"))
    department = AnyOf(method="by_department", label=_("Department"))
    fonds = AnyOf("fonds", label=_("Fonds"))
    year = AnyOf("year", label=_("Year"))
    year_from = Year("gte", _("Year from"))
    year_to = Year("lte", _("Year to"))
    period = AnyOf("period", label=_("Retention period"))
    category = AnyOf("category", label=_("Category"))
    unit = AnyOf("unit", label=_("Office or matter"))
    dated_from = django_filters.DateFilter(
        "dated_on", "gte", label=_("Dated from"), widget=DayInput()
    )
    dated_to = django_filters.DateFilter("dated_on", "lte", label=_("Dated to"), widget=DayInput())
    stage = AnyOf("stage", label=_("Stage"), choices=Stage.choices, widget=_BOXES)
    level = AnyOf("level", label=_("Level"), choices=Level.choices, widget=_BOXES)
    access = AnyOf(method="by_access", label=_("Readable by"))
    copies = AnyOf(method="by_copies", label=_("Digital copies"), choices=COPIES)

    class Meta:
        model = Record
        form = SpanForm
        fields: list[str] = []

    def __init__(
        self, data: MultiValueDict[str, str], by: User, scope: Scope | None = None
    ) -> None:
        super().__init__(data)
        # Put together when PostgreSQL is asked: where the index answers, it is not.
        self.queryset: Any = SimpleLazyObject(lambda: Record.objects.visible_to(by))
        self.scope, self.by = scope or Scope(by), by
        for name, choices in self.offered().items():
            # A function, since what it gives is not copied with every copy of the form.
            self.filters[name].extra["choices"] = lambda offered=choices: offered

    def offered(self) -> dict[str, list[tuple[str, Any]]]:
        """The choices that depend on who asks; offices only of the one fonds that is chosen."""
        data, fonds = self.data, self.scope.fonds
        chosen = {one.pk for one in fonds if str(one.pk) in data.getlist("fonds")}
        chosen = chosen or set(self.scope.fonds_of(data.getlist("department")))
        return {
            "department": [(str(pk), name) for pk, name in self.scope.departments.items()],
            "fonds": [(str(one.pk), str(one)) for one in self.scope.fonds],
            "category": [(str(one.pk), str(one)) for one in self.scope.categories],
            "unit": [(str(unit.pk), str(unit)) for unit in self.scope.units(chosen)],
            "period": [*((code, Period(code)) for code in PERIODS), (NONE, _("no period"))],
            "year": _ALL_YEARS,
            "access": [(way, label) for way, (label, _seen) in self.scope.ways.items()],
        }

    def by_department(
        self, records: RecordQuerySet, _name: str, chosen: list[str]
    ) -> RecordQuerySet:
        return records.filter(fonds__in=self.scope.fonds_of(chosen))

    def by_access(self, records: RecordQuerySet, _name: str, chosen: list[str]) -> RecordQuerySet:
        ways = self.scope.ways
        return records.filter(reduce(or_, (ways[way][1] for way in chosen)))

    def by_copies(self, records: RecordQuerySet, _name: str, chosen: list[str]) -> RecordQuerySet:
        both = len(set(chosen)) > 1
        return records if both else records.filter(copied() if WITH in chosen else ~copied())

    def by_words(self, records: RecordQuerySet, _name: str, _text: str) -> RecordQuerySet:
        """Words narrow nothing down here: the query has them looked for."""
        return records

    @cached_property
    def query(self) -> Query:
        """What was asked for, as the value that everything else takes."""
        is_legible = self.is_valid()
        asked = self.form.cleaned_data if is_legible else {}
        said = {name: asked.get(name, "").strip() for name in (WORDS, ALSO)}
        text, order = " ".join(filter(None, said.values())), self.data.get(ORDER, "")
        asked_for, typed = words(text), spoken(dict(self.data.lists()))
        if said[ALSO]:  # from now on one query
            typed = {**typed, WORDS: [text]}
        if order not in ORDERS or (order == RELEVANCE and not asked_for):
            order = DEFAULT
        narrowed: Any = SimpleLazyObject(lambda: self.qs if is_legible else self.queryset.none())
        return Query(
            reader=self.by,
            scope=self.scope,
            visible=self.queryset,
            narrowed=narrowed,
            words=asked_for,
            conditions=tuple(self._conditions(asked)),
            typed={name: values for name, values in typed.items() if name != ALSO},
            order=order,
            place=Place.of(self.data),
            is_legible=is_legible,
        )

    def _conditions(self, asked: dict[str, Any]) -> Iterator[Condition]:
        for name, value in asked.items():
            if name in (WORDS, ALSO) or value in (None, []):
                continue
            field: Any = self.form.fields[name]
            labels: dict[str, str | Promise] = dict(getattr(field, "choices", ()))
            for one in map(str, value if isinstance(value, list) else [value]):
                yield Condition(name, one, str(field.label), str(labels.get(one, one)))


def read_again(address: str, by: User, scope: Scope | None = None) -> Query:
    """The query that an address says, of what the person may see now.

    Who reads several of one person gives their scope, which is then asked for once.
    """
    return RecordFilter(MultiValueDict(parse_qs(address)), by, scope).query


class SearchForm(HouseForm):
    """What a search is called, and whether the person is told of new hits."""

    name = Written(line_of(NAME_LENGTH), label=_("Name of the search"), max_length=NAME_LENGTH)
    told = forms.ChoiceField(
        label=_("Tell me of new hits"),
        choices=Telling.choices,
        required=False,
        help_text=_(
            "A notice comes only when records are found that were not before: new ones, and those"
            " that you may see since then. Notices also go by e-mail where you have chosen that."
        ),
    )


class AcceptForm(HouseForm):
    """How many drafts the person was shown: only so many are accepted."""

    count = forms.IntegerField(min_value=1, widget=forms.HiddenInput)


class PermanentForm(HouseForm):
    """Of which year of formation the catalogue of permanent records is made."""

    year = forms.IntegerField(label=_("Year"), min_value=YEARS[0], max_value=YEARS[-1])


def permanent(year: int, by: User) -> Query:
    """The permanent records of a year of formation, in custody or handed over."""
    stages = [Stage.ACCEPTED.value, Stage.TRANSFERRED.value]
    asked = {"period": "Y", "year": year, "stage": stages}
    return read_again(urlencode(asked, doseq=True), by)
