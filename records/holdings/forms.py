"""What people enter about records, read and answered in their words."""

import re
from datetime import date
from typing import Any, NamedTuple

from django import forms
from django.db.models import IntegerField
from django.forms import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from records.holdings import elements, snapshot
from records.holdings.models import Record
from records.holdings.rules import Part
from records.organisation.models import Category, Fonds, FondsQuerySet, Unit, User
from records.retention.rules import Period, UnknownPeriod, read_period
from records.rules import Unreadable
from records.values.dates import WrittenDate
from records.values.element import CLASS, CONTENT, CONTROL, MORE, Element
from records.values.readers import (
    FIRST_YEAR,
    LONGEST_COMPONENT,
    line_of,
    read_pages,
    read_title,
)
from records.web import HouseForm
from records.web.written import Written

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


class Clash(NamedTuple):
    """What two people say of one element: as it is kept, and as it was typed into the form.

    `is_taken`: who typed did not change it, so that the form has it as it is kept.
    """

    label: str
    kept: str
    typed: str
    is_taken: bool


class RecordForm(HouseForm):
    """A description by the file-level set of DA/T 18-2022, in groups: a field for each element."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *given: Any, user: User, record: Record | None = None, **more: Any) -> None:
        """`record` is the one that is edited, or the volume that a new item lies in."""
        super().__init__(*given, **more)
        self.elements = {one.key: one for one in elements.ELEMENTS if one.group}
        fonds = Fonds.objects.visible_to(user)
        chosen = self._chosen(fonds, record)
        rows = {
            "fonds": fonds,
            "category": Category.objects.all(),
            "unit": Unit.objects.filter(fonds__in=chosen),
        }
        for key, one in self.elements.items():
            self.fields[key] = _field(one, rows.get(key))
            self.fields[key].label, self.fields[key].help_text = one.label, str(one.help)
        self._name_offices(chosen)
        if record and record.period not in {*PERIODS, ""}:
            self._offer(record.period)

    def _chosen(self, fonds: FondsQuerySet, record: Record | None) -> FondsQuerySet:
        """The fonds whose offices are offered: what is chosen, or the only one there is."""
        if self.is_bound and (written := self.data.get(self.add_prefix("fonds"), "")):
            is_key = re.fullmatch("[0-9]{1,18}", str(written))
            return fonds.filter(pk=written) if is_key else fonds.none()
        if record:
            return fonds.filter(pk=record.fonds_id)
        known = list(fonds[:2])
        if len(known) != 1:
            return fonds.none()
        self.initial.setdefault("fonds", known[0].pk)
        return fonds

    def _name_offices(self, chosen: FondsQuerySet) -> None:
        field: Any = self.fields["unit"]
        field.error_messages["invalid_choice"] = _("The chosen fonds has no such office or matter.")
        if chosen.query.is_empty():
            field.empty_label = _("Choose the fonds first")

    def parts(self, given: dict[str, Any]) -> dict[str, Any]:
        """What a code is made of: as typed, as far as it can be read, else as given."""
        typed = {key: self.cleaned_data.get(key) for key in given} if self.is_bound else {}
        return {**given, **{key: typed[key] for key in typed if key in self.fields}}

    def onto(self, record: Record) -> list[Clash]:
        """Put what was typed onto what somebody else kept since the form was opened.

        Gives every element in which the two differ. What the person did not change becomes
        what is kept, the rest stays as typed; sent again, the form is saved onto that.
        """
        seen = self.data.get("seen", "") if self.is_bound else ""
        if not seen or seen == snapshot.fingerprint(record):
            return []
        opened, kept = snapshot.as_seen(record, seen), initial(record)
        given: Any = self.data
        data, clashes = given.copy(), []
        for key in [key for key in self.elements if key in self.fields]:
            was, typed = self._written(key, kept[key]), self._written(key, self[key].value())
            if was == typed:
                continue
            is_taken = opened is not None and self._is_as(opened, self.elements[key])
            if is_taken:
                data[key] = was
            label = str(self.fields[key].label)
            clashes.append(Clash(label, self._said(key, was), self._said(key, typed), is_taken))
        data["seen"] = snapshot.fingerprint(record)
        self.data = data
        return clashes

    def _written(self, key: str, value: Any) -> str:
        prepared = self.fields[key].prepare_value(value)
        return "" if prepared is None else "\n".join(str(prepared).split("\r\n")).strip()

    def _said(self, key: str, written: str) -> str:
        choices: Any = getattr(self.fields[key].widget, "choices", ())
        return str({str(value): name for value, name in choices}.get(written, written))

    def _is_as(self, opened: dict[str, Any], one: Element) -> bool:
        """Whether an element was typed as it stood when the form was opened."""
        typed = self.cleaned_data
        told = [(name, typed.get(name)) for name in one.columns if name in typed]
        return bool(told) and all(snapshot.plain(value) == opened[name] for name, value in told)

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


def period_field(**more: Any) -> Written:
    """A choice of periods, which takes those that are not offered as people write them, too."""
    return Written(_period, required=False, widget=forms.Select(choices=period_choices()), **more)


def _field(one: Element, rows: Any) -> forms.Field:
    """The form's field for an element."""
    column = one.field
    required = not (column.blank or column.null)
    if rows is not None:
        return forms.ModelChoiceField(rows, required=required, empty_label="—")
    if one.key == "period":
        return period_field()
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


class PlaceForm(HouseForm):
    """Which component goes where: its key and the place, counted from 1."""

    place = forms.RegexField(r"^[0-9]{1,18} [0-9]{1,5}$")

    def clean_place(self) -> tuple[int, int]:
        key, place = map(int, self.cleaned_data["place"].split())
        return key, place


class AliasForm(HouseForm):
    """The code that a record should bear, and why."""

    code = forms.CharField(max_length=80, label=gettext_lazy("The code that it should be"))
    reason = Written(line_of(200), label=gettext_lazy("Reason"))
