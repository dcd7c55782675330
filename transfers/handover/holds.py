"""What is on its way to the archive stays as it was tested and approved."""

from django.utils.translation import gettext as _

from records.holdings.models import Record
from transfers.handover.models.handovers import Handover
from transfers.handover.models.items import HandoverItem
from transfers.handover.rules import RELEASED_BY, Stage


def why_held(record: Record) -> str:
    """Why a record cannot be changed now, and what frees it; empty where it can."""
    held = HandoverItem.objects.holding().filter(record=record).select_related("handover").first()
    if held is None:
        return ""
    return _("The record is in “%(handover)s” (%(stage)s) and stays as it is. %(remedy)s") % {
        "handover": held.handover.called,
        "stage": held.handover.get_stage_display(),
        "remedy": RELEASED_BY[Stage(held.handover.stage)],
    }


def wait_for_changes(handover: Handover) -> None:
    """Let changes of the batch's records that are under way end first, until the commit.

    A change locks its record before it asks whether something holds it.
    """
    records = Record.objects.filter(pk__in=handover.items.pending().values("record"))
    list(records.order_by("pk").select_for_update(no_key=True).values_list("pk", flat=True))
