"""How a staged row is shown: its stepper, its buttons with the reason why one is closed."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.forms import Form
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from records.days import short_day
from records.organisation.models import User
from records.workflow.acts import ACTS, why_not
from records.workflow.models import Staged, Step
from records.workflow.rules import Move


class Stop(NamedTuple):
    """One stop of the stepper: the move that ends it, the stages in which it is the present one.

    `detail` says what it came to, for a row; else who made the move, and when, is said.
    """

    name: str | Promise
    ends: str
    stages: tuple[str, ...]
    detail: Callable[[Any], str] | None = None


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

    @property
    def reason(self) -> str:
        """The mark of the note that says why it is closed."""
        return f"why-{self.name}"


@dataclass(frozen=True)
class Pages:
    """What the pages of a workflow need to know besides its table.

    `index` names the address of all rows and `title` what they are. `forms` are those of
    moves that ask for something, `facts` the lines that a move's page tells of the row
    before it is made, `said` what the next page says when it was made. `labels` say more
    of the row on a button than the table can.
    """

    index: str
    title: str | Promise

    stops: tuple[Stop, ...] = ()
    forms: Mapping[str, type[Form]] = field(default_factory=dict)
    facts: Callable[[Any], Iterable[tuple[Any, Any]]] = lambda row: ()
    said: Mapping[str, str | Promise] = field(default_factory=dict)
    labels: Mapping[str, Callable[[Any], str]] = field(default_factory=dict)

    def of(self, row: Staged, user: User) -> dict[str, Any]:
        """What the row's own page shows of the workflow."""
        steps = row.steps.select_related("by").order_by("pk") if self.stops else []
        return {
            "row": row,
            "pages": self,
            "stops": self.stepper(row, steps),
            "buttons": self.buttons(row, user),
        }

    def buttons(self, row: Staged, user: User) -> list[Button]:
        """The moves that the person's role has from here, from the table; the way on last."""
        moves = row.FLOW.open_to(user.role, row.stage)
        shown = [self._button(row, move, user) for move in moves if (row.FLOW, move.name) in ACTS]
        return sorted(shown, key=lambda button: button.onward)

    def _button(self, row: Staged, move: Move, user: User) -> Button:
        return Button(
            name=move.name,
            label=self.label(row, move),
            url=row.get_act_url(move.name),
            binding=move.binding,
            onward=self._leads_on(row, move),
            posts=not move.binding and move.name not in self.forms,
            why=why_not(row, move.name, user),
        )

    def label(self, row: Staged, move: Move) -> str:
        """The verb on the button."""
        return self.labels[move.name](row) if move.name in self.labels else str(move.label)

    def _leads_on(self, row: Staged, move: Move) -> bool:
        """Whether the move goes the way of the stops, not back or away; without stops, binds."""
        if not self.stops:
            return move.binding and bool(move.target)
        way = [stage for stop in self.stops for stage in stop.stages]
        way.append(row.FLOW[self.stops[-1].ends].target)
        return move.target in way and way.index(move.target) > way.index(row.stage)

    def stepper(self, row: Staged, steps: Iterable[Step]) -> list[Shown]:
        """The stops with who and when; a row that was sent back shows where and why."""
        made = {step.name: step for step in steps}
        newest = next(reversed(made.values()), None) if made else None
        present = next((n for n, stop in enumerate(self.stops) if row.stage in stop.stages), None)
        if present is None:  # the end of the way, or off it
            ended = self.stops and row.stage == row.FLOW[self.stops[-1].ends].target
            present = len(self.stops) if ended else 0
        shown = []
        for n, stop in enumerate(self.stops):
            if n < present:
                shown.append(Shown(str(stop.name), _came_to(stop, row, made), "done"))
            elif n == present and row.stage in stop.stages:
                shown.append(_now(stop, row, newest))
            else:
                shown.append(Shown(str(stop.name), "", ""))
        return shown


def _came_to(stop: Stop, row: Staged, made: Mapping[str, Step]) -> str:
    if stop.detail:
        return stop.detail(row)
    step = made.get(stop.ends)
    return f"{short_day(step.at)} {step.by}" if step else ""


def _now(stop: Stop, row: Staged, newest: Step | None) -> Shown:
    back = newest is not None and newest.target == row.stage and newest.reason
    if back and newest:
        return Shown(str(stop.name), _("Sent back: %(reason)s") % {"reason": newest.reason}, "back")
    return Shown(str(stop.name), "", "now")
