"""What a person reads on a page, in place of what a machine recognised."""

from django import forms
from django.utils.translation import gettext_lazy as _

from records.web import HouseForm

LONGEST = 20_000  # characters of a page


class TextForm(HouseForm):
    """The text of a page, and the one that was there when it was opened."""

    text = forms.CharField(
        label=_("Text of this page"),
        help_text=_(
            "Line by line as on the page, so that what is found can be marked in its place."
        ),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 24}),
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)
