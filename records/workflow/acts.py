"""What people do to a staged row: one declaration answers “may I?” and does it.

The conditions that keep a button closed, with their reason, are the very ones that the
action asks once it holds the row. So the two cannot differ.
"""

from collections.abc import Callable, Iterable
from datetime import datetime
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar, cast

from django.db import transaction
from django.db.models import Model
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from records.jobs import actions as jobs
from records.jobs.models import Job
from records.organisation.models import User
from records.rules import Refused
from records.workflow.actions import advance
from records.workflow.models import Staged, Worked
from records.workflow.rules import Workflow

Row = TypeVar("Row", bound=Staged)
Made = TypeVar("Made")
Given = ParamSpec("Given")
Condition = Callable[[Any, User], str]  # why it may not be, in a sentence; empty where it may
Act = Callable[Concatenate[Row, Given], Made]

_CONDITIONS: dict[tuple[Workflow, str], tuple[Condition, ...]] = {}
ACTS: dict[tuple[Workflow, str], Callable[..., Any]] = {}


def does(
    flow: Workflow, name: str, *, unless: Iterable[Condition] = ()
) -> Callable[[Act[Row, Given, Made]], Act[Row, Given, Made]]:
    """Declare the function as the one way to make a move of the table.

    It runs in a transaction on the row as it stands, held until the commit, once role,
    stage, the row's job and every condition of `unless` let it; else it is refused with
    the sentence that the closed button shows.
    """

    def declare(body: Act[Row, Given, Made]) -> Act[Row, Given, Made]:
        @wraps(body)
        @transaction.atomic
        def act(row: Row, /, *args: Given.args, **given: Given.kwargs) -> Made:
            held = hold(row)
            if why := why_not(held, name, cast(User, given["by"])):
                raise Refused(why)
            return body(held, *args, **given)

        _CONDITIONS[flow, name] = tuple(unless)
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
    key: str = "row",
    unless: Iterable[Condition] = (),
    meanwhile: Callable[[Any, Job], object] | None = None,
) -> Callable[[Act[Any, Given, dict[str, Any] | None]], Act[Any, Given, Job]]:
    """Declare a move that a worker makes: what people do is ask for it.

    The function runs when it is asked for, and may give the worker more to know (JSON
    scalars). The Celery `task` gets the row's key as `key`; the row is its alone until
    it is done. `title` names the job, with `%(row)s` for the row.
    `meanwhile` is done with the row and its job: what has to hold while the worker works.
    """

    def declare(body: Act[Any, Given, dict[str, Any] | None]) -> Act[Any, Given, Job]:
        @wraps(body)
        def ask(row: Worked, /, *args: Given.args, **given: Given.kwargs) -> Job:
            told = body(row, *args, **given) or {}
            by, at = cast(User, given["by"]), cast(datetime, given["at"])
            said, link = str(title) % {"row": row.called}, row.get_absolute_url()
            job = jobs.queue(task, title=said, by=by, at=at, link=link, **{key: row.pk}, **told)
            type(row)._default_manager.filter(pk=row.pk).update(job=job)
            if meanwhile:
                meanwhile(row, job)
            return job

        return does(flow, name, unless=unless)(ask)

    return declare


def works(
    model: type[Row], name: str, *, already: str | Promise, related: Iterable[str] = ()
) -> Callable[[Act[Row, Given, str]], Callable[..., str]]:
    """Declare the worker's part of a move: it does the work, makes the move and says so.

    A second run, after a worker was killed between the move and its last word, finds the
    move made and says `already`. `related` are the rows that the work reads with the row.
    """

    def declare(body: Act[Row, Given, str]) -> Callable[..., str]:
        @wraps(body)
        def work(*, row: int, **given: Any) -> str:
            held = model._default_manager.select_related(*related).get(pk=row)
            if held.stage not in model.FLOW[name].sources:
                return str(already)
            return body(held, **given)  # type: ignore[call-arg]

        return work

    return declare


def why_not(row: Staged, name: str, by: User) -> str:
    """Why `by` cannot make the move now, in a sentence; empty where it can be made."""
    move = row.FLOW[name]
    if by.role not in move.roles:
        return _("“%(move)s” is not open to your role (%(role)s).") % {
            "move": move.label,
            "role": by.get_role_display(),
        }
    asked = (_elsewhere(row, move.sources), _at_work(row))
    reasons = (condition(row, by) for condition in _CONDITIONS[row.FLOW, name])
    return next(filter(None, (*asked, *reasons)), "")


def hold(row: Row) -> Row:
    """The row as it stands, held until the transaction ends."""
    return type(row)._default_manager.select_for_update(of=("self",)).get(pk=row.pk)


def hold_at(row: Row, *stages: str) -> Row:
    """The row, held for a change that is no move; refused elsewhere, or while a job works."""
    held = hold(row)
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
