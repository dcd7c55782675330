from typing import Any

from django import forms
from django.conf import settings
from django.utils.functional import lazy
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from records.copies.rules import BY_NAME, LEAST_DPI, MOST_DPI, Colour
from records.copies.scanner import told
from records.holdings.rules import Part
from records.web import HouseForm

FORMATS = lazy(lambda: pgettext("between words", ", ").join(BY_NAME), str)()


class KeptFile(forms.FileField):
    """A file that is kept if it is admitted; it says what is taken, and whether it is scanned."""

    widget = forms.FileInput

    def __init__(self, *, help_text: Any, **more: Any) -> None:
        # an empty file is allowed here: the action says what to do about it
        super().__init__(
            help_text=format_lazy(
                _("{taken} {scanned}"), taken=help_text, scanned=lazy(told, str)()
            ),
            allow_empty_file=True,
            **more,
        )


class SeveralFiles(forms.FileInput):
    """The browser's own field, which takes what is dragged onto it, too."""

    allow_multiple_selected = True


class KeptFiles(KeptFile):
    """One or more such files."""

    widget = SeveralFiles

    def clean(self, data: Any, initial: Any = None) -> Any:
        one = super().clean
        return [one(file, initial) for file in data or [None]]


class UploadForm(HouseForm):
    """Files for one component."""

    file = KeptFiles(
        label=_("Files"),
        help_text=format_lazy(
            _("{formats}. Choose several together, or drag them here; at most {most} at once."),
            formats=FORMATS,
            most=settings.DATA_UPLOAD_MAX_NUMBER_FILES,
        ),
    )
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


class FilesForm(UploadForm):
    """Files that become components of a record, each one of its own."""

    part = forms.ChoiceField(choices=Part.choices, initial=Part.ATTACHMENT, label=_("Component"))
    field_order = ("file", "part")
