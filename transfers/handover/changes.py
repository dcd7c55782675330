"""Small changes that need no page of their own: what was posted becomes one action."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.forms import Form
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from records.organisation.models import User
from records.rules import Refused
from transfers.handover.actions import receive, select
from transfers.handover.forms import AddForm, ExplainForm, ItemsForm, RejectForm
from transfers.handover.models.handovers import Handover

Posted = MultiValueDict[str, str]


def _read(form: Form) -> dict[str, Any]:
    """What the form says; its first fault is the refusal."""
    for name, faults in form.errors.items():
        label = form.fields[name].label
        raise Refused(f"{label}: {faults[0]}" if label else faults[0])
    return form.cleaned_data


def add(handover: Handover, posted: Posted, *, by: User, at: datetime) -> str:
    given = _read(AddForm(posted))
    select.add(handover, **given, by=by, at=at)
    return _("%(code)s is in the batch.") % given


def remove(handover: Handover, posted: Posted, *, by: User, at: datetime) -> str:
    chosen = _read(ItemsForm(posted, handover=handover))["item"]
    count = select.remove(handover, items=[item.pk for item in chosen], by=by, at=at)
    return _taken_out(count)


def drop_incomplete(handover: Handover, posted: Posted, *, by: User, at: datetime) -> str:
    return _taken_out(select.drop_incomplete(handover, by=by, at=at))


def _taken_out(count: int) -> str:
    said = ngettext("%(count)d record taken out.", "%(count)d records taken out.", count)
    return said % {"count": count}


def explain(handover: Handover, posted: Posted, *, by: User, at: datetime) -> str:
    select.explain(handover, **_read(ExplainForm(posted)), by=by, at=at)
    return _("Noted. Test again so that it counts.")


def reject(handover: Handover, posted: Posted, *, by: User, at: datetime) -> str:
    given = _read(RejectForm(posted, handover=handover))
    receive.reject(handover, item=given["item"].pk, reason=given["reason"], by=by, at=at)
    return _("Noted as rejected.") if given["reason"] else _("Noted as accepted.")


Change = Callable[..., str]
CHANGES: dict[str, Change] = {
    "add": add,
    "remove": remove,
    "drop-incomplete": drop_incomplete,
    "explain": explain,
    "reject": reject,
}
