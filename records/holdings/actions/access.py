"""Accepted records are opened to other departments, and closed again."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from records.audit.actions import note
from records.holdings.actions.holds import refuse_held
from records.holdings.actions.rights import locked, refuse_foreign
from records.holdings.models import Record
from records.holdings.rules import Access, Stage
from records.organisation.models import User
from records.rules import Refused


@transaction.atomic
def share(record: Record, *, by: User, at: datetime) -> None:
    """Let all departments read an accepted record; its own department and the centre may say so."""
    _open_to(record, Access.SHARED, "share", by=by, at=at)


@transaction.atomic
def unshare(record: Record, *, by: User, at: datetime) -> None:
    """Close a shared record to other departments again."""
    _open_to(record, Access.DEPARTMENT, "unshare", by=by, at=at)


def _open_to(record: Record, access: Access, verb: str, *, by: User, at: datetime) -> None:
    stored = locked(record)
    refuse_foreign(stored.fonds, by)
    if stored.stage == Stage.DRAFT:
        raise Refused(_("A draft is not shared: have it accepted first."))
    if stored.access == access:
        return
    refuse_held(stored)
    before, stored.access = stored.access, access
    stored.save(update_fields=["access"])
    note(verb, stored, by=by, at=at, before={"access": before}, after={"access": access})
    record.access = access
