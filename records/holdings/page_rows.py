"""The rows that the page of a record shows: questions of a person and of keys."""

from typing import Any

from django.db.models import QuerySet

from records.audit.models import Entry
from records.audit.rules import TURNED
from records.holdings.models import CodeAlias, Component, Record
from records.holdings.models.grants import grants, own_fonds
from records.holdings.models.holds import held_for
from records.organisation.models import User
from records.organisation.questions import Asked, question

EVENTS = 8  # on the record's own page; the history shows all
ITEMS = 100  # of a volume on its page
JOINED = ("fonds__department", "category", "unit", "volume", "described_by")


@question
def seen(user: User, key: int) -> QuerySet[Record]:
    """The record, if the person may see it."""
    return Record.objects.visible_to(user).filter(pk=key).select_related(*JOINED)


@question
def _volume(user: User, key: int) -> QuerySet[Record]:
    return Record.objects.visible_to(user).filter(pk=key)


@question
def _items(user: User, volume: int) -> QuerySet[Record]:
    found = Record.objects.visible_to(user).filter(volume=volume)
    return found.order_by("number", "place", "pk")[:ITEMS]


@question
def _components(_user: User, record: int) -> QuerySet[Component]:
    found = Component.objects.filter(record=record).order_by("position")
    return found.prefetch_related("copies__stored_by")


@question
def _aliases(_user: User, record: int) -> QuerySet[CodeAlias]:
    return CodeAlias.objects.filter(record=record).select_related("by")


@question
def _events(user: User, record: int) -> QuerySet[Entry]:
    """The last acts but the turning of pages, of which there are many."""
    entries = Entry.objects.about(Record(pk=record)).told_to(user).exclude(verb=TURNED)
    return entries.select_related("by__department")[:EVENTS]


def shown(record: Record, user: User) -> dict[str, Asked[Any]]:
    """What a page shows of a record that the person sees; nothing is asked yet."""
    return {
        "own": own_fonds(user, record.fonds_id),
        "grants": grants(user, record.pk),
        "held_for": held_for(user, record.pk, record.volume_id or 0),
        "volume": _volume(user, record.volume_id or 0),
        "items": _items(user, record.pk),
        "components": _components(user, record.pk),
        "aliases": _aliases(user, record.pk),
        "events": _events(user, record.pk),
    }
