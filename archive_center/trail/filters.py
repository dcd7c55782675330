from datetime import date, datetime, time

import django_filters
from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from archive_center.trail import choices
from records.audit.models import Entry, EntryQuerySet
from records.organisation.models import User


def _day() -> forms.DateInput:
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


def _bound(day: date, of_day: time) -> datetime:
    return timezone.make_aware(datetime.combine(day, of_day))


class EntryFilter(django_filters.FilterSet):
    """Who did what to which row, and when."""

    who = django_filters.CharFilter(label=_("Who"), method="by_person")
    verb = django_filters.ChoiceFilter(label=_("Act"), choices=choices.acts, empty_label=_("all"))
    table = django_filters.ChoiceFilter(
        label=_("Kind"), choices=choices.kinds, empty_label=_("all")
    )
    since = django_filters.DateFilter(label=_("From"), method="from_day", widget=_day())
    until = django_filters.DateFilter(label=_("To"), method="to_day", widget=_day())
    text = django_filters.CharFilter(label=_("Called"), field_name="label", lookup_expr="icontains")
    row = django_filters.CharFilter(label=_("Object"), widget=forms.HiddenInput)

    class Meta:
        model = Entry
        fields: list[str] = []

    def by_person(self, entries: EntryQuerySet, _name: str, value: str) -> EntryQuerySet:
        """By a part of the name or of the staff number."""
        people = User.objects.filter(Q(name__icontains=value) | Q(username__icontains=value))
        return entries.filter(by__in=people)

    def from_day(self, entries: EntryQuerySet, _name: str, value: date) -> EntryQuerySet:
        return entries.filter(at__gte=_bound(value, time.min))

    def to_day(self, entries: EntryQuerySet, _name: str, value: date) -> EntryQuerySet:
        return entries.filter(at__lte=_bound(value, time.max))
