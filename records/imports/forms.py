from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from records.imports.columns import choices
from records.imports.models import Import
from records.imports.rules import ALL, TYPED_FROM, Outcome
from records.organisation.models import Category, Fonds, User
from records.retention.rules import read_period
from records.rules import Unreadable
from records.values.readers import LONGEST_TEXT, read_year
from records.values.rules import Level
from records.web import HouseForm
from records.web.written import Written
from records.workflow.forms import RowForm


class StartForm(HouseForm):
    """Which table goes into which fonds; `instead` is the one that it corrects."""

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
    instead = forms.ModelChoiceField(
        Import.objects.none(), required=False, widget=forms.HiddenInput
    )

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["instead"].queryset = Import.objects.visible_to(by)  # type: ignore[attr-defined]
        into, of = self.fields["fonds"], self.fields["category"]
        into.queryset = Fonds.objects.visible_to(by)  # type: ignore[attr-defined]
        of.queryset = Category.objects.all()  # type: ignore[attr-defined]
        of.initial = Category.objects.filter(code="WS").first()
        if into.queryset.count() == 1:  # type: ignore[attr-defined]
            into.initial = into.queryset.get()  # type: ignore[attr-defined]


class SheetForm(HouseForm):
    """Which sheet and which row of it is the header."""

    sheet = forms.ChoiceField(label=_("sheet"), required=False)
    header = forms.IntegerField(label=_("row of the header"), min_value=1, max_value=1000)

    def __init__(self, *args: Any, source: Import, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = [one["name"] for one in source.sheets if not one["hidden"]]
        offered, same = [(name, name) for name in names], source.same_header
        if len(same) > 1:
            offered.append((ALL, _("all %(count)d of this header") % {"count": len(same)}))
        self.fields["sheet"].choices = offered  # type: ignore[attr-defined]
        taken = ALL if len(source.taken) > 1 else source.sheet
        self.initial = {"sheet": taken, "header": source.header or 1}
        if names == [""]:
            self.fields["sheet"].widget = forms.HiddenInput()


class ColumnsForm(HouseForm):
    """Which column fills which field, and what holds for rows that say nothing."""

    level = forms.ChoiceField(label=_("each row is"), choices=Level, required=False)
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
        self.initial = {"level": source.level, "year": source.year, "period": source.period}
        given = [("", _("not used")), *choices()]
        for column in source.columns:
            self.fields[column["letter"]] = forms.ChoiceField(
                label=_("Column %(letter)s fills") % {"letter": column["letter"]},
                choices=given,
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
            "level": given.get("level") or self.source.level,
            "year": given.get("year"),
            "period": given.get("period", ""),
        }

    def clean_period(self) -> str:
        text = self.cleaned_data["period"]
        try:
            return read_period(text, self.cleaned_data.get("year")).code if text else ""
        except Unreadable as fault:
            raise forms.ValidationError(str(fault)) from None


class DraftForm(HouseForm):
    """All rows or none, or the good rows only."""

    whole = forms.BooleanField(label=_("Only if no row has faults"), required=False)


class TypedForm(RowForm):
    """Many records come into custody only where the number of the fonds is typed."""

    typed = forms.CharField(label=_("Number of the fonds"), max_length=20)

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        if self.arriving() < TYPED_FROM:
            del self.fields["typed"]
        else:
            told = {"fonds": self.row.fonds.number}
            self.fields["typed"].help_text = _("Type %(fonds)s to confirm.") % told

    def arriving(self) -> int:
        """How many records come into custody."""
        return int(self.row.drafts().count())


class CommitForm(TypedForm):
    """All rows or none, or the good rows only; of many rows the fonds is typed."""

    whole = forms.BooleanField(label=_("Only if no row has faults"), required=False)
    field_order = ("whole", "typed")

    def arriving(self) -> int:
        return int(self.row.good)


class PutRightForm(HouseForm):
    """What is right in a row of which something was told, or in all of which it was.

    That nothing is right is said by `empty`: a field that was left alone does not say it.
    """

    row = forms.IntegerField(min_value=1, max_value=2**31 - 1)
    place = forms.IntegerField(min_value=0, max_value=2**31 - 1)
    said = forms.CharField(max_length=40)
    every = forms.BooleanField(required=False)
    right = forms.CharField(label=_("right value"), max_length=LONGEST_TEXT, required=False)
    another = forms.TypedChoiceField(
        choices=[("yes", ""), ("no", "")],
        coerce=lambda told: told == "yes",
        empty_value=None,
        required=False,
    )
    empty = forms.BooleanField(required=False)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.pop("empty", False):
            given["right"] = ""
        elif given.get("another") is None and not given.get("right"):
            raise forms.ValidationError(_("Type the right value first, or say that there is none."))
        return given


EVERYTHING = "all"
OUTCOMES = (Outcome.REJECTED, Outcome.WARNED, Outcome.DUPLICATE)


class ProblemsForm(HouseForm):
    """Which problems to show: those told alike in one line, or row by row; or those of one row."""

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
    each = forms.BooleanField(label=_("row by row"), required=False)
    row = forms.IntegerField(required=False, max_value=2**31 - 1, widget=forms.HiddenInput)

    def __init__(self, *args: Any, source: Import, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = ((one["letter"], f"{one['letter']} {one['name']}") for one in source.columns)
        self.fields["column"].choices = [("", _("every column")), *named]  # type: ignore[attr-defined]

        self.usual = Outcome.REJECTED if source.rejected else EVERYTHING

    def chosen(self) -> dict[str, Any]:
        """What was chosen, at first the faults if there are any; nonsense is left out."""
        self.full_clean()
        found = dict(self.cleaned_data)
        outcome = found.get("outcome") or (EVERYTHING if found.get("row") else self.usual)
        self.data = dict(self.data, outcome=outcome)
        return found | {"outcome": "" if outcome == EVERYTHING else outcome}
