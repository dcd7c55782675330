from datetime import date

import django_filters
from django import forms
from django.db.models import Q
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from archive_center.trail import choices
from records.audit.models import Entry, EntryQuerySet
from records.days import DayInput, bounds
from records.organisation.models import User


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

    class Meta:
        model = Entry
        fields: list[str] = []

    def __init__(self, data: MultiValueDict[str, str], reader: User) -> None:
        super().__init__(data, Entry.objects.visible_to(reader).select_related("by"))
        self.reader = reader

    @property
    def entries(self) -> EntryQuerySet:
        """What was asked for, the newest first; nothing where it cannot be read."""
        found: EntryQuerySet = self.qs if self.is_valid() else self.queryset.none()
        return found.order_by("-id")

    def by_person(self, entries: EntryQuerySet, _name: str, value: str) -> EntryQuerySet:
        """By a part of the name or of the staff number."""
        called = Q(name__icontains=value) | Q(username__icontains=value)
        return entries.filter(by__in=User.objects.visible_to(self.reader).filter(called))

    def from_day(self, entries: EntryQuerySet, _name: str, value: date) -> EntryQuerySet:
        return entries.filter(at__gte=bounds(value)[0])

    def to_day(self, entries: EntryQuerySet, _name: str, value: date) -> EntryQuerySet:
        return entries.filter(at__lte=bounds(value)[1])
