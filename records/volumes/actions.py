"""Volumes are formed out of draft items, filled, put in order, divided and joined.

Only drafts are moved: what was accepted lies where it lies (DA/T 13-2022: codes stay).
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import Case, F, QuerySet, Value, When
from django.db.models.functions import JSONObject

from records.audit.actions import note, note_all
from records.holdings.actions import describe, discard, edit
from records.holdings.actions.holds import refuse_held
from records.holdings.codes import is_of
from records.holdings.models import Record
from records.holdings.rules import Stage
from records.organisation.models import Category, User
from records.rules import Refused
from records.sentences import gettext as _
from records.sentences import ngettext_lazy
from records.values.rules import Level
from records.volumes import covers
from records.volumes.rules import MOST, MOST_PRINTED, OF_THE_CLASS, Lying, page_numbers, whole

ORDER = ("place", "pk")  # of drafts in a volume
PLACE = """
    UPDATE records_record record SET volume_id = %(volume)s, place = chosen.place
    FROM unnest(%(keys)s::bigint[], %(places)s::int[]) AS chosen (id, place)
    WHERE record.id = chosen.id"""
CLOSE = """
    UPDATE records_record record SET place = counted.place
    FROM (SELECT id, row_number() OVER (ORDER BY place, id) AS place
          FROM records_record WHERE volume_id = %(volume)s) AS counted
    WHERE record.id = counted.id AND record.place IS DISTINCT FROM counted.place"""


def loose(by: User) -> QuerySet[Record]:
    """Drafts of items that lie in no volume, though their category is kept by volume."""
    kept = list(Category.objects.filter(by_volume=True).values_list("code", flat=True))
    categories = [one.pk for one in Category.objects.all() if is_of(one.code, kept)]
    return Record.objects.editable_by(by).filter(
        stage=Stage.DRAFT,
        level=Level.ITEM,
        volume=None,
        archival_code=None,
        category__in=categories,
    )


def items_of(volume: Record) -> QuerySet[Record]:
    """What lies in a draft volume, in its order."""
    return Record.objects.filter(volume=volume).order_by(F("place").asc(nulls_last=True), "pk")


@transaction.atomic
def form(items: Iterable[int], *, title: str, by: User, at: datetime) -> Record:
    """Make a volume of loose drafts of one class, in the order of their dates."""
    chosen = _loose(items, by)
    _refuse_mixed(chosen, chosen[0])
    volume = _new(chosen, title, by, at)
    _put(volume, sorted(chosen, key=lambda one: (one.dated_on is None, one.dated_on, one.pk)))
    _noted("put into volume", volume, chosen, by, at)
    return volume


@transaction.atomic
def put_in(
    volume: Record, items: Iterable[int], *, place: int | None = None, by: User, at: datetime
) -> int:
    """Put loose drafts of its class into a volume: at a place, counted from 1, or at its end."""
    held = _volume(volume, by)
    chosen = _loose(items, by)
    _refuse_mixed(chosen, held)
    there = list(items_of(held).exclude(pk__in=[one.pk for one in chosen]))
    before = len(there) if place is None else max(0, place - 1)
    _put(held, [*there[:before], *chosen, *there[before:]])
    _noted("put into volume", held, chosen, by, at)
    return len(chosen)


@transaction.atomic
def take_out(volume: Record, items: Iterable[int], *, by: User, at: datetime) -> int:
    """Take drafts out of a volume: they are loose again."""
    held = _volume(volume, by)
    chosen = _inside(held, items)
    keys = [one.pk for one in chosen]
    _noted("take out of volume", held, chosen, by, at)
    Record.objects.filter(pk__in=keys).update(volume=None, place=None, page_numbers="")
    _close(held)
    return len(keys)


@transaction.atomic
def place_item(volume: Record, item: int, *, place: int, by: User, at: datetime) -> None:
    """Put an item of a volume at another place, counted from 1; beyond the end it is the last."""
    held = _volume(volume, by)
    (moved,) = _inside(held, [item])
    others = [one for one in items_of(held) if one.pk != moved.pk]
    before = min(max(place - 1, 0), len(others))
    _put(held, [*others[:before], moved, *others[before:]])
    note("place in volume", moved, by=by, at=at, after={"place": before + 1})


@transaction.atomic
def divide(volume: Record, items: Iterable[int], *, title: str, by: User, at: datetime) -> Record:
    """Take items out of a volume into a new one of the same class, in their order.

    Refused where nothing would be left behind.
    """
    held = _volume(volume, by)
    chosen = _inside(held, items)
    if len(chosen) == items_of(held).count():
        raise Refused(_("Leave an item in the volume, or change its title instead."))
    new = _new(chosen, title, by, at)
    _put(new, chosen)
    _close(held)
    _noted("put into volume", new, chosen, by, at)
    return new


@transaction.atomic
def join(volume: Record, other: Record, *, by: User, at: datetime) -> None:
    """Put all items of another draft volume of the class behind those of this one.

    The other one, which is empty then, is discarded; the trail keeps its description.
    """
    if volume.pk == other.pk:
        raise Refused(_("Choose another volume."))
    first, second = sorted([volume, other], key=lambda one: one.pk)
    locked = {one.pk: one for one in (_volume(first, by), _volume(second, by))}
    into, emptied = locked[volume.pk], locked[other.pk]
    _refuse_mixed([emptied], into)
    moved = list(items_of(emptied))
    _put(into, [*items_of(into), *moved])
    _noted("put into volume", into, moved, by, at)
    discard(emptied, by=by, at=at)


@transaction.atomic
def count_pages_through(volume: Record, *, by: User, at: datetime) -> int:
    """Write on which pages of the volume each item stands, out of their numbers of pages."""
    held = _volume(volume, by)
    items = list(items_of(held))
    told = page_numbers(_lying(items))
    changed = {
        one.pk: pages for one, pages in zip(items, told, strict=True) if one.page_numbers != pages
    }
    if not changed:
        return 0
    now = Case(*(When(pk=key, then=Value(pages)) for key, pages in changed.items()))
    rows = Record.objects.filter(pk__in=list(changed))
    note_all(
        "edit",
        rows,
        label="title",
        by=by,
        at=at,
        before=JSONObject(page_numbers="page_numbers"),
        each=JSONObject(page_numbers=now),
    )
    rows.update(page_numbers=now)
    return len(changed)


@transaction.atomic
def sum_up(volume: Record, *, by: User, at: datetime) -> None:
    """Write first and last date, items and pages of a volume as its items have them."""
    held = _volume(volume, by)
    told = _told(items_of(held))
    if not told["item_count"]:
        raise Refused(_("The volume is empty: put its items in first."))
    edit(held, **told, by=by, at=at)


def print_volume(volume: Record, *, spine: int, by: User, at: datetime) -> bytes:
    """Cover, list of items and closing note of a volume, with what the person sees of its items."""
    inside = Record.objects.visible_to(by).filter(volume=volume)
    note("print", volume, by=by, at=at, after={"paper": covers.COVER})
    items = inside.order_by("number", "place", "pk")
    return covers.of_volume(volume, items, spine=spine, by=by, at=at)


def print_register(volumes: QuerySet[Record], *, by: User, at: datetime) -> bytes:
    """案卷目录 of some volumes, in their order."""
    found = list(volumes.select_related("category")[:MOST_PRINTED])
    note("print", by, by=by, at=at, after={"paper": covers.LIST, "count": len(found)})
    return covers.register(found, by=by, at=at)


def _new(items: Sequence[Record], title: str, by: User, at: datetime) -> Record:
    """A volume of its items' class that says what they say; of several issuers, the body."""
    first, issuers = items[0], {one.responsible for one in items if one.responsible}
    told = {name: getattr(first, name) for name in ("fonds", "category", "year", "period", "unit")}
    told["responsible"] = issuers.pop() if len(issuers) == 1 else first.fonds.name
    told |= _told(items)
    return describe(**told, level=Level.VOLUME, title=title, by=by, at=at)


