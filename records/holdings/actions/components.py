"""The parts of an item: added, changed, put in order. Removed they are with their copies.

Those of a record in custody are added here, and changed by a correction: `amendments`.
"""

from datetime import date, datetime
from typing import Any

from django.db.models import Case, Max, When
from django.utils.timezone import localdate

from records.audit.actions import note
from records.holdings import snapshot
from records.holdings.actions.holds import why_held
from records.holdings.actions.rights import OWN
from records.holdings.models import Component, Record
from records.holdings.rules import FLOW, Part
from records.organisation.models import User
from records.rules import Refused, Unreadable
from records.sentences import gettext as _
from records.values.marks import refuse_secrets
from records.values.readers import LONGEST_COMPONENT, fitting, read_pages, read_title
from records.workflow.acts import does


@does(FLOW, "add", only=OWN, unless=[why_held])
def add_component(
    record: Record, *, part: Part, title: str, pages: int | None = None, by: User, at: datetime
) -> Component:
    """Add a part (正本, 附件, 定稿 …) behind those that the item has."""
    last = record.components.aggregate(last=Max("position"))["last"] or 0
    made = Component(record=record, position=last + 1)
    say(made, part, title, pages, localdate(at))
    made.save(force_insert=True)
    after = {"position": made.position, **told(made)}
    note("add component", record, by=by, at=at, after=after)
    return made


@does(FLOW, "rename", only=OWN, unless=[why_held], of=lambda component: component.record)
def edit_component(
    component: Component, *, part: Part, title: str, pages: int | None, by: User, at: datetime
) -> None:
    """Change what a part of a draft is, its title and its pages. Accepted parts stay."""
    held = standing(component)
    before = told(held)
    say(held, part, title, pages, localdate(at))
    was, now = snapshot.differences(before, told(held))
    if now:
        held.save(update_fields=["part", "title", "pages"])
        named = {"component": before["title"]}
        note("edit component", held.record, by=by, at=at, before=named | was, after=named | now)


@does(FLOW, "arrange", only=OWN, unless=[why_held], of=lambda component: component.record)
def place_component(component: Component, *, position: int, by: User, at: datetime) -> None:
    """Put a part of a draft at a place among the others, counted from 1; they make room.

    What lies before the first or behind the last place is that. Done twice it is done once.
    """
    held = standing(component)
    order = list(held.record.components.values_list("pk", flat=True))
    before = order.index(held.pk) + 1
    place = max(1, min(position, len(order)))
    if place == before:
        return
    order.insert(place - 1, order.pop(before - 1))
    arrange(held.record, order)
    was, now = ({"component": held.title, "position": one} for one in (before, place))
    note("place component", held.record, by=by, at=at, before=was, after=now)


def arrange(record: Record, order: list[int]) -> None:
    """Give the parts of a record their positions, from 1 on, in the order of these keys."""
    if order:
        places = [When(pk=key, then=place) for place, key in enumerate(order, start=1)]
        record.components.update(position=Case(*places))


def told(component: Component) -> dict[str, Any]:
    """What the trail keeps of a part."""
    return {
        "part": Part(component.part).label,
        "title": component.title,
        "pages": component.pages,
    }


def standing(component: Component) -> Component:
    """The part as it is now that its record is held; refused where somebody removed it."""
    found = Component.objects.select_related("record").filter(pk=component.pk).first()
    if found is None:
        raise Refused(_("The component is gone: somebody has removed it. Reload the page."))
    return found


def say(component: Component, part: Part, title: str, pages: int | None, today: date) -> None:
    """Set what a part says; each value passes the check that the form has, too."""
    refuse_secrets(title)
    component.part = part
    try:
        component.title = fitting(read_title(title, today), LONGEST_COMPONENT)
        component.pages = None if pages is None else read_pages(str(pages), today)
    except Unreadable as fault:
        raise Refused(str(fault)) from fault
