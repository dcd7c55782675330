from typing import Any

from django import forms
from django.utils.functional import lazy
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from records.copies.rules import BY_NAME
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
