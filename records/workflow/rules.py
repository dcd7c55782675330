"""A workflow written once: its moves, who may make them, and the constraint they imply."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q


@dataclass(frozen=True)
class Move:
    """One step that may be made: from which stages, to which stage, by which roles.

    `label` is the verb on the button; `binding` marks what its maker cannot take back
    (the seal-red buttons); `effect` says on the move's page what it will do. A move from
    nowhere (no sources) is a way in: its target is a stage in which a row may be made.
    Without a target it is no step: what is done at a stage and leaves the row there, or
    ends the row.
    """

    name: str
    label: Any
    sources: tuple[str, ...]
    target: str
    roles: tuple[str, ...]
    binding: bool = False
    effect: Any = ""


class Workflow:
    """The table of moves; buttons, refusals, tests and the database constraint come from it."""

    def __init__(self, *moves: Move) -> None:
        self._moves = {move.name: move for move in moves}

    def __getitem__(self, name: str) -> Move:
        return self._moves[name]

    def __iter__(self) -> Iterator[Move]:
        """The moves that change the stage."""
        return (move for move in self._moves.values() if move.target)

    def __contains__(self, name: object) -> bool:
        return name in self._moves

    @property
    def entries(self) -> tuple[str, ...]:
        """The stages in which a row may be made: where the ways in lead to."""
        return tuple(move.target for move in self if not move.sources)

    @property
    def passages(self) -> tuple[tuple[str, str], ...]:
        """From which stage to which the moves lead, each pair once."""
        pairs = [(source, move.target) for move in self for source in move.sources]
        return tuple(dict.fromkeys(pairs))

    def open_to(self, role: str, stage: str) -> list[Move]:
        """The moves a role may make from a stage: the buttons of a page."""
        moves = self._moves.values()
        return [move for move in moves if stage in move.sources and role in move.roles]

    def legal_step(self) -> Q:
        """What the history table lets in: every (name, source, target) and nothing else."""
        steps = (
            Q(name=move.name, source=source, target=move.target)
            for move in self
            for source in move.sources
        )
        return reduce(or_, steps)
