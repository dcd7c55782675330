"""What is said of a sequence of numbers and of the numbers that are missing in it."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from filing.sequences.rules import LAST_NUMBER, LONGEST_SIGN, Answer
from records.rules import Refused, Unreadable
from records.sentences import gettext
from records.values.page_ranges import Ranges, read_ranges
from records.values.readers import FIRST_YEAR, line_of
from records.web import HouseForm
from records.web.written import Written


def _numbers(written: str, today: date) -> Ranges:
    try:
        return read_ranges(written, most=LAST_NUMBER)
    except Refused as unread:
        raise Unreadable(
            gettext("“%(written)s” are no numbers.") % {"written": written[:40]},
            gettext("Write them like “17, 43-44”."),
        ) from unread


class SignForm(HouseForm):
    """Which sequence is spoken of."""

    year = forms.IntegerField(min_value=FIRST_YEAR, max_value=9999, widget=forms.HiddenInput)
    sign = Written(line_of(LONGEST_SIGN), widget=forms.HiddenInput)


class AnswerForm(SignForm):
    """What became of some numbers."""

    numbers = Written(
        _numbers, label=_("Numbers"), max_length=100, help_text=_("For example 17, 43-44")
    )
    answer = forms.ChoiceField(choices=Answer.choices, label=_("What became of them"))
    reason = Written(line_of(200), label=_("Reason"), required=False, max_length=200)


class SequenceForm(SignForm):
    """Whether a sequence is the department's own, and how far it goes."""

    is_own = forms.TypedChoiceField(
        choices=[("1", _("kept by this department")), ("0", _("of another body"))],
        coerce=lambda told: told == "1",
        label=_("Whose numbers"),
    )
    last = forms.IntegerField(
        label=_("Last number issued"),
        required=False,
        min_value=1,
        max_value=LAST_NUMBER,
        help_text=_("Empty: the greatest that is filed."),
    )


class YearForm(HouseForm):
    """Which fonds and year the page shows; what cannot be read is left to the page."""

    fonds: Any = forms.ModelChoiceField(None, required=False, empty_label=None, label=_("Fonds"))
    year = forms.IntegerField(required=False, min_value=FIRST_YEAR, max_value=9999, label=_("Year"))

    def __init__(self, *given: Any, fonds: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        self.fields["fonds"].queryset = fonds  # type: ignore[attr-defined]
