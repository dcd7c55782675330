"""Papers of a yearly batch are printed; each print is an act of the trail."""

from collections.abc import Callable
from datetime import datetime

from django.utils.functional import Promise

from filing.batches import receipts
from filing.batches.models import FilingBatch
from records.audit.actions import note
from records.organisation.models import User
from records.sentences import gettext_lazy as _

PAPERS: dict[str, tuple[str | Promise, str, Callable[..., bytes]]] = {
    "catalogue": (_("Filing catalogue"), "归档文件目录", receipts.catalogue),
    "hand-in": (_("Hand-in form"), "归档移交单", receipts.hand_in_form),
    "register": (_("Register of filed electronic documents"), "归档登记表", receipts.register_form),
}


def print_paper(batch: FilingBatch, kind: str, *, by: User, at: datetime) -> bytes:
    """One of PAPERS as PDF/A."""
    _label, name, make = PAPERS[kind]
    note("print", batch, by=by, at=at, after={"paper": name})
    return make(batch, by=str(by), at=at)
