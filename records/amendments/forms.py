"""What a correction asks of who proposes it."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from records.amendments.rules import GONE_ON, Said
from records.holdings.forms import ComponentForm, period_field
from records.holdings.models import Component
from records.values.readers import line_of, read_year
from records.web import HouseForm
from records.web.written import Written


class ProposeForm(HouseForm):
    """The right year, the right period or both, and on what that is known."""

    year = Written(
        read_year,
        required=False,
        empty_value=None,
        widget=forms.NumberInput,
        label=_("Right year"),
        help_text=_("Leave it empty where the year is right."),
    )
    period = period_field(
        label=_("Right retention period"),
        help_text=_("Leave it empty where the period is right."),
    )
    reason = Written(
        line_of(200),
        label=_("Reason"),
        help_text=_("By what the right one is known: item of the retention schedule, document."),
    )


class PartForm(ComponentForm):
    """One component as it should be, and its place among the others; or that it is taken out."""

    place = forms.IntegerField(min_value=1, max_value=9_999, label=_("Place"))
    out = forms.BooleanField(required=False, label=_("Take out"))

    def __init__(self, data: Mapping[str, Any] | None, component: Component) -> None:
        told = {name: getattr(component, name) for name in ("part", "title", "pages")}
        known = data is not None and f"{component.pk}-place" in data
        super().__init__(
            data if known else None,
            prefix=str(component.pk),
            initial=told | {"place": component.position},
        )
        self.component = component
        self.fields["title"].widget = forms.Textarea(
            attrs={"rows": 1, "class": "form-control cell-edit", "maxlength": 300}
        )
        for name, field in self.fields.items():
            field.widget.attrs["aria-label"] = f"{field.label} {component.position}"
            if name in {"place", "pages"}:
                field.widget.attrs["class"] = "form-control cell-edit"
        self.fields["part"].widget.attrs["class"] = "form-select cell-edit"

    @property
    def shown_at(self) -> tuple[int, int]:
        """Its place as it was typed: on its way up before the one that is there, else behind."""
        was = self.component.position or 0
        typed = str(self["place"].value() or "")
        place = int(typed) if typed.isdecimal() else was
        return place, (place > was) - (place < was)

    def said(self, place: int | None) -> Said:
        """The component as the action takes it."""
        told = {name: self.cleaned_data[name] for name in ("part", "title", "pages")}
        return Said(key=self.component.pk, place=place, **told)


class ComponentsForm(HouseForm):
    """All components of a record as they should be, and on what that is known."""

    reason = Written(
        line_of(200),
        label=_("Reason"),
        help_text=_("By what the right ones are known: the papers, the register, the sender."),
    )

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, components: Sequence[Component]
    ) -> None:
        super().__init__(data)
        rows = [PartForm(data, component) for component in components]
        self.rows = sorted(rows, key=lambda row: row.shown_at)

    def clean(self) -> dict[str, Any]:
        if not all(row.is_bound for row in self.rows):
            raise ValidationError(GONE_ON)
        if not all(row.is_valid() for row in self.rows):
            raise ValidationError(_("Not all of this can be so: look at the marked components."))
        staying = [row for row in self.rows if not row.cleaned_data["out"]]
        places = {row.component.pk: place for place, row in enumerate(staying, start=1)}
        said = [row.said(places.get(row.component.pk)) for row in self.rows]
        return {**self.cleaned_data, "components": said}
