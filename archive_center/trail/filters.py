from datetime import date

import django_filters
from django import forms
from django.db.models import Q, Subquery
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from archive_center.trail import choices
from records.audit.models import Entry, EntryQuerySet
from records.days import DayInput, bounds, day
from records.organisation.models import User
from records.web.spans import SpanForm


class EntryFilter(django_filters.FilterSet):
    """Who did what to which row, and when."""

    who = django_filters.CharFilter(label=_("Who"), method="by_person")
    verb = django_filters.ChoiceFilter(label=_("Act"), choices=choices.acts, empty_label=_("all"))
    table = django_filters.ChoiceFilter(
        label=_("Kind"), choices=choices.kinds, empty_label=_("all")
    )
    since = django_filters.DateFilter(label=_("From"), method="from_day", widget=DayInput())
    until = django_filters.DateFilter(label=_("To"), method="to_day", widget=DayInput())
    text = django_filters.CharFilter(label=_("Called"), field_name="label", lookup_expr="icontains")
    row = django_filters.CharFilter(label=_("Object"), widget=forms.HiddenInput)
    batch = django_filters.NumberFilter(
        label=_("Entries of one act"), method="of_act", widget=forms.HiddenInput
    )

    class Meta:
        model = Entry
        form = SpanForm
        fields: list[str] = []

    def __init__(self, data: MultiValueDict[str, str], reader: User) -> None:
        super().__init__(data, Entry.objects.visible_to(reader).select_related("by"))
        self.reader = reader

    @property
    def entries(self) -> EntryQuerySet:
        """What was asked for, the newest first; nothing where it cannot be read."""
        found: EntryQuerySet = self.qs if self.is_valid() else self.queryset.none()
        return found.order_by("-at", "-id")

    @property
    def lines(self) -> EntryQuerySet:
        """The same with an act on a set as one line, unless a row of it is looked for."""
        asked = self.form.cleaned_data if self.is_valid() else {}
        opened = any(asked.get(name) for name in ("text", "row", "batch"))
        return self.entries if opened else self.entries.folded()

    @property
    def conditions(self) -> list[tuple[str, str]]:
        """What was asked for, as people say it."""
        asked = self.form.cleaned_data if self.is_valid() else {}
        return [
            (str(self.form.fields[name].label), self._said(name, value))
            for name, value in asked.items()
            if value not in (None, "")
        ]

    def _said(self, name: str, value: object) -> str:
        choices = dict(getattr(self.form.fields[name], "choices", ()))
        return day(value) if isinstance(value, date) else str(choices.get(value, value))

    def by_person(self, entries: EntryQuerySet, _name: str, value: str) -> EntryQuerySet:
        """By a part of the name or of the staff number."""
        called = Q(name__icontains=value) | Q(username__icontains=value)
        return entries.filter(by__in=User.objects.visible_to(self.reader).filter(called))

    def of_act(self, entries: EntryQuerySet, _name: str, value: int) -> EntryQuerySet:
        """All entries of one act on a set; they bear its one time, by which they are found."""
        first = Entry.objects.visible_to(self.reader).filter(pk=value).values("at")
        return entries.filter(at=Subquery(first), batch=value)

    def from_day(self, entries: EntryQuerySet, _name: str, value: date) -> EntryQuerySet:
        return entries.filter(at__gte=bounds(value)[0])

    def to_day(self, entries: EntryQuerySet, _name: str, value: date) -> EntryQuerySet:
        return entries.filter(at__lte=bounds(value)[1])
