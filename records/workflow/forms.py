"""What a move asks of who makes it, where it needs no fields of its own."""

from django import forms
from django.utils.translation import gettext_lazy as _


class WillForm(forms.Form):
    """A move that needs no more than the will to make it."""


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"), max_length=300, widget=forms.Textarea(attrs={"rows": 3})
    )


class SeenForm(forms.Form):
    """Binds to what the person has seen: the row as it was when the page was opened."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
