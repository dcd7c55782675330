"""Accepted records are opened to other departments, and closed again."""

from datetime import datetime

from records.audit.actions import note
from records.holdings.actions.holds import why_held
from records.holdings.actions.rights import why_foreign
from records.holdings.models import Record
from records.holdings.rules import FLOW, Access
from records.organisation.models import User
from records.sentences import gettext as _
from records.workflow.acts import does


def shared_already(record: Record, by: User) -> str:
    return _("All departments read it already.") if record.access == Access.SHARED else ""


def not_shared(record: Record, by: User) -> str:
    return "" if record.access == Access.SHARED else _("It is not shared.")


@does(FLOW, "share", only=[why_foreign, shared_already], unless=[why_held])
def share(record: Record, *, by: User, at: datetime) -> None:
    """Let all departments read an accepted record; its own department and the centre may say so."""
    _open_to(record, Access.SHARED, "share", by=by, at=at)


@does(FLOW, "unshare", only=[why_foreign, not_shared], unless=[why_held])
def unshare(record: Record, *, by: User, at: datetime) -> None:
    """Close a shared record to other departments again."""
    _open_to(record, Access.DEPARTMENT, "unshare", by=by, at=at)


def _open_to(record: Record, access: Access, verb: str, *, by: User, at: datetime) -> None:
    before, record.access = record.access, access
    record.save(update_fields=["access"])
    note(verb, record, by=by, at=at, before={"access": before}, after={"access": access})
