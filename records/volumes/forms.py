"""Which items are moved, and what a new volume is called."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from records.holdings.forms import PlaceForm
from records.holdings.models import Record
from records.values.readers import read_title
from records.volumes.rules import MOST, SPINES, USUAL_SPINE
from records.web import HouseForm
from records.web.written import Written

__all__ = ["ChosenForm", "JoinForm", "PlaceForm", "PrintForm", "PutForm", "TitledForm"]


class KeysField(forms.MultipleChoiceField):
    """Ticked rows: their keys, whatever they are of."""

    def validate(self, value: Any) -> None:
        if not value:
            raise ValidationError(_("Choose items first."))
        if len(value) > MOST or not all(re.fullmatch("[0-9]{1,18}", one) for one in value):
            raise ValidationError(_("At most %(most)d items are moved at once.") % {"most": MOST})

    def clean(self, value: Any) -> list[int]:
        return [int(one) for one in super().clean(value)]


class ChosenForm(HouseForm):
    """Some items."""

    items = KeysField(label=gettext_lazy("Items"))


class TitledForm(ChosenForm):
    """Some items and the title of the volume that is made of them."""

    title = Written(read_title, label=gettext_lazy("Title of the new volume"))


class PutForm(ChosenForm):
    """Some items and the place where the first of them comes."""

    place = forms.IntegerField(
        label=gettext_lazy("From place"),
        required=False,
        min_value=1,
        max_value=100_000,
        help_text=gettext_lazy("Empty: at the end."),
    )


class JoinForm(HouseForm):
    """The volume whose items are put behind those of this one."""

    other: Any = forms.ModelChoiceField(
        Record.objects.none(), label=gettext_lazy("Volume"), empty_label="—"
    )

    def __init__(self, *given: Any, others: QuerySet[Record], **more: Any) -> None:
        super().__init__(*given, **more)
        self.fields["other"].queryset = others  # type: ignore[attr-defined]


class PrintForm(HouseForm):
    """How thick the back of a volume is, in millimetres."""

    spine = forms.TypedChoiceField(
        choices=[(width, f"{width} mm") for width in SPINES],
        coerce=int,
        initial=USUAL_SPINE,
        label=gettext_lazy("Spine"),
    )
