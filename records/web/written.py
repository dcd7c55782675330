"""What is typed as text: read and tidied by the check of its kind, on every form."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from records.rules import Refused, Unreadable
from records.values.readers import Check


class Written(forms.CharField):
    """A value as people write it, kept as its check gives it."""

    def __init__(self, check: Check, **more: Any) -> None:
        super().__init__(**more)
        self.check = check

    def clean(self, value: Any) -> Any:
        text = super().clean(value.replace("\0", "") if isinstance(value, str) else value)
        try:
            read = self.check(text, timezone.localdate()) if text else self.empty_value
        except (Unreadable, Refused) as fault:
            raise ValidationError(str(fault)) from fault
        self.validate(read)  # where it was written in signs that nobody sees, nothing is left
        return read
