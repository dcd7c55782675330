from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from records.holdings.forms import Written
from records.imports.columns import fields, label
from records.imports.models import Import
from records.imports.rules import Outcome
from records.organisation.models import Category, Fonds, User
from records.retention.rules import read_period
from records.rules import Unreadable
from records.values.readers import read_year
from records.web import HouseForm


class StartForm(HouseForm):
    """Which table goes into which fonds."""

    fonds = forms.ModelChoiceField(Fonds.objects.none(), label=_("fonds"), empty_label="—")
    category = forms.ModelChoiceField(
        Category.objects.none(),
        label=_("category"),
        empty_label="—",
        help_text=_("For rows that name no category of their own."),
    )
    file = forms.FileField(
        label=_("table"),
        help_text=_("XLSX, XLS, ODS or CSV. Titles above the header do not matter."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.ods,.csv,.txt"}),
    )

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        into, of = self.fields["fonds"], self.fields["category"]
        into.queryset = Fonds.objects.visible_to(by)  # type: ignore[attr-defined]
        of.queryset = Category.objects.filter(by_volume=False)  # type: ignore[attr-defined]
        of.initial = Category.objects.filter(code="WS").first()
        if into.queryset.count() == 1:  # type: ignore[attr-defined]
            into.initial = into.queryset.get()  # type: ignore[attr-defined]


class SheetForm(HouseForm):
    """Which sheet and which row of it is the header."""

    sheet = forms.ChoiceField(label=_("sheet"), required=False)
    header = forms.IntegerField(label=_("row of the header"), min_value=1, max_value=1000)

    def __init__(self, *args: Any, source: Import, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = source.sheets or [source.sheet]
        self.fields["sheet"].choices = [(name, name) for name in names]  # type: ignore[attr-defined]
        self.initial = {"sheet": source.sheet, "header": source.header or 1}
        if names == [""]:
            self.fields["sheet"].widget = forms.HiddenInput()


class ColumnsForm(HouseForm):
    """Which column fills which field, and what holds for rows that say nothing."""

    year = Written(
        read_year,
        label=_("year of rows that say none"),
        required=False,
        empty_value=None,
        widget=forms.NumberInput,
    )
    period = forms.CharField(label=_("period of rows that say none"), required=False, max_length=10)

    def __init__(self, *args: Any, source: Import, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.source = source
        self.initial = {"year": source.year, "period": source.period}
        choices = [("", _("not used")), *((one.key, label(one.key)) for one in fields())]
        for column in source.columns:
            self.fields[column["letter"]] = forms.ChoiceField(
                label=_("Column %(letter)s fills") % {"letter": column["letter"]},
                choices=choices,
                required=False,
                initial=column["field"],
                widget=forms.Select(attrs={"class": "form-select cell-edit"}),
            )

    def rows(self) -> list[tuple[dict[str, str], forms.BoundField]]:
        """Each column with its choice."""
        return [(column, self[column["letter"]]) for column in self.source.columns]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        letters = [column["letter"] for column in self.source.columns]
        return {
            "fields": {letter: given.get(letter, "") for letter in letters},
            "year": given.get("year"),
            "period": given.get("period", ""),
        }

    def clean_period(self) -> str:
        text = self.cleaned_data["period"]
        try:
            return read_period(text, self.cleaned_data.get("year")).code if text else ""
        except Unreadable as fault:
            raise forms.ValidationError(str(fault)) from None


class CommitForm(HouseForm):
    """All rows or none, or the good rows only."""

    whole = forms.BooleanField(label=_("Only if no row has faults"), required=False)


EVERYTHING = "all"
OUTCOMES = (Outcome.REJECTED, Outcome.WARNED, Outcome.DUPLICATE)


class ProblemsForm(HouseForm):
    """Which problems to show, and from which row on."""

    outcome = forms.ChoiceField(
        label=_("what"),
        required=False,
        choices=[(EVERYTHING, _("everything")), *((one, one.label) for one in OUTCOMES)],
        widget=forms.Select(attrs={"class": "form-select cell-edit"}),
    )
    column = forms.ChoiceField(
        label=_("column"),
        required=False,
        widget=forms.Select(attrs={"class": "form-select cell-edit"}),
    )

    def __init__(self, *args: Any, source: Import, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = ((one["letter"], f"{one['letter']} {one['name']}") for one in source.columns)
        self.fields["column"].choices = [("", _("every column")), *named]  # type: ignore[attr-defined]

        self.usual = Outcome.REJECTED if source.rejected else EVERYTHING

    def chosen(self) -> dict[str, Any]:
        """What was chosen, at first the faults if there are any; nonsense is left out."""
        self.full_clean()
        found = dict(self.cleaned_data)
        outcome = found.get("outcome") or self.usual
        self.data = dict(self.data, outcome=outcome)
        return found | {"outcome": "" if outcome == EVERYTHING else outcome}
