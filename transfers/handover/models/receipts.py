from django.db import models

from records.organisation.models import User
from records.sentences import gettext_lazy as _
from records.triggers import NeverEmptied, OnlyAdded


class Receipt(models.Model):
    """The receiving archive's answer to a handover: its number, its date and who signed.

    `papers` is what deed, form and final list say, kept as it was on the day of the receipt,
    so that they print the same whatever is changed later; empty where nothing was accepted.
    """

    number = models.CharField(_("number of the receipt"), max_length=60)
    received_on = models.DateField(_("received on"))
    receiver = models.CharField(_("received by"), max_length=60)
    file = models.FileField(_("receipt as received"), upload_to="receipts/", blank=True)
    remarks = models.TextField(_("remarks"), blank=True)
    papers = models.JSONField(_("what the papers say"), default=dict, editable=False)
    entered_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name=_("entered by")
    )
    entered_at = models.DateTimeField(_("entered at"))

    class Meta:
        verbose_name = _("receipt")
        verbose_name_plural = _("receipts")
        triggers = [OnlyAdded(), NeverEmptied()]

    def __str__(self) -> str:
        return self.number
