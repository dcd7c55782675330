"""Papers are printed and taken: each time is an act that stands in the trail."""

from datetime import datetime

from django.db import transaction

from records.audit.actions import note
from records.organisation.models import User
from records.rules import Refused
from records.sentences import gettext as _
from transfers.handover.models.handovers import Handover
from transfers.handover.papers.deeds import PAPERS, paper_now
from transfers.handover.papers.order import lines_of, order_of


@transaction.atomic
def take(handover: Handover, kind: str, *, by: User, at: datetime) -> bytes:
    """Print deed, form or final list.

    Refused where nothing was accepted, for that is certified to nobody, and the final list
    before the receipt.
    """
    if handover.receipt and not handover.certified.exists():
        raise Refused(_("The archive accepted nothing of this batch: there is no certificate."))
    if kind == "list" and not handover.receipt:
        raise Refused(_("There is no receipt yet: the list as it was sent lies in the package."))
    note("print", handover, by=by, at=at, after={"paper": PAPERS[kind]})
    return paper_now(handover, order_of(handover), kind, lines_of(handover.certified))


def take_receipt(handover: Handover, *, by: User, at: datetime) -> None:
    """Give out the receipt as the archive sent it."""
    note("print", handover, by=by, at=at, after={"paper": _("Receipt as received")})