def _told(items: Iterable[Record]) -> dict[str, Any]:
    """What the items of a volume say of it, by the names of its columns."""
    told = whole(_lying(items))._asdict()
    return {name: value for name, value in told.items() if value not in ("", None)}


def _lying(items: Iterable[Record]) -> list[Lying]:
    return [Lying(one.title, one.pages, one.date_text) for one in items]


def _volume(volume: Record, by: User) -> Record:
    """The draft volume under lock, if the person may change it."""
    own = Record.objects.editable_by(by).filter(stage=Stage.DRAFT, level=Level.VOLUME)
    held = own.select_for_update(of=("self",)).filter(pk=volume.pk).first()
    if held is None:
        raise Refused(_("The volume is no draft of yours any more. Load the page again."))
    refuse_held(held)
    return held


def _loose(items: Iterable[int], by: User) -> list[Record]:
    return _locked(loose(by), items)


def _inside(volume: Record, items: Iterable[int]) -> list[Record]:
    return _locked(Record.objects.filter(volume=volume, stage=Stage.DRAFT), items)


def _locked(among: QuerySet[Record], items: Iterable[int]) -> list[Record]:
    """The items under lock, in the order of the volume; refused where one is not among them."""
    keys = set(items)
    if not keys:
        raise Refused(_("Choose items first."))
    if len(keys) > MOST:
        raise Refused(_("At most %(most)d items are moved at once.") % {"most": MOST})
    list(Record.objects.filter(pk__in=keys).order_by("pk").select_for_update().values_list("pk"))
    found = among.filter(pk__in=keys).select_related("fonds", "category", "unit")
    chosen = list(found.order_by(F("place").asc(nulls_last=True), "pk"))
    if len(chosen) < len(keys):
        raise Refused(
            ngettext_lazy(
                "%(count)d of the items was moved, accepted or discarded meanwhile. Load the"
                " page again.",
                "%(count)d of the items were moved, accepted or discarded meanwhile. Load the"
                " page again.",
            )
            % {"count": len(keys) - len(chosen)}
        )
    _refuse_any_held(chosen)
    return chosen


