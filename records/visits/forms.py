"""What is written down of a reader, of the records, of a certified copy and of the effect."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from records.days import DayInput, machine, today
from records.holdings.keeper import of_code
from records.holdings.models import Record
from records.loans.rules import Purpose
from records.organisation.models import Department, User
from records.sentences import ngettext_lazy
from records.values import page_ranges
from records.values.readers import line_of
from records.visits.rules import MOST, Identity, Manner, Wanted
from records.web import HouseForm
from records.web.written import Written
from records.workflow.forms import RowForm

LONGEST_COUNT = 6  # digits
FIELDS = (
    *("used_on", "name", "department", "unit", "identity_kind", "identity_number", "letter"),
    *("contact", "purpose_kind", "purpose", "manner", "consent", "note"),
)


class VisitForm(HouseForm):
    """The entry of the register: who came, by which paper, what for."""

    used_on = forms.DateField(label=_("Day of use"), widget=DayInput)
    name = Written(line_of(60), label=_("Name of the reader"))
    department = forms.ModelChoiceField(
        Department.objects.none(),
        label=_("Department of the building"),
        required=False,
        empty_label=_("from outside"),
    )
    unit = Written(
        line_of(100),
        label=_("Unit"),
        required=False,
        help_text=_("Of who comes from outside; “个人” for who comes alone."),
    )
    identity_kind = forms.ChoiceField(label=_("Paper shown"), choices=Identity)
    identity_number = Written(
        line_of(40),
        label=_("Number of the paper"),
        help_text=_("Shown whole to archivists alone, and masked in all that is printed."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    letter = Written(
        line_of(120),
        label=_("Letter of introduction"),
        required=False,
        help_text=_("Who issued it, and its number"),
    )
    contact = Written(line_of(60), label=_("Contact"), required=False)
    purpose_kind = forms.ChoiceField(label=_("Kind of purpose"), choices=Purpose)
    purpose = Written(line_of(200), label=_("Purpose of use"))
    manner = forms.ChoiceField(label=_("Manner of use"), choices=Manner)
    consent = Written(
        line_of(200),
        label=_("Consent of the originating department"),
        required=False,
        help_text=_("By which letter, and of which day. Needed for records of others."),
    )
    note = Written(line_of(300), label=_("Remark"), required=False)

    def __init__(self, *given: Any, user: User, **more: Any) -> None:
        super().__init__(*given, **more)
        whose: Any = self.fields["department"]
        known = Department.objects.visible_to(user)
        whose.queryset = known.in_force(today()).order_by("name")
        day = self.fields["used_on"]
        day.initial, day.widget.attrs["max"] = today(), machine(today())


class PutRightForm(VisitForm, RowForm):
    """The same with what the entry says now."""

    def __init__(self, *given: Any, row: Any, **more: Any) -> None:
        now = {name: getattr(row, name) for name in FIELDS}
        super().__init__(*given, row=row, user=row.reader, **{**more, "initial": now})


class BringForm(RowForm):
    """The records by their codes, each with the number of pages that were copied."""

    records = forms.CharField(
        label=_("Records read"),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 8, "class": "form-control code"}),
        help_text=_(
            "One archival code a line. Where copies were made, behind it the number of copied"
            " pages: J014-WS·2012-Y-0001 3. The list stands for the whole use."
        ),
    )

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        items = self.row.items.select_related("record").order_by("pk")
        told = (f"{item.record.archival_code} {item.copied or ''}".strip() for item in items)
        self.fields["records"].initial = "\n".join(told)

    def clean(self) -> dict[str, Any]:
        lines = [line.split() for line in self.cleaned_data.get("records", "").splitlines()]
        typed = list(filter(None, lines))
        if len(typed) > MOST:
            raise ValidationError(
                ngettext_lazy("This is %(count)d record.", "These are %(count)d records.")
                % {"count": len(typed)}
            )
        wanted = {one.record: one for one in map(self._read, typed)}
        if len(wanted) < len(typed):
            raise ValidationError(gettext("A record stands in this list twice."))
        return {"wanted": list(wanted.values())}

    def _read(self, words: list[str]) -> Wanted:
        """A line: the code, and behind it perhaps how many pages."""
        *code, last = words
        is_count = bool(code) and last.isdecimal() and len(last) <= LONGEST_COUNT
        seen = Record.objects.visible_to(self.reader)
        named = of_code(seen, "".join(code if is_count else words))
        if (found := named.values_list("pk", flat=True).first()) is None:
            told = {"code": " ".join(words)[:80]}
            raise ValidationError(
                gettext("There is no record %(code)s. Look at the code again.") % told
            )
        return Wanted(found, int(last) if is_count else 0)

    @property
    def reader(self) -> Any:
        return self.row.reader


def _copied(row: Any) -> Iterator[tuple[str, str]]:
    items = row.items.filter(copied__gt=0).select_related("record").order_by("pk")
    for item in items:
        record = item.record
        told = {"code": record.archival_code, "count": item.copied, "title": record.title[:60]}
        yield (
            str(item.pk),
            ngettext_lazy(
                "%(code)s, %(count)d page copied: %(title)s",
                "%(code)s, %(count)d pages copied: %(title)s",
            )
            % told,
        )


class CertifyForm(RowForm):
    """Of which record, which pages, in how many sets."""

    item = forms.TypedChoiceField(label=_("Record"), coerce=int)
    pages = forms.CharField(
        label=_("Pages of the original"),
        max_length=page_ranges.LONGEST,
        help_text=_("Those that were copied, like “1-3, 7”"),
    )
    sets = forms.IntegerField(label=_("Number of sets"), min_value=1, max_value=99, initial=1)

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        item: Any = self.fields["item"]
        item.choices = list(_copied(self.row))


class CheckForm(HouseForm):
    """Number and code of a certificate, as they stand on the paper."""

    year = forms.IntegerField(label=_("Year"), min_value=2000, max_value=9999)
    number = forms.IntegerField(label=_("Number"), min_value=1, max_value=9_999_999)
    code = forms.CharField(label=_("Check code"), max_length=20)


class PeriodForm(HouseForm):
    """From which day to which the use is counted; this year, where nothing is said."""

    first = forms.DateField(label=_("From"), widget=DayInput)
    last = forms.DateField(label=_("To"), widget=DayInput)
