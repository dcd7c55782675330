"""Topics are made, changed and put aside; each change is an act of the trail."""

from datetime import datetime

from django.db import transaction
from django.db.models import Case, Max, When

from records.audit.actions import note
from records.catalogue.query import FILED
from records.holdings.models import RecordQuerySet
from records.holdings.rules import Stage
from records.organisation.models import User
from records.rules import Refused
from records.sentences import gettext as _
from records.topics.models import Topic, TopicItem
from records.topics.rules import MOST, SELECTS
from records.topics.topic_list import PAPER, printed
from records.values.marks import refuse_secrets


@transaction.atomic
def make(*, title: str, introduction: str = "", by: User, at: datetime) -> Topic:
    """A topic of the centre, or of the filing officer's department; still without records."""
    if by.role not in SELECTS:
        raise Refused(_("Topics are made by archivists and filing officers."))
    refuse_secrets(title, introduction)
    told = {"title": title, "introduction": introduction}
    topic = Topic.objects.create(**told, department=by.department, made_by=by, made_at=at)
    note("make topic", topic, by=by, at=at, after=told)
    return topic


@transaction.atomic
def edit(topic: Topic, *, title: str, introduction: str, by: User, at: datetime) -> None:
    """Change the title or the introduction."""
    refuse_secrets(title, introduction)
    held, told = _held(topic, by), {"title": title, "introduction": introduction}
    before = {name: getattr(held, name) for name in told}
    changed = [name for name, value in told.items() if value != before[name]]
    if not changed:
        return
    Topic.objects.filter(pk=held.pk).update(**told)
    was, now = ({name: values[name] for name in changed} for values in (before, told))
    note("edit topic", held, by=by, at=at, before=was, after=now)


@transaction.atomic
def discard(topic: Topic, *, by: User, at: datetime) -> None:
    """Put a topic aside; its records stay where they are, the trail keeps what it said."""
    held = _held(topic, by)
    before = {"title": held.title, "introduction": held.introduction, "record": _codes(held)}
    note("discard topic", held, by=by, at=at, before=before)
    held.delete()


@transaction.atomic
def collect(
    records: RecordQuerySet, *, topic: Topic | None, title: str = "", by: User, at: datetime
) -> Topic:
    """Put records behind those of a topic, in the order of their codes; or begin one with them.

    Only what the person sees, and no drafts, whose number is not given yet. Refused where
    there is nothing to add, or more than a topic holds.
    """
    held = _held(topic, by) if topic else make(title=title, by=by, at=at)
    seen = records.visible_to(by).exclude(stage=Stage.DRAFT)
    fresh = seen.exclude(pk__in=held.items.order_by().values("record"))
    room = MOST - held.items.count()
    chosen = list(fresh.order_by(*FILED.whole).values_list("pk", "archival_code")[: room + 1])
    if not chosen:
        raise Refused(_("Nothing is to be added: the topic has these records, or they are drafts."))
    if len(chosen) > room:
        raise Refused(
            _("A topic holds %(most)d records, and this one has room for %(room)d: choose fewer.")
            % {"most": MOST, "room": room}
        )
    last = held.items.aggregate(last=Max("position"))["last"] or 0
    TopicItem.objects.bulk_create(
        TopicItem(topic=held, record_id=key, position=place)
        for place, (key, _code) in enumerate(chosen, start=last + 1)
    )
    note("add to topic", held, by=by, at=at, after={"record": [code for _key, code in chosen]})
    return held


@transaction.atomic
def take_out(item: TopicItem, *, by: User, at: datetime) -> None:
    """Take a record out of its topic; refused where somebody has done it meanwhile."""
    held = _held(item.topic, by)
    if not held.items.filter(pk=item.pk).delete()[0]:
        raise Refused(_("The record is not in the topic any more. Reload the page."))
    note("take out of topic", held, by=by, at=at, before={"record": item.record.archival_code})


@transaction.atomic
def place(item: TopicItem, *, position: int, by: User, at: datetime) -> None:
    """Put a record at a place, counted from 1 among those that the person sees.

    What they do not see keeps its place.
    """
    held = _held(item.topic, by)
    seen = dict(held.items.visible_to(by).values_list("pk", "position"))
    if item.pk not in seen:
        raise Refused(_("The record is not in the topic any more. Reload the page."))
    order, places = list(seen), sorted(seen.values())
    before = order.index(item.pk) + 1
    after = max(1, min(position, len(order)))
    if after == before:
        return
    order.insert(after - 1, order.pop(before - 1))
    moved = [When(pk=key, then=one) for key, one in zip(order, places, strict=True)]
    held.items.filter(pk__in=order).update(position=Case(*moved))
    was, now = ({"record": item.record.archival_code, "position": one} for one in (before, after))
    note("place in topic", held, by=by, at=at, before=was, after=now)


@transaction.atomic
def print_topic(topic: Topic, *, by: User, at: datetime) -> bytes:
    """What the person sees of a topic, as a PDF/A."""
    note("print", topic, by=by, at=at, after={"paper": PAPER})
    return printed(topic, by=by, at=at)


def _codes(topic: Topic) -> list[str | None]:
    return list(topic.items.values_list("record__archival_code", flat=True))


def _held(topic: Topic, by: User) -> Topic:
    """The topic as it is now, for the one who changes it; refused where it is gone."""
    mine = Topic.objects.editable_by(by).filter(pk=topic.pk)
    held = mine.select_for_update(of=("self",)).first()
    if held is None:
        raise Refused(_("The topic is gone, or is not yours to change. Reload the page."))
    return held
