from typing import Any

from django import forms
from django.utils.functional import lazy
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from records.copies.rules import BY_NAME, LEAST_DPI, MOST_DPI, Colour
from records.copies.scanner import told
from records.web import HouseForm


class KeptFile(forms.FileField):
    """A file that is kept if it is admitted; it says what is taken, and whether it is scanned."""

    def __init__(self, *, help_text: Any, **more: Any) -> None:
        # an empty file is allowed here: the action says what to do about it
        super().__init__(
            help_text=format_lazy("{} {}", help_text, lazy(told, str)()),
            widget=forms.FileInput,
            allow_empty_file=True,
            **more,
        )


class UploadForm(HouseForm):
    """One file for one component."""

    file = KeptFile(label=_("File"), help_text=f"{', '.join(BY_NAME)}.")
    resolution = forms.IntegerField(
        label=_("Resolution of the scan (dpi)"),
        required=False,
        min_value=LEAST_DPI,
        max_value=MOST_DPI,
        help_text=_("Of a scan, for example 300; empty where it is no scan or not known."),
    )
    colour = forms.ChoiceField(
        label=_("Colour of the scan"), required=False, choices=[("", "—"), *Colour.choices]
    )
