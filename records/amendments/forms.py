"""What a correction of year or period asks of who proposes it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from records.holdings.forms import Written, period_field
from records.values.readers import line_of, read_year
from records.web import HouseForm


class ProposeForm(HouseForm):
    """The right year, the right period or both, and on what that is known."""

    year = Written(
        read_year,
        required=False,
        empty_value=None,
        widget=forms.NumberInput,
        label=_("Right year"),
        help_text=_("Leave it empty where the year is right."),
    )
    period = period_field(
        label=_("Right retention period"),
        help_text=_("Leave it empty where the period is right."),
    )
    reason = Written(
        line_of(200),
        label=_("Reason"),
        help_text=_("By what the right one is known: item of the retention schedule, document."),
    )
