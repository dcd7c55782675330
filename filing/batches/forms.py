"""What is said of a yearly batch, of one of its files, and of what was looked at on receipt."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from filing.batches.rules import Point
from records.organisation.models import Fonds
from records.values.readers import FIRST_YEAR, line_of, read_lines
from records.web import HouseForm
from records.web.written import Written

YES_NO = [("1", _("in order")), ("0", _("not in order"))]


class OpenForm(HouseForm):
    """Which fonds hands in which year."""

    fonds: Any = forms.ModelChoiceField(Fonds.objects.none(), label=_("Fonds"), empty_label=None)
    year = forms.IntegerField(
        label=_("Year"),
        initial=lambda: timezone.localdate().year - 1,
        min_value=FIRST_YEAR,
        max_value=9999,
        help_text=_("The year in which the files were formed."),
    )

    def __init__(self, *given: Any, fonds: QuerySet[Fonds], **more: Any) -> None:
        super().__init__(*given, **more)
        self.fields["fonds"].queryset = fonds  # type: ignore[attr-defined]


class AccountForm(HouseForm):
    account = Written(
        read_lines,
        label=_("Account of the department"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class RemarkForm(HouseForm):
    remark = Written(line_of(300), label=_("Remark"), required=False, max_length=300)


class ReplyForm(HouseForm):
    reply = Written(line_of(300), label=_("Answer"), required=False, max_length=300)


class FitsForm(HouseForm):
    """Whether something was found in order."""

    fits = forms.TypedChoiceField(
        choices=YES_NO, coerce=lambda told: told == "1", label=_("Found"), widget=forms.RadioSelect
    )


class PointForm(FitsForm):
    """One of the five points, answered."""

    point = forms.ChoiceField(choices=Point.choices, label=_("Point"), widget=forms.HiddenInput)
    words = Written(line_of(300), label=_("In words"), required=False, max_length=300)


class ItemsForm(HouseForm):
    """Ticked files of a batch."""

    items = forms.MultipleChoiceField(label=_("Files"))

    def __init__(self, *given: Any, keys: list[int], **more: Any) -> None:
        super().__init__(*given, **more)
        self.fields["items"].choices = [(str(key), "") for key in keys]  # type: ignore[attr-defined]
