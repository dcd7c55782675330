"""What people do to a staged row: one declaration answers “may I?” and does it.

The conditions that keep a button closed, with their reason, are the very ones that the
action asks once it holds the row. So the two cannot differ. What leaves the stage as it is
(a move without a target: to edit, to share, to add a part) is declared in the same way.
"""

from collections.abc import Callable, Iterable
from datetime import datetime
from functools import cache, wraps
from typing import Any, Concatenate, NamedTuple, ParamSpec, TypeVar, cast

from django.db import transaction
from django.db.models import Model
from django.utils.functional import Promise

from records.jobs import actions as jobs
from records.jobs.models import Job
from records.organisation.models import User
from records.rules import Refused
from records.sentences import gettext as _
from records.workflow.actions import advance
from records.workflow.models import Staged, Worked
from records.workflow.rules import Workflow

Row = TypeVar("Row", bound=Staged)
Thing = TypeVar("Thing")  # a row, or a part of one
Made = TypeVar("Made")
Given = ParamSpec("Given")
Condition = Callable[[Any, User], str]  # why it may not be, in a sentence; empty where it may
Ask = Callable[[Condition], str]
Act = Callable[Concatenate[Thing, Given], Made]


class Conditions(NamedTuple):
    """What an act asks besides role and stage."""

    only: tuple[Condition, ...]
    unless: tuple[Condition, ...]


_CONDITIONS: dict[tuple[Workflow, str], Conditions] = {}
ACTS: dict[tuple[Workflow, str], Callable[..., Any]] = {}


def does(
    flow: Workflow,
    name: str,
    *,
    only: Iterable[Condition] = (),
    unless: Iterable[Condition] = (),
    of: Callable[[Any], Staged] | None = None,
) -> Callable[[Act[Thing, Given, Made]], Act[Thing, Given, Made]]:
    """Declare the function as the one way to make a move of the table.

    It runs in a transaction on the row as it stands, held until the commit, once role,
    stage, the row's job and every condition of `only` and `unless` let it; else it is
    refused with the sentence that the closed button shows. `only` says whose it is: who
    fails that is shown no button at all. What is done to a part of a row asks, and holds,
    the row that `of` leads to.
    """

    def declare(body: Act[Thing, Given, Made]) -> Act[Thing, Given, Made]:
        @wraps(body)
        @transaction.atomic
        def act(thing: Thing, /, *args: Given.args, **given: Given.kwargs) -> Made:
            held = (of(thing) if of else cast(Staged, thing)).held()
            if why := why_not(held, name, cast(User, given["by"])):
                raise Refused(why)
            return body(thing if of else cast(Thing, held), *args, **given)

        _CONDITIONS[flow, name] = Conditions(tuple(only), tuple(unless))
        ACTS[flow, name] = act
        return act

    return declare


def plainly(flow: Workflow, name: str, *, unless: Iterable[Condition] = ()) -> Callable[..., None]:
    """A move that is no more than its step: the action that makes it."""

    @does(flow, name, unless=unless)
    def act(row: Staged, *, by: User, at: datetime, reason: str = "") -> None:
        advance(row, name, by=by, at=at, reason=reason)

    return act


def asks(
    flow: Workflow,
    name: str,
    *,
    task: str,
    title: str | Promise,
    unless: Iterable[Condition] = (),
    meanwhile: Callable[[Any, Job], object] | None = None,
) -> Callable[[Act[Any, Given, dict[str, Any] | None]], Act[Any, Given, Job]]:
    """Declare a move that a worker makes: what people do is ask for it.

    The function runs when it is asked for, and may give the worker more to know (JSON
    scalars). The Celery `task` gets the row's key as `row`; the row is its alone until
    it is done. `title` names the job, with `%(row)s` for the row.
    `meanwhile` is done with the row and its job: what has to hold while the worker works.
    """

    def declare(body: Act[Any, Given, dict[str, Any] | None]) -> Act[Any, Given, Job]:
        @wraps(body)
        def ask(row: Worked, /, *args: Given.args, **given: Given.kwargs) -> Job:
            told = body(row, *args, **given) or {}
            by, at = cast(User, given["by"]), cast(datetime, given["at"])
            said, link = str(title) % {"row": row.called}, row.get_absolute_url()
            job = jobs.queue(task, title=said, by=by, at=at, link=link, row=row.pk, **told)
            type(row)._default_manager.filter(pk=row.pk).update(job=job)
            if meanwhile:
                meanwhile(row, job)
            return job

        return does(flow, name, unless=unless)(ask)

    return declare


