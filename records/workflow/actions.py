"""The only places where a stage changes: one row, or a set of rows in one statement."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from records.audit.actions import note, note_all
from records.organisation.models import User
from records.rules import Refused
from records.sentences import gettext as _
from records.sentences import ngettext_lazy
from records.workflow.models import Staged
from records.workflow.rules import Move


def _allowed(move: Move, by: User | None) -> None:
    """A move without roles is the system's own; every other needs a person with one of them."""
    if by is None and not move.roles:
        return
    if by is None or by.role not in move.roles:
        raise Refused(
            _("“%(move)s” is not open to your role (%(role)s).")
            % {"move": move.label, "role": by.get_role_display() if by else "–"}
        )


@transaction.atomic
def advance(
    row: Staged, name: str, *, by: User | None, at: datetime, reason: str = "", **evidence: Any
) -> None:
    """Make the move `name`, with its step and its audit entry, or make nothing.

    The stage is compared and set in one statement, so of two people who press
    the same button one is refused. `evidence` goes into the audit entry. `by` is
    None for what the system does by itself, by a move without roles.
    """
    move, source = row.FLOW[name], row.stage
    _allowed(move, by)
    stood_there = type(row)._default_manager.filter(pk=row.pk, stage=source)
    if source not in move.sources or not stood_there.update(stage=move.target):
        raise Refused(
            _("“%(move)s” is no longer possible: somebody has moved this on. Reload the page.")
            % {"move": move.label}
        )
    row.stage = move.target
    row.steps.create(name=name, source=source, target=move.target, by=by, at=at, reason=reason)
    told = {"reason": reason} if reason else {}
    note(
        name,
        row,
        by=by,
        at=at,
        before={"stage": source},
        after={"stage": move.target, **told, **evidence},
    )


@transaction.atomic
def advance_all(
    rows: QuerySet[Any],
    name: str,
    *,
    label: str,
    by: User,
    at: datetime,
    also: dict[str, Any] | None = None,
    **evidence: Any,
) -> int:
    """Make one move for every row of a set, with one audit entry each; returns how many.

    For rows whose history is the audit trail alone (records): millions of them move
    together, so there is no step row beside the entry. `rows` must still match after
    the move (choose by key or by a related list, not by stage). Rows that do not
    stand in a source stage of the move are refused as a whole. `also` are columns that
    the move fixes: written with the stage, so that each row is written once. Told as the
    stage before is the one source of the move; moves of sets have no more.
    """
    move: Move = rows.model.FLOW[name]
    _allowed(move, by)
    total = rows.count()
    standing = rows.order_by().filter(stage__in=move.sources)
    moved = standing.update(stage=move.target, **(also or {}))
    if moved != total:
        raise Refused(
            ngettext_lazy(
                "“%(move)s” is not possible for %(count)d of %(total)d: it has moved on.",
                "“%(move)s” is not possible for %(count)d of %(total)d: they have moved on.",
            )
            % {"move": move.label, "count": total - moved, "total": total}
        )
    before, after = {"stage": move.sources[0]}, {"stage": move.target, **evidence}
    note_all(name, rows, label=label, by=by, at=at, before=before, after=after)
    return moved
