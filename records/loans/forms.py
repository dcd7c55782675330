"""What a loan asks of the borrower, and its return of the archivist."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from records.holdings.keeper import of_code
from records.holdings.models import Record
from records.loans.models import LoanItem, LoanItemQuerySet
from records.loans.rules import MOST, RETURNS, Benefit, Condition, Purpose, Returned
from records.organisation.models import User
from records.sentences import ngettext_lazy
from records.values.readers import line_of, read_lines
from records.values.rules import MOST_PAGES
from records.web import HouseForm
from records.web.written import Written
from records.workflow.forms import RowForm

BETWEEN = re.compile(r"[\s,;，；、]+")


class AskForm(HouseForm):
    """The originals by their codes, what for and for how long."""

    codes = forms.CharField(
        label=gettext_lazy("Archival codes"),
        max_length=5_000,
        widget=forms.Textarea(attrs={"rows": 3, "class": "form-control code"}),
        help_text=gettext_lazy("One a line, at most 50; former codes are understood, too."),
    )
    purpose = Written(
        line_of(200),
        label=gettext_lazy("Purpose of use"),
        help_text=gettext_lazy("The matter for which you need the originals."),
    )
    purpose_kind = forms.ChoiceField(
        label=gettext_lazy("Kind of purpose"), choices=Purpose, initial=Purpose.WORK
    )
    days = forms.IntegerField(label=gettext_lazy("For how many days"), min_value=1)

    def __init__(self, *given: Any, user: User, **more: Any) -> None:
        super().__init__(*given, **more)
        self.user = user
        days = self.fields["days"]
        days.initial = days.max_value = settings.LOAN_DAYS  # type: ignore[attr-defined]
        days.widget.attrs["max"] = settings.LOAN_DAYS

    def clean_codes(self) -> list[int]:
        """The keys of the records; what may not be seen is told as what does not exist."""
        typed = dict.fromkeys(filter(None, BETWEEN.split(self.cleaned_data["codes"])))
        if len(typed) > MOST:
            raise ValidationError(
                ngettext_lazy("This is %(count)d code.", "These are %(count)d codes.")
                % {"count": len(typed)}
            )
        return [self._record(code) for code in typed]

    def _record(self, code: str) -> int:
        found = of_code(Record.objects.visible_to(self.user), code)
        if key := found.values_list("pk", flat=True).first():
            return key
        raise ValidationError(
            _("You see no record %(code)s. Look at the code again.") % {"code": code}
        )

    def clean(self) -> dict[str, Any]:
        given = dict(self.cleaned_data)
        seen = Record.objects.visible_to(self.user)
        given["records"] = seen.filter(pk__in=given.pop("codes", []))
        return given


class EffectForm(HouseForm):
    """What came of the use."""

    benefit = forms.ChoiceField(label=gettext_lazy("Kind of effect"), choices=Benefit)
    effect = Written(
        read_lines,
        label=gettext_lazy("Effect of the use"),
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=2_000,
        help_text=gettext_lazy(
            "Which question the records answered, and what was done with the answer"
        ),
    )
    sealed = Written(
        line_of(100),
        label=gettext_lazy("Confirmed under the seal of"),
        required=False,
        help_text=gettext_lazy("The unit; needed for an economic benefit"),
    )


class RegisterForm(HouseForm):
    """Which year's register, and as what."""

    year = forms.TypedChoiceField(label=gettext_lazy("Year"), coerce=int)
    kind = forms.ChoiceField(
        label=gettext_lazy("As"),
        choices=[("xlsx", gettext_lazy("Excel workbook")), ("pdf", gettext_lazy("PDF to print"))],
    )

    def __init__(self, *given: Any, years: Sequence[int], **more: Any) -> None:
        super().__init__(*given, **more)
        self.fields["year"].choices = [(year, str(year)) for year in years]  # type: ignore[attr-defined]


class ItemForm(HouseForm):
    """How one original came back."""

    back = forms.BooleanField(required=False, label=gettext_lazy("Back"))
    condition = forms.ChoiceField(
        choices=[(one.value, one.label) for one in RETURNS], label=gettext_lazy("Condition")
    )
    pages = forms.IntegerField(
        required=False,
        min_value=1,
        max_value=MOST_PAGES,
        label=gettext_lazy("Pages counted"),
    )
    note = Written(line_of(300), required=False, label=gettext_lazy("What is different"))

    def __init__(self, data: Mapping[str, Any] | None, item: LoanItem) -> None:
        super().__init__(data, prefix=str(item.pk), initial={"condition": Condition.INTACT})
        self.item = item
        for name, field in self.fields.items():
            field.widget.attrs["aria-label"] = f"{field.label} {item.record.archival_code}"
            if name != "back":
                kind = "form-select" if name == "condition" else "form-control"
                field.widget.attrs["class"] = f"{kind} cell-edit"

    @property
    def found(self) -> Returned:
        said = self.cleaned_data
        return Returned(self.item.pk, said["condition"], said["pages"], said["note"])


class ReturnForm(HouseForm):
    """The originals of a loan that are still out, in the order in which they were fetched."""

    def __init__(self, data: Mapping[str, Any] | None = None, *, items: Sequence[LoanItem]) -> None:
        super().__init__(data)
        self.rows = [ItemForm(data, item) for item in items]

    def clean(self) -> dict[str, Any]:
        if not all(row.is_valid() for row in self.rows):
            raise ValidationError(_("Not all of this can be so: look at the marked originals."))
        return {"returned": [row.found for row in self.rows if row.cleaned_data["back"]]}


def _told(items: LoanItemQuerySet) -> list[tuple[int, str]]:
    named = items.select_related("record").order_by("pk")
    return [(one.pk, f"{one.record.archival_code} {one.record.title[:60]}") for one in named]


class LoseForm(RowForm):
    """Which original is lost, and the report of it."""

    item = forms.TypedChoiceField(label=gettext_lazy("Original"), coerce=int)
    report = Written(
        line_of(300),
        label=gettext_lazy("Report"),
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("How it was lost, what was searched, to whom it was reported"),
    )

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        item: Any = self.fields["item"]
        item.choices = _told(self.row.items.open())


class FindForm(RowForm):
    """Which original is found."""

    item = forms.TypedChoiceField(label=gettext_lazy("Original"), coerce=int)
    report = Written(line_of(300), label=gettext_lazy("Where it was, and how it is"))

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        item: Any = self.fields["item"]
        item.choices = _told(self.row.items.lost())