def _refuse_any_held(chosen: Sequence[Record]) -> None:
    free = Record.objects.filter(pk__in=[one.pk for one in chosen]).free()
    kept = set(free.values_list("pk", flat=True))
    if bound := next((one for one in chosen if one.pk not in kept), None):
        refuse_held(bound)


def _refuse_mixed(chosen: Iterable[Record], like: Record) -> None:
    """All that lies in a volume is of its fonds, category, year, period and office."""
    for one in chosen:
        if any(getattr(one, name) != getattr(like, name) for name in OF_THE_CLASS):
            raise Refused(
                _(
                    "“%(title)s” is of another fonds, category, year, period or office: a volume"
                    " holds what is of one class."
                )
                % {"title": one.title[:60]}
            )


def _put(volume: Record, items: Sequence[Record]) -> None:
    keys = [one.pk for one in items]
    told: dict[str, Any] = {"volume": volume.pk, "keys": keys}
    told["places"] = list(range(1, len(keys) + 1))
    with connection.cursor() as cursor:
        cursor.execute(PLACE, told)


def _close(volume: Record) -> None:
    with connection.cursor() as cursor:
        cursor.execute(CLOSE, {"volume": volume.pk})


def _noted(verb: str, volume: Record, items: Sequence[Record], by: User, at: datetime) -> None:
    """What was moved, one line for the set, and what became of the volume."""
    rows = Record.objects.filter(pk__in=[one.pk for one in items])
    told: dict[str, Any] = {"volume": volume.title}
    note_all(verb, rows, label="title", by=by, at=at, after=told)
