"""How a staged row is shown: its stepper, its buttons with the reason why one is closed."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.forms import Form
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from records.days import short_day
from records.organisation.models import User
from records.workflow.acts import ACTS, asking, not_offered, why_not
from records.workflow.models import Staged, Step, Worked
from records.workflow.rules import Move


class Stop(NamedTuple):
    """One stop of the stepper: the move that ends it, the stages in which it is the present one.

    `detail` says what it came to, for a row, as far as that is known; else who made the
    move, and when, is said. While a worker has a row in one of the stages of `worked`, it
    is the present one: the work itself is a stop. `through` are moves without a target by
    which people bring it to its end.
    """

    name: str | Promise
    ends: str
    stages: tuple[str, ...]
    detail: Callable[[Any], str] | None = None
    worked: tuple[str, ...] = ()
    through: tuple[str, ...] = ()


class Shown(NamedTuple):
    """A stop as it is shown; `state` is done, now, back (sent back) or nothing."""

    name: str
    detail: str
    state: str


class Button(NamedTuple):
    """One move that the person's role has here; `why` says what keeps it from being made."""

    name: str
    label: str
    url: str
    binding: bool
    onward: bool
    posts: bool
    why: str
    reason: str  # the mark of the note that says why it is closed


class Note(NamedTuple):
    """Why buttons are closed: those of one reason together."""

    reason: str
    labels: str
    why: str


@dataclass(frozen=True)
class Pages:
    """What the pages of a workflow need to know besides its table.

    `index` names the address of all rows and `title` what they are. `forms` are those of
    moves that ask for something, `facts` the lines that a move's page tells of the row
    before it is made, `said` what the next page says when it was made, where it depends on
    the row a function of it. `labels` say more of the row on a button than the table can,
    `effects` what the move does to it. `places` are the addresses of moves that have a page
    of their own: the row's page shows their buttons where they belong.
    """

    index: str
    title: str | Promise

    stops: tuple[Stop, ...] = ()
    forms: Mapping[str, type[Form]] = field(default_factory=dict)
    facts: Callable[[Any], Iterable[tuple[Any, Any]]] = lambda row: ()
    said: Mapping[str, str | Promise | Callable[[Any], str | Promise]] = field(default_factory=dict)
    labels: Mapping[str, Callable[[Any], str]] = field(default_factory=dict)
    effects: Mapping[str, Callable[[Any], str]] = field(default_factory=dict)
    places: Mapping[str, Callable[[Any], str]] = field(default_factory=dict)

    def of(self, row: Staged, user: User) -> dict[str, Any]:
        """What the row's own page shows of the workflow."""
        steps = row.steps.select_related("by").order_by("pk") if self.stops else []
        offered = self._offered(row, user)
        return {
            "row": row,
            "pages": self,
            "stops": self.stepper(row, steps),
            "buttons": self._in_order(offered),
            "may": {button.name: button for button in offered if button.name in self.places},
            "closed": _notes(offered),
        }

    def buttons(self, row: Staged, user: User) -> list[Button]:
        """The moves that the person has from here, from the table; the way on last."""
        return self._in_order(self._offered(row, user))

    def _in_order(self, offered: Iterable[Button]) -> list[Button]:
        shown = (button for button in offered if button.name not in self.places)
        return sorted(shown, key=lambda button: button.onward)

    def _offered(self, row: Staged, user: User) -> list[Button]:
        """All that the person has here. Buttons of one reason lead to one note."""
        ask, first, found = asking(row, user), dict[str, str](), []
        for move in row.FLOW.open_to(user.role, row.stage):
            known = (row.FLOW, move.name) in ACTS
            if known and not not_offered(row, move.name, user, ask):
                why = why_not(row, move.name, user, ask)
                reason = first.setdefault(why, f"why-{move.name}")
                found.append(self._button(row, move, why, reason))
        return found

    def _button(self, row: Staged, move: Move, why: str, reason: str) -> Button:
        place = self.places.get(move.name)
        return Button(
            name=move.name,
            label=self.label(row, move),
            url=place(row) if place else row.get_act_url(move.name),
            binding=move.binding,
            onward=self._leads_on(row, move),
            posts=not (move.binding or place or move.name in self.forms),
            why=why,
            reason=reason,
        )

    def label(self, row: Staged, move: Move) -> str:
        """The verb on the button."""
        return self.labels[move.name](row) if move.name in self.labels else str(move.label)

    def _leads_on(self, row: Staged, move: Move) -> bool:
        """Whether the move goes the way of the stops, not back or away; without stops, binds."""
        if not self.stops:
            return move.binding and bool(move.target)
        if not move.target:  # it leads to no stage, but may end the present stop
            present = [stop for stop in self.stops if row.stage in stop.stages]
            return any(move.name in (stop.ends, *stop.through) for stop in present)
        way = [stage for stop in self.stops for stage in stop.stages]
        way.append(row.FLOW[self.stops[-1].ends].target)
        return move.target in way and way.index(move.target) > way.index(row.stage)

    def stepper(self, row: Staged, steps: Iterable[Step]) -> list[Shown]:
        """The stops with who and when; a row that was sent back shows where and why."""
        made = {step.name: step for step in steps}
        newest = next(reversed(made.values()), None) if made else None
        present = self._present(row)
        shown = []
        for n, stop in enumerate(self.stops):
            if n < present:
                shown.append(Shown(str(stop.name), _came_to(stop, row, made), "done"))
            elif n == present:
                shown.append(_now(stop, row, newest))
            else:
                shown.append(Shown(str(stop.name), _known(stop, row), ""))
        return shown

    def _present(self, row: Staged) -> int:
        """The place of the present stop; beyond them at the end of the way, -1 off it."""
        at_work = isinstance(row, Worked) and row.at_work
        for n, stop in enumerate(self.stops):
            if at_work and row.stage in stop.worked:
                return n
        for n, stop in enumerate(self.stops):
            if row.stage in stop.stages:
                return n
        ended = self.stops and row.stage == row.FLOW[self.stops[-1].ends].target
        return len(self.stops) if ended else -1


def _notes(buttons: Iterable[Button]) -> list[Note]:
    """Why the closed ones are closed, each reason once."""
    found: dict[str, list[Button]] = {}
    for button in buttons:
        found.setdefault(button.why, []).append(button)
    between = pgettext("between words", ", ")
    return [
        Note(alike[0].reason, between.join(button.label for button in alike), why)
        for why, alike in found.items()
        if why
    ]


def _known(stop: Stop, row: Staged) -> str:
    return stop.detail(row) if stop.detail else ""


def _came_to(stop: Stop, row: Staged, made: Mapping[str, Step]) -> str:
    if stop.detail:
        return stop.detail(row)
    step = made.get(stop.ends)
    return f"{short_day(step.at)} {step.by}" if step else ""


def _now(stop: Stop, row: Staged, newest: Step | None) -> Shown:
    back = newest is not None and newest.target == row.stage and newest.reason
    if back and newest:
        return Shown(str(stop.name), _("Sent back: %(reason)s") % {"reason": newest.reason}, "back")
    return Shown(str(stop.name), _known(stop, row), "now")
