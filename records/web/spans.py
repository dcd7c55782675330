"""The two ends of a span: typed the wrong way round, nothing would be found, and nobody told."""

from typing import Any

from django.forms import Form
from django.utils.translation import gettext as _

SPANS = (
    ("year_from", "year_to"),
    ("dated_from", "dated_to"),
    ("since", "until"),
)


class SpanForm(Form):
    """A form whose last year or day may not lie before its first: it says so at the last."""

    def clean(self) -> dict[str, Any]:
        said = self.cleaned_data
        for first, last in SPANS:
            begins, ends = said.get(first), said.get(last)
            if begins and ends and begins > ends:
                name = self.fields[first].label
                told = _("It lies before “%(first)s”. Change one of the two.")
                self.add_error(last, told % {"first": name})
        return said
