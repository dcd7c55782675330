"""What is asked of who wants access, and of who answers."""

import re
from datetime import date, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from records.days import DayInput, machine, today
from records.organisation.models import Department, User
from records.requests.models import AccessItem
from records.requests.rules import MOST, MOST_DAYS
from records.rules import Refused
from records.sentences import gettext
from records.values import page_ranges
from records.values.readers import line_of
from records.web import HouseForm
from records.web.written import Written
from records.workflow.forms import ReasonForm, RowForm

LONGEST = 300


def read_lines_wanted(written: str, day: date) -> list[str]:
    """What is wanted, one a line; empty lines do not count."""
    read, lines = line_of(LONGEST), [line for line in written.splitlines() if line.strip()]
    if len(lines) > MOST:
        raise Refused(gettext("One request is for at most %(most)d records.") % {"most": MOST})
    return [read(line, day) for line in lines]


class SubstituteForm(HouseForm):
    """Which colleague stands in, and until when."""

    stand_in = forms.ModelChoiceField(
        User.objects.none(),
        label=_("Substitute"),
        empty_label="—",
        help_text=_("A colleague of your department"),
    )
    until = forms.DateField(label=_("Last day"), widget=DayInput)

    def __init__(self, *given: Any, user: User, **more: Any) -> None:
        super().__init__(*given, **more)
        people = User.objects.filter(department=user.department_id, is_active=True)
        stand_in: Any = self.fields["stand_in"]
        stand_in.queryset = people.exclude(pk=user.pk).order_by("name", "pk")
        last = today() + timedelta(days=MOST_DAYS)
        self.fields["until"].widget.attrs |= {"min": machine(today()), "max": machine(last)}


class AskForm(HouseForm):
    """What is wanted, whose it is, for what and how long."""

    wanted = Written(
        read_lines_wanted,
        label=_("What you ask for"),
        required=False,
        empty_value=[],
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_(
            "One record a line, at most 50: its archival code, its document number, or what it"
            " is about. Who answers finds the record by it."
        ),
    )
    of = forms.ModelChoiceField(
        Department.objects.none(),
        label=_("Whose files"),
        required=False,
        empty_label=_("not known, or of several departments: the centre finds out"),
    )
    purpose = Written(
        line_of(LONGEST),
        label=_("Purpose"),
        help_text=_("What the records are needed for; the department decides by it."),
    )
    until = forms.DateField(label=_("Last day"), widget=DayInput)
    may_download = forms.BooleanField(label=_("Copies to download, too"), required=False)
    may_print = forms.BooleanField(label=_("Prints, too"), required=False)
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *given: Any, user: User, **more: Any) -> None:
        super().__init__(*given, **more)
        known = Department.objects.visible_to(user)
        own = known.inherited_by(user)
        others = known.exclude(pk__in=own.values("pk"))
        whose: Any = self.fields["of"]
        whose.queryset = others.order_by("name")
        last = today() + timedelta(days=settings.REQUEST_LONGEST_DAYS)
        self.fields["until"].widget.attrs |= {"min": machine(today()), "max": machine(last)}
        self.fields["until"].initial = min(today() + timedelta(days=settings.REQUEST_DAYS), last)


def _waiting(row: Any) -> list[AccessItem]:
    """What waits for the answer of who looks at the request."""
    items = row.items.to_be_answered_by(row.reader).select_related("record")
    return list(items.order_by("pk"))


class MatchForm(RowForm):
    """The archival code of each record that is meant."""

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        for item in _waiting(self.row):
            code = item.record.archival_code if item.record else ""
            self.fields[f"code-{item.pk}"] = forms.CharField(
                label=item.wanted,
                required=False,
                max_length=80,
                initial=code,
                help_text=_("Archival code of the record that is meant"),
            )

    def clean(self) -> dict[str, Any]:
        codes = {int(name[5:]): code for name, code in self.cleaned_data.items()}
        return {"codes": codes}


class SeenItems(forms.MultipleChoiceField):
    """What is chosen, each with the record that was seen for it: `{item: record or None}`.

    What was led to another record since the form was opened is still read; the action says so.
    """

    VALUE = re.compile(r"([0-9]{1,18})-([0-9]{1,18})?")

    @staticmethod
    def value_of(item: AccessItem) -> str:
        return f"{item.pk}-{item.record_id or ''}"

    def valid_value(self, value: Any) -> bool:
        return bool(self.VALUE.fullmatch(value))

    def clean(self, value: Any) -> dict[int, int | None]:
        read = (self.VALUE.fullmatch(one) for one in super().clean(value))
        return {int(told[1]): int(told[2]) if told[2] else None for told in read if told}


class AnswerForm(RowForm):
    """The records that are answered for, all at first."""

    items = SeenItems(
        label=pgettext_lazy("a list", "Records"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        choices = [(SeenItems.value_of(item), self.told(item)) for item in self.choosable()]
        field: Any = self.fields["items"]
        field.choices, field.initial = choices, [value for value, _label in choices]

    def choosable(self) -> list[AccessItem]:
        return _waiting(self.row)

    def told(self, item: AccessItem) -> str:
        return str(item.record) if item.record else item.wanted


class ConsentForm(AnswerForm):
    pages = forms.CharField(
        label=_("Only these pages"),
        required=False,
        max_length=page_ranges.LONGEST,
        help_text=_(
            "Like “1-3, 7”, of one record at a time, counted through its digital copies as the"
            " viewer shows them; empty: all. Single pages are read, and never downloaded."
        ),
    )
    may_download = forms.BooleanField(label=_("Copies may be downloaded"), required=False)
    may_print = forms.BooleanField(label=_("They may be printed"), required=False)
    reason = Written(
        line_of(LONGEST),
        label=_("Remark"),
        required=False,
        max_length=LONGEST,
        help_text=_("The letter by which the department consents, where you answer in its place."),
    )

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        for name in ("may_download", "may_print"):
            if not getattr(self.row, name):
                del self.fields[name]

    def choosable(self) -> list[AccessItem]:
        return [item for item in _waiting(self.row) if item.record]


class RefuseForm(ReasonForm, AnswerForm):
    """The same, with the reason."""

    field_order = ("items", "reason")
