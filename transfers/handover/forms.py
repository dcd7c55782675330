from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from records.copies.forms import KeptFile
from records.days import DayInput
from records.values.readers import line_of, read_lines
from records.web import HouseForm
from records.web.written import Written
from transfers.handover.answers import Unreadable, read
from transfers.handover.models.handovers import Handover
from transfers.handover.models.items import HandoverItem
from transfers.handover.natures.rules import ANSWERS, BY_PERSON, HINTS, Result
from transfers.handover.rules import Carriage, Ground


class DeliverForm(HouseForm):
    carriage = forms.ChoiceField(label=_("Sent by"), choices=Carriage)
    media_numbers = Written(
        line_of(200),
        label=_("Media and their numbers"),
        max_length=200,
        required=False,
        help_text=_("For example: 2 discs, G2026-01 to 02. Empty when sent online."),
    )
    delivered_on = forms.DateField(label=_("Delivered on"), widget=DayInput())


class ReceiptForm(HouseForm):
    number = Written(line_of(60), label=_("Number of the receipt"), max_length=60)
    received_on = forms.DateField(label=_("Received on"), widget=DayInput())
    receiver = Written(line_of(60), label=_("Received by"), max_length=60)
    file = KeptFile(
        label=_("Receipt as received"),
        required=False,
        help_text=_("A scan or the archive's file; it is kept with the handover."),
    )
    remarks = Written(
        read_lines, label=_("Remarks"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )


class OfHandover(HouseForm):
    """What is changed of a batch where it stands; without fields, by the will alone."""

    def __init__(self, *args: Any, handover: Handover, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.handover = handover
        if "item" in self.fields:
            self.fields["item"].queryset = handover.items.all()  # type: ignore[attr-defined]


class ExplainForm(OfHandover):
    gap_note = Written(
        read_lines,
        label=_("Why item numbers are missing"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    account = Written(
        read_lines,
        label=_("Account of the sender, for the deed"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("History, completeness and order of the records (GB/T 12968-92)."),
    )


class AddForm(OfHandover):
    """One record by its code; what goes before its term is over with ground and evidence."""

    code = forms.CharField(label=_("Archival code"), max_length=80)
    ground = forms.ChoiceField(
        label=_("Ground for going early"),
        required=False,
        choices=[("", _("none: it is due")), *Ground.choices],
    )
    ground_note = Written(
        line_of(300), label=_("Evidence of the ground"), max_length=300, required=False
    )

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        if bool(given.get("ground")) != bool(given.get("ground_note")):
            raise ValidationError(
                _(
                    "Ground and evidence go together, as in: agreement of 2026-03-01 with the"
                    " archive."
                )
            )
        return given


class AnswerForm(OfHandover):
    """The items of the test that await a person: for each a result and what was found."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        left = self.handover.checks.filter(item__in=BY_PERSON, result=Result.MANUAL)
        self.items = [check.item for check in left]
        for check in left:
            self.fields[f"result-{check.item}"] = forms.ChoiceField(
                label=str(check),
                required=False,
                choices=[("", "—"), *((one.value, one.label) for one in ANSWERS)],
            )
            self.fields[f"text-{check.item}"] = Written(
                line_of(300),
                label=_("What was found: %(item)s") % {"item": check.item},
                max_length=300,
                required=False,
                help_text=HINTS.get(check.item, ""),
            )

    def clean(self) -> dict[str, Any]:
        given = {
            item: (
                self.cleaned_data.get(f"result-{item}", ""),
                self.cleaned_data.get(f"text-{item}", ""),
            )
            for item in self.items
        }
        for item, (result, text) in given.items():
            if bool(result) != bool(text):
                self.add_error(
                    f"text-{item}", _("Choose a result and say in words what was found.")
                )
        return {"answers": {item: answer for item, answer in given.items() if all(answer)}}


class ItemsForm(OfHandover):
    """Records of a batch, chosen on its list; gives their keys as `items`."""

    item = forms.ModelMultipleChoiceField(
        HandoverItem.objects.none(), error_messages={"required": _("Choose at least one record.")}
    )

    def clean(self) -> dict[str, Any]:
        return {"items": [item.pk for item in self.cleaned_data.get("item", ())]}


class RejectForm(OfHandover):
    """One record of a batch, given by its key, and the archive's reason; without it accepted."""

    item = forms.ModelChoiceField(HandoverItem.objects.none())
    reason = Written(line_of(300), label=_("Reason"), max_length=300, required=False)

    def clean_item(self) -> int:
        return int(self.cleaned_data["item"].pk)


class AnswersForm(OfHandover):
    """The archive's answer as a table: code, result, reason."""

    file = forms.FileField(
        label=_("Answer of the archive"),
        help_text=_("XLSX, XLS, ODS or CSV with the columns 档号, 结果 and 理由."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Its file stands on a page with that of the receipt, and goes by another id."""
        super().__init__(*args, auto_id="answers_%s", **kwargs)

    def clean(self) -> dict[str, Any]:
        file = self.cleaned_data.get("file")
        if file is None:
            return {}
        try:
            return {"answers": read(file, self.handover.items.all())}
        except Unreadable as unreadable:
            raise ValidationError(unreadable.sentences) from None


class CreateForm(HouseForm):
    """Classes (year and period) of one fonds that are due; a class is written 2005-Y."""

    classes = forms.MultipleChoiceField(
        label=_("Years"), error_messages={"required": _("Choose at least one year.")}
    )

    def __init__(self, *args: Any, due: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        written = [f"{year}-{period}" for year, period in due]
        self.fields["classes"].choices = [(name, name) for name in written]  # type: ignore[attr-defined]

    def clean_classes(self) -> list[tuple[int, str]]:
        parted = [name.split("-", 1) for name in self.cleaned_data["classes"]]
        return [(int(year), period) for year, period in parted]
