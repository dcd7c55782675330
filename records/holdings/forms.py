"""What people enter about records, read and answered in their words."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import IntegerField
from django.forms import BoundField
from django.utils import timezone
from django.utils.translation import gettext_lazy

from records.holdings import elements, snapshot
from records.holdings.models import Record
from records.holdings.rules import Part
from records.organisation.models import Category, Fonds, Unit, User
from records.retention.rules import Period, UnknownPeriod, read_period
from records.rules import Refused, Unreadable
from records.values.dates import WrittenDate
from records.values.element import CLASS, CONTENT, CONTROL, MORE, Element
from records.values.readers import (
    FIRST_YEAR,
    LONGEST_COMPONENT,
    Check,
    line_of,
    read_pages,
    read_title,
)
from records.web import HouseForm

PERIODS = ("Y", "D30", "D10", "D25", "D15", "D5", "D3", "C", "D")
GROUPS = {
    CONTENT: gettext_lazy("Content"),
    CLASS: gettext_lazy("Class and code"),
    CONTROL: gettext_lazy("Use and control"),
    MORE: gettext_lazy("More"),
}


def period_choices() -> list[tuple[str, str]]:
    """Permanent, 30 and 10 years first; the legacy classes last."""
    named = [(code, f"{Period(code)} ({code})") for code in PERIODS]
    return [("", "—"), *named]


class Written(forms.CharField):
    """A value as people write it, kept as its check gives it."""

    def __init__(self, check: Check, **more: Any) -> None:
        super().__init__(**more)
        self.check = check

    def clean(self, value: Any) -> Any:
        text = super().clean(value.replace("\0", "") if isinstance(value, str) else value)
        try:
            return self.check(text, timezone.localdate()) if text else self.empty_value
        except (Unreadable, Refused) as fault:
            raise ValidationError(str(fault)) from fault


class RecordForm(HouseForm):
    """A description by the file-level set of DA/T 18-2022, in groups: a field for each element."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *given: Any, user: User, record: Record | None = None, **more: Any) -> None:
        """`record` is the one that is edited, or the volume that a new item lies in."""
        super().__init__(*given, **more)
        self.elements = {one.key: one for one in elements.ELEMENTS if one.group}
        fonds = Fonds.objects.visible_to(user)
        own = fonds.filter(pk=record.fonds_id) if record else fonds
        rows = {
            "fonds": fonds,
            "category": Category.objects.all(),
            "unit": Unit.objects.filter(fonds__in=own).select_related("fonds"),
        }
        for key, one in self.elements.items():
            self.fields[key] = _field(one, rows.get(key))
            self.fields[key].label, self.fields[key].help_text = one.label, str(one.help)
        if record and record.period not in {*PERIODS, ""}:
            self._offer(record.period)

    def _offer(self, period: str) -> None:
        widget: Any = self.fields["period"].widget
        widget.choices = [*period_choices(), (period, f"{Period(period)} ({period})")]

    def _offered(self, period: str) -> None:
        widget: Any = self.fields["period"].widget
        if period not in dict(widget.choices):
            raise UnknownPeriod(period)

    def without(self, *names: str) -> None:
        """Leave out what is fixed: it stays as it is."""
        for name in names:
            del self.fields[name]

    def groups(self) -> list[tuple[str, list[BoundField]]]:
        """The fields under their headings; a group without fields is left out."""
        found: list[tuple[str, list[BoundField]]] = []
        for group, title in GROUPS.items():
            keys = [key for key, one in self.elements.items() if one.group == group]
            found.append((str(title), [self[key] for key in keys if key in self.fields]))
        return [(title, fields) for title, fields in found if fields]

    def clean(self) -> dict[str, Any]:
        """What the columns keep; the period is read with the year, which it depends on."""
        cleaned = self.cleaned_data
        if "date" in cleaned:
            date = cleaned.pop("date") or WrittenDate("")
            cleaned["date_text"], cleaned["date_is_inferred"] = date.text, date.inferred
        if cleaned.get("period"):
            try:
                self._offered(cleaned["period"])
                read_period(cleaned["period"], cleaned.get("year"))
            except Unreadable as error:
                self.add_error("period", str(error))
        return cleaned


def _period(written: str, today: date) -> str:
    """A period's code; whether its year had it is asked when the year is known, too."""
    return read_period(written, FIRST_YEAR).code


def _field(one: Element, rows: Any) -> forms.Field:
    """The form's field for an element."""
    column = one.field
    required = not (column.blank or column.null)
    if rows is not None:
        return forms.ModelChoiceField(rows, required=required, empty_label="—")
    if one.key == "period":
        return Written(_period, required=False, widget=forms.Select(choices=period_choices()))
    if column.choices:  # what is not offered is told why it is not taken, as in a table
        widget: Any = forms.Select(choices=column.flatchoices)
        initial = column.default if required else None
        return Written(one.check, required=required, initial=initial, widget=widget)
    if isinstance(column, IntegerField):
        return Written(one.check, required=required, empty_value=None, widget=forms.NumberInput)
    widget = forms.Textarea(attrs={"rows": one.rows}) if one.rows else forms.TextInput
    return Written(one.check, required=required, widget=widget)


def initial(record: Record) -> dict[str, Any]:
    """What a form that edits a record begins with."""
    keys = [one.key for one in elements.ELEMENTS if one.group and one.key != "date"]
    made = {"date": record.shown_date, "seen": snapshot.fingerprint(record)}
    return {key: getattr(record, key) for key in keys} | made


class ComponentForm(HouseForm):
    """A part of an item, in the order of DA/T 22-2015 5.1.2."""

    part = forms.ChoiceField(choices=Part.choices, label=gettext_lazy("Component"))
    title = Written(read_title, max_length=LONGEST_COMPONENT, label=gettext_lazy("Title"))
    pages = Written(
        read_pages,
        required=False,
        empty_value=None,
        widget=forms.NumberInput,
        label=gettext_lazy("Pages"),
    )


class AliasForm(HouseForm):
    """The code that a record should bear, and why."""

    code = forms.CharField(max_length=80, label=gettext_lazy("The code that it should be"))
    reason = Written(line_of(200), label=gettext_lazy("Reason"))
