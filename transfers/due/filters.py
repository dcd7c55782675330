from typing import Any

import django_filters
from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from records.organisation.models import Fonds, FondsQuerySet
from records.retention.rules import Duty, Period
from records.web.spans import SpanForm
from transfers.due.models import Due, Uncomputable
from transfers.due.models.flags import DueQuerySet
from transfers.due.rules import Obstacle, When

PERIODS = ("Y", "D30", "D25", "D15", "D10", "D5", "D3", "C", "D")


def visible_fonds(request: Any) -> FondsQuerySet:
    """Only what the person may see can be chosen; anything else is refused as unknown."""
    return Fonds.objects.visible_to(request.user)


def periods() -> list[tuple[str, str]]:
    return [(code, str(Period(code))) for code in PERIODS]


class DueFilter(django_filters.FilterSet):
    """One duty, and by what class the flags are narrowed."""

    duty = django_filters.ChoiceFilter(choices=Duty, widget=forms.HiddenInput, required=True)
    fonds = django_filters.ModelChoiceFilter(
        queryset=visible_fonds, label=_("Fonds"), empty_label=_("all")
    )
    year_from = django_filters.NumberFilter(
        "year", "gte", label=_("Year from"), min_value=1900, max_value=2200
    )
    year_to = django_filters.NumberFilter(
        "year", "lte", label=_("Year to"), min_value=1900, max_value=2200
    )
    period = django_filters.ChoiceFilter(
        choices=periods, label=_("Retention period"), empty_label=_("all")
    )

    when = django_filters.ChoiceFilter(
        label=_("Fell due"), choices=When.choices, empty_label=_("all"), method="of_time"
    )

    class Meta:
        model = Due
        form = SpanForm
        fields: list[str] = []

    def of_time(self, flags: DueQuerySet, _name: str, value: str) -> DueQuerySet:
        today = timezone.localdate()
        return flags.in_arrears(today) if value == When.ARREARS else flags.of_this_year(today)


class UncomputableFilter(django_filters.FilterSet):
    """By what stands in the way, and whose records they are."""

    reason = django_filters.ChoiceFilter(
        choices=Obstacle.choices, label=_("Reason"), empty_label=_("all")
    )
    duty = django_filters.ChoiceFilter(choices=Duty.choices, label=_("Duty"), empty_label=_("all"))
    fonds = django_filters.ModelChoiceFilter(
        queryset=visible_fonds, label=_("Fonds"), empty_label=_("all")
    )

    class Meta:
        model = Uncomputable
        fields: list[str] = []
