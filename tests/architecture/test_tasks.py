"""Tasks: known by name, given plain values, sent only when the transaction has committed."""

import ast
import inspect
from pathlib import Path
from types import NoneType, UnionType
from typing import get_args, get_type_hints

import pytest
from celery import current_app

from archive_center import schedule
from tests.architecture import source

current_app.loader.import_default_modules()
OURS = {
    name: task
    for name, task in current_app.tasks.items()
    if task.__module__.split(".")[0] in source.PACKAGES
}
SCALARS = {str, int, float, bool, NoneType}
SENT_AT_ONCE = {"delay", "apply_async"}


def plain(kind: object) -> bool:
    """Whether a type is written the same way in a message as in memory."""
    if isinstance(kind, UnionType):
        return all(plain(each) for each in get_args(kind))
    return kind in SCALARS


@pytest.mark.parametrize("name", OURS)
def test_a_task_takes_scalars(name):
    function = OURS[name].run
    hints = get_type_hints(function)
    parameters = [each for each in inspect.signature(function).parameters if each != "self"]

    assert [each for each in parameters if not plain(hints[each])] == []


@pytest.mark.parametrize("name", OURS)
def test_a_task_has_a_name_of_its_own(name):
    """A name that follows the module would be lost with the module's."""
    app, _, verb = name.partition(".")

    assert app in source.PACKAGES
    assert verb.isidentifier()


KERNEL = Path("records/workflow/acts.py")  # asks for the task that an act declares


def queued() -> list[tuple[str, str]]:
    """The places that ask for a job, with the name of its task."""
    found = []
    for path in source.files():
        for call in source.nodes(path, ast.Call):
            asked = call.args[:1] if source.called(call) == "queue" and path != KERNEL else []
            declared = call.keywords if source.called(call) == "asks" else []
            asked += [each.value for each in declared if each.arg == "task"]
            for given in asked:
                name = given.value if isinstance(given, ast.Constant) else ast.unparse(given)
                found.append((f"{path}:{call.lineno}", str(name)))
    return found


def test_a_job_that_is_asked_for_has_a_task():
    assert [(place, name) for place, name in queued() if name not in OURS] == []


@pytest.mark.parametrize("name", [each["task"] for each in schedule.beat_schedule.values()])
def test_what_the_clock_starts_has_a_task(name):
    assert name in OURS


def test_nothing_is_sent_before_the_commit():
    def sent(path):
        return {source.called(call) for call in source.nodes(path, ast.Call)} & SENT_AT_ONCE

    assert source.breaking(sent) == {}


def test_the_search_finds_what_it_looks_for():
    asked = {name for _place, name in queued()}

    assert {"records.check_import", "transfers.flag_due_now"} <= asked & set(OURS)
    assert any(place.startswith("transfers/handover") for place, _name in queued())
    assert schedule.beat_schedule
