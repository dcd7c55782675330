"""A package for the approved batch, and the day on which it went to the archive."""

from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from records.organisation.models import User
from records.rules import Refused
from records.workflow.actions import advance
from records.workflow.acts import asks, does
from transfers.handover.models.handovers import Handover
from transfers.handover.rules import FLOW, Carriage


@asks(FLOW, "package", task="transfers.package_handover", title=gettext_lazy("Package of %(row)s"))
def package(handover: Handover, *, by: User, at: datetime) -> None:
    """Ask for the package of an approved handover."""


@does(FLOW, "deliver")
def deliver(
    handover: Handover,
    *,
    carriage: Carriage,
    media_numbers: str,
    delivered_on: date,
    by: User,
    at: datetime,
) -> None:
    """Record how and on which day the package went to the archive."""
    approved_on = timezone.localdate(handover.approved_at)
    if not approved_on <= delivered_on <= timezone.localdate(at):
        raise Refused(_("The day of delivery lies between the approval and today."))
    if carriage != Carriage.ONLINE and not media_numbers:
        raise Refused(_("Name the media and their numbers, for example: 2 discs, G2026-01 to 02."))
    told: dict[str, Any] = {
        "carriage": carriage,
        "media_numbers": media_numbers,
        "delivered_on": delivered_on,
    }
    Handover.objects.filter(pk=handover.pk).update(**told)
    advance(handover, "deliver", by=by, at=at, **told)
