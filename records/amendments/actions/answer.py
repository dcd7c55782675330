"""What another person answers to a proposal: approved it is carried out, in one transaction."""

from datetime import datetime

from django.db.models import Q

from records.amendments.actions import codes, components
from records.amendments.models import Amendment
from records.amendments.rules import FLOW
from records.holdings.actions import release
from records.holdings.models import Hold
from records.organisation.models import User
from records.sentences import gettext as _
from records.workflow.actions import advance
from records.workflow.acts import does
from records.workflow.approval import in_one_hand, proposed_by_oneself


def held_elsewhere(amendment: Amendment, by: User) -> str:
    """What else holds one of its records meanwhile goes before: a batch in its test, a job."""
    records = amendment.items.order_by().values("record")
    volumes = amendment.items.order_by().values("record__volume")
    held = Hold.objects.open().filter(Q(record__in=records) | Q(record__in=volumes))
    first = held.placed_elsewhere(amendment).order_by("pk").first()
    return first.why if first else ""


@does(FLOW, "approve", unless=[proposed_by_oneself, in_one_hand, held_elsewhere])
def approve(amendment: Amendment, *, by: User, at: datetime) -> None:
    """Approve what another person proposed: it is carried out for all its records, or none."""
    Amendment.objects.filter(pk=amendment.pk).update(approved_by=by, approved_at=at)
    advance(amendment, "approve", by=by, at=at, records=amendment.items.count())
    release(amendment, at=at)
    how = components.carry_out if amendment.of_components else codes.carry_out
    how(amendment, by=by, at=at)


def not_proposed_by_oneself(amendment: Amendment, by: User) -> str:
    return _("You proposed this yourself: withdraw it.") if amendment.proposed_by == by else ""


def proposed_by_another(amendment: Amendment, by: User) -> str:
    return "" if amendment.proposed_by == by else _("Who proposed it withdraws it.")


@does(FLOW, "reject", only=[not_proposed_by_oneself])
def reject(amendment: Amendment, *, reason: str, by: User, at: datetime) -> None:
    """Turn down what another person proposed, with the reason."""
    _end(amendment, "reject", by=by, at=at, reason=reason)


@does(FLOW, "withdraw", only=[proposed_by_another])
def withdraw(amendment: Amendment, *, by: User, at: datetime) -> None:
    """Take back what one proposed oneself."""
    _end(amendment, "withdraw", by=by, at=at)


def _end(amendment: Amendment, move: str, *, by: User, at: datetime, reason: str = "") -> None:
    advance(amendment, move, by=by, at=at, reason=reason)
    release(amendment, at=at)
