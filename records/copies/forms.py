from django import forms
from django.utils.translation import gettext_lazy as _

from records.copies.rules import BY_NAME


class UploadForm(forms.Form):
    """One file for one component."""

    file = forms.FileField(
        label=_("File"),
        widget=forms.FileInput,
        allow_empty_file=True,  # the action says what to do about it
        help_text=", ".join(BY_NAME),
    )