def works(
    model: type[Row],
    name: str,
    *,
    already: str | Promise | Callable[..., str],
    related: Iterable[str] = (),
) -> Callable[[Act[Row, Given, str]], Callable[..., str]]:
    """Declare the worker's part of a move: it does the work, makes the move and says so.

    A second run, after a worker was killed between the move and its last word, finds the
    move made and says `already`, or does by it what was left to do. `related` are the rows
    that the work reads with the row. Refused where the move cannot be made, nor ever was.
    """

    def declare(body: Act[Row, Given, str]) -> Callable[..., str]:
        @wraps(body)
        def work(*, row: int, **given: Any) -> str:
            held = model._default_manager.select_related(*related).get(pk=row)
            why = _elsewhere(held, model.FLOW[name].sources)
            if not why:
                return body(held, **given)  # type: ignore[call-arg]
            if not held.steps.filter(name=name).exists():
                raise Refused(why)
            return already(held, **given) if callable(already) else str(already)

        return work

    return declare


@transaction.atomic
def back_first(
    move: str, act: Callable[..., Made], row: Staged, /, *, by: User, at: datetime, **given: Any
) -> Made:
    """Do the act where the row stands in front of the move, or has made it back: both or none."""
    if row.stage in row.FLOW[move].sources:
        ACTS[row.FLOW, move](row, by=by, at=at)
    return act(row, by=by, at=at, **given)


@transaction.atomic
def and_then(
    first: Callable[..., object],
    second: Callable[..., Made],
    row: Staged,
    /,
    *,
    by: User,
    at: datetime,
    **given: Any,
) -> Made:
    """Do an act with what was given, then the one that follows from it: both or none."""
    first(row, by=by, at=at, **given)
    return second(row, by=by, at=at)


def why_not(row: Staged, name: str, by: User, ask: Ask | None = None) -> str:
    """Why `by` cannot make the move now, in a sentence; empty where it can be made."""
    ask = ask or asking(row, by)
    unless = _CONDITIONS[row.FLOW, name].unless
    return not_offered(row, name, by, ask) or _at_work(row) or _first(ask, unless)


def not_offered(row: Staged, name: str, by: User, ask: Ask | None = None) -> str:
    """Why `by` is shown no button for it, not even a closed one: role, stage, whose it is."""
    move = row.FLOW[name]
    if by.role not in move.roles:
        return _("“%(move)s” is not open to your role (%(role)s).") % {
            "move": move.label,
            "role": by.get_role_display(),
        }
    only = _CONDITIONS[row.FLOW, name].only
    return _elsewhere(row, move.sources) or _first(ask or asking(row, by), only)


def asking(row: Staged, by: User) -> Ask:
    """Asks each condition once, however many acts of the row have it."""
    return cache(lambda condition: condition(row, by))


def _first(ask: Ask, conditions: Iterable[Condition]) -> str:
    return next(filter(None, map(ask, conditions)), "")


def hold_at(row: Row, *stages: str) -> Row:
    """The row, held for a change that is no move; refused elsewhere, or while a job works."""
    held = row.held()
    if why := _elsewhere(held, stages) or _at_work(held):
        raise Refused(why)
    return held


def _elsewhere(row: Staged, stages: Iterable[str]) -> str:
    if row.stage in stages:
        return ""
    return _("%(row)s is “%(stage)s” now, so this is not possible. Reload the page.") % {
        "row": row.called,
        "stage": row.get_stage_display(),
    }


def _at_work(row: Model) -> str:
    if isinstance(row, Worked) and row.at_work:
        return _("%(row)s is being worked on by a job. Wait for it, or stop it.") % {
            "row": row.called
        }
    return ""
