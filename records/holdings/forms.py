"""What people enter about records, read and answered in their words."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.forms import BoundField
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from records.holdings import snapshot
from records.holdings.models import Record
from records.holdings.pages import written_date
from records.holdings.rules import Part
from records.organisation.models import Category, Fonds, Unit, User
from records.retention.rules import Period, UnknownPeriod, read_period
from records.rules import Refused, Unreadable
from records.values.dates import FIRST_YEAR, read_date
from records.values.document_numbers import normalise
from records.values.marks import read_mark
from records.values.rules import MOST_PAGES, Disclosure, Level, Opening, Origin, Security
from records.values.text import normal

LONGEST_NUMBER = 100
FIELD = {"date": "date_text"}  # where the form's name is not the column's
PERIODS = ("Y", "D30", "D10", "D25", "D15", "D5", "D3", "C", "D")


def period_choices() -> list[tuple[str, str]]:
    """Permanent, 30 and 10 years first; the legacy classes last."""
    named = [(code, f"{Period(code)} ({code})") for code in PERIODS]
    return [("", "—"), *named]


class RecordForm(forms.Form):
    """A description by the file-level set of DA/T 18-2022, in groups."""

    fonds = forms.ModelChoiceField(Fonds.objects.none(), empty_label="—")
    category = forms.ModelChoiceField(Category.objects.all(), empty_label="—")
    level = forms.ChoiceField(choices=Level.choices)
    year = forms.IntegerField(
        required=False,
        help_text=gettext_lazy("The year of formation, four digits."),
    )
    period = forms.ChoiceField(choices=period_choices, required=False)
    unit = forms.ModelChoiceField(Unit.objects.none(), required=False, empty_label="—")
    title = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("A title of your own stands in [ ]."),
    )
    document_number = forms.CharField(required=False, max_length=LONGEST_NUMBER)
    responsible = forms.CharField(required=False, max_length=300)
    date = forms.CharField(
        required=False,
        max_length=40,
        help_text=gettext_lazy("20080512, 2008-05-12 or 2008年5月; inferred dates in [ ]."),
    )
    pages = forms.IntegerField(required=False, min_value=1, max_value=MOST_PAGES)
    security = forms.CharField(
        required=False,
        widget=forms.Select(choices=Security.choices),
        help_text=gettext_lazy("State secrets are not entered here."),
    )
    opening = forms.ChoiceField(choices=Opening.choices, initial=Opening.UNREVIEWED)
    disclosure = forms.ChoiceField(choices=Disclosure.choices, required=False)
    origin = forms.ChoiceField(choices=Origin.choices, required=False)
    genre = forms.CharField(required=False, max_length=20)
    draft = forms.CharField(required=False, max_length=20)
    medium = forms.CharField(required=False, max_length=40)
    box_number = forms.CharField(required=False, max_length=20)
    persons = forms.CharField(required=False, max_length=300)
    keywords = forms.CharField(required=False, max_length=300)
    abstract = forms.CharField(
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    remarks = forms.CharField(required=False, widget=forms.Textarea(attrs={"rows": 2}))
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    GROUPS = (
        (gettext_lazy("Content"), "title document_number responsible date pages"),
        (gettext_lazy("Class and code"), "fonds category level year period unit"),
        (gettext_lazy("Use and control"), "security opening disclosure"),
        (
            gettext_lazy("More"),
            "genre draft origin medium box_number persons keywords abstract remarks",
        ),
    )

    def __init__(self, *given: Any, user: User, record: Record | None = None, **more: Any) -> None:
        """`record` is the one that is edited, or the volume that a new item lies in."""
        super().__init__(*given, **more)
        for name, field in self.fields.items():
            if name == "seen":
                continue
            column = snapshot.field(FIELD.get(name, name))
            field.label = capfirst(str(column.verbose_name))
        fonds = Fonds.objects.visible_to(user)
        self._choose("fonds", fonds)
        own = fonds.filter(pk=record.fonds_id) if record else fonds
        self._choose("unit", Unit.objects.filter(fonds__in=own).select_related("fonds"))
        if record and record.period not in {*PERIODS, ""}:
            self._offer(record.period)

    def _choose(self, name: str, rows: Any) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101
        field.queryset = rows

    def _offer(self, period: str) -> None:
        field = self.fields["period"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101
        field.choices = [*period_choices(), (period, f"{Period(period)} ({period})")]

    def without(self, *names: str) -> None:
        """Leave out what is fixed: it stays as it is."""
        for name in names:
            del self.fields[name]

    def groups(self) -> list[tuple[str, list[BoundField]]]:
        """The fields under their headings; a group without fields is left out."""
        found = [
            (str(title), [self[name] for name in names.split() if name in self.fields])
            for title, names in self.GROUPS
        ]
        return [(title, fields) for title, fields in found if fields]

    def clean_title(self) -> str:
        title: str = self.cleaned_data["title"]
        if not normal(title):
            raise ValidationError(_("The title consists of signs that nobody can see. Write it."))
        return title

    def clean_document_number(self) -> str:
        """In its one form, which may be longer than what was typed."""
        number = normalise(self.cleaned_data["document_number"])
        MaxLengthValidator(LONGEST_NUMBER)(number)
        return number

    def clean_year(self) -> int | None:
        year: int | None = self.cleaned_data["year"]
        latest = timezone.localdate().year
        if year is not None and not FIRST_YEAR <= year <= latest:
            raise ValidationError(
                _("%(year)d is no year of formation: it lies between %(first)d and %(latest)d.")
                % {"year": year, "first": FIRST_YEAR, "latest": latest}
            )
        return year

    def clean_security(self) -> Security:
        try:
            return read_mark(self.cleaned_data["security"])
        except Refused as refusal:
            raise ValidationError(str(refusal)) from refusal

    def clean_date(self) -> str:
        """Leaves the date in the two columns that keep it."""
        text = str(self.cleaned_data["date"]).strip()
        try:
            date = read_date(text) if text else None
        except Unreadable as error:
            raise ValidationError(str(error)) from error
        if date and date.first_day > timezone.localdate():
            raise ValidationError(
                _("%(date)s lies in the future. Look at the date on the document.") % {"date": date}
            )
        self.cleaned_data["date_text"] = date.text if date else ""
        self.cleaned_data["date_is_inferred"] = bool(date and date.inferred)
        return text

    def clean(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        cleaned.pop("date", None)
        if cleaned.get("period"):
            try:
                read_period(cleaned["period"], cleaned.get("year"))
            except (Unreadable, UnknownPeriod) as error:
                self.add_error("period", str(error))
        return cleaned


def initial(record: Record) -> dict[str, Any]:
    """What a form that edits a record begins with."""
    names = [name for name in RecordForm.base_fields if name not in {"date", "seen"}]
    made = {"date": written_date(record), "seen": snapshot.fingerprint(record)}
    return {name: getattr(record, name) for name in names} | made


class ComponentForm(forms.Form):
    """A part of an item, in the order of DA/T 22-2015 5.1.2."""

    part = forms.ChoiceField(choices=Part.choices, label=gettext_lazy("Component"))
    title = forms.CharField(max_length=300, label=gettext_lazy("Title"))
    pages = forms.IntegerField(
        required=False, min_value=1, max_value=MOST_PAGES, label=gettext_lazy("Pages")
    )


class AliasForm(forms.Form):
    """The code that a record should bear, and why."""

    code = forms.CharField(max_length=80, label=gettext_lazy("The code that it should be"))
    reason = forms.CharField(max_length=200, label=gettext_lazy("Reason"))
