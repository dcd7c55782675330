"""Small changes that need no page of their own: what was posted becomes one action."""

from collections.abc import Callable
from datetime import datetime

from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from records.organisation.models import User
from transfers.handover import actions, receiving, selecting
from transfers.handover.models import Handover

Posted = MultiValueDict[str, str]


def add(handover: Handover, posted: Posted, *, by: User, at: datetime) -> str:
    code = posted.get("code", "").strip()
    selecting.add(handover, code=code, by=by, at=at)
    return _("%(code)s is in the batch.") % {"code": code}


def remove(handover: Handover, posted: Posted, *, by: User, at: datetime) -> str:
    chosen = [int(item) for item in posted.getlist("item") if item.isdigit()]
    count = selecting.remove(handover, items=chosen, by=by, at=at)
    return _taken_out(count)


def drop_incomplete(handover: Handover, posted: Posted, *, by: User, at: datetime) -> str:
    return _taken_out(selecting.drop_incomplete(handover, by=by, at=at))


def _taken_out(count: int) -> str:
    said = ngettext("%(count)d record taken out.", "%(count)d records taken out.", count)
    return said % {"count": count}


def explain(handover: Handover, posted: Posted, *, by: User, at: datetime) -> str:
    actions.explain(
        handover,
        gap_note=posted.get("gap_note", "").strip(),
        account=posted.get("account", "").strip(),
        by=by,
        at=at,
    )
    return _("Noted. Test again so that it counts.")


def reject(handover: Handover, posted: Posted, *, by: User, at: datetime) -> str:
    item, reason = posted.get("item", ""), posted.get("reason", "").strip()[:300]
    receiving.reject(handover, item=int(item) if item.isdigit() else 0, reason=reason, by=by, at=at)
    return _("Noted as rejected.") if reason else _("Noted as accepted.")


Change = Callable[..., str]
CHANGES: dict[str, Change] = {
    "add": add,
    "remove": remove,
    "drop-incomplete": drop_incomplete,
    "explain": explain,
    "reject": reject,
}
