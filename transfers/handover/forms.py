from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from records.copies.forms import KeptFile
from records.days import DayInput
from records.web import HouseForm
from transfers.handover.answers import Unreadable, read
from transfers.handover.models.handovers import Handover
from transfers.handover.models.items import HandoverItem
from transfers.handover.rules import Carriage


class ProposeForm(HouseForm):
    virus_scan = forms.CharField(
        label=_("Virus scan"),
        max_length=200,
        help_text=_("Program, version of its signatures, day and result (DA/T 70-2018, 4-2)."),
    )


class DeliverForm(HouseForm):
    carriage = forms.ChoiceField(label=_("Sent by"), choices=Carriage)
    media_numbers = forms.CharField(
        label=_("Media and their numbers"),
        max_length=200,
        required=False,
        help_text=_("For example: 2 discs, G2026-01 to 02. Empty when sent online."),
    )
    delivered_on = forms.DateField(label=_("Delivered on"), widget=DayInput())


class ReceiptForm(HouseForm):
    number = forms.CharField(label=_("Number of the receipt"), max_length=60)
    received_on = forms.DateField(label=_("Received on"), widget=DayInput())
    receiver = forms.CharField(label=_("Received by"), max_length=60)
    file = KeptFile(
        label=_("Receipt as received"),
        required=False,
        help_text=_("A scan or the archive's file; it is kept with the handover."),
    )
    remarks = forms.CharField(
        label=_("Remarks"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )


class OfHandover(HouseForm):
    """What is changed of a batch where it stands; without fields, by the will alone."""

    def __init__(self, *args: Any, handover: Handover, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.handover = handover
        if "item" in self.fields:
            self.fields["item"].queryset = handover.items.all()  # type: ignore[attr-defined]


class ExplainForm(OfHandover):
    gap_note = forms.CharField(
        label=_("Why item numbers are missing"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    account = forms.CharField(
        label=_("Account of the sender, for the deed"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("History, completeness and order of the records (GB/T 12968-92)."),
    )


class AddForm(OfHandover):
    code = forms.CharField(label=_("Archival code"), max_length=80)


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
    reason = forms.CharField(label=_("Reason"), max_length=300, required=False)

    def clean_item(self) -> int:
        return int(self.cleaned_data["item"].pk)


class AnswersForm(OfHandover):
    """The archive's answer as a table: code, result, reason."""

    file = forms.FileField(
        label=_("Answer of the archive"),
        help_text=_("XLSX, XLS, ODS or CSV with the columns 档号, 结果 and 理由."),
    )

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
