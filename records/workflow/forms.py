"""What a move asks of who makes it, where it needs no fields of its own."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from records.values.readers import read_lines
from records.web import HouseForm
from records.web.written import Written


class WillForm(HouseForm):
    """A move that needs no more than the will to make it."""


class RowForm(HouseForm):
    """What is asked depends on the row that is moved."""

    def __init__(self, *given: Any, row: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        self.row = row


class ReasonForm(HouseForm):
    reason = Written(
        read_lines, label=_("Reason"), max_length=300, widget=forms.Textarea(attrs={"rows": 3})
    )


class SeenForm(HouseForm):
    """Binds to what the person has seen: the row as it was when the page was opened."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
