"""Operations that are done together: the models are put together once, not each time.

Django makes all models that hang together anew after every single operation. With some hundred
constraints and triggers that is nearly all of the time that an empty database takes.
"""

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from django.db.migrations import (
    AddConstraint,
    AddField,
    AddIndex,
    AlterField,
    CreateModel,
    RemoveConstraint,
    RemoveField,
    RemoveIndex,
)
from django.db.migrations.operations.base import Operation
from pgtrigger.migrations import AddTrigger, RemoveTrigger

# What is removed is found in the models of before, what is added in those of after; so they
# need no models of between, as long as no column is both made and altered among neighbours.
CHANGES = (
    AddConstraint,
    AddField,
    AddIndex,
    AddTrigger,
    AlterField,
    RemoveConstraint,
    RemoveField,
    RemoveIndex,
    RemoveTrigger,
)


def together(operations: Sequence[Any]) -> list[Any]:
    """The same operations in the same order, neighbours that are of one kind as one.

    A table is made as the models of after have it; so its later columns are of another kind.
    """
    found: list[Any] = []
    for kind, some in groupby(operations, _kind):
        found += [Together(list(some))] if kind else some
    return found


def _kind(operation: Any) -> str:
    if isinstance(operation, CreateModel):
        return "tables"
    return "changes" if isinstance(operation, CHANGES) else ""


class Together(Operation):
    """Several operations between one state and the next."""

    def __init__(self, operations: list[Any]) -> None:
        self.operations = operations

    def state_forwards(self, app_label: str, state: Any) -> None:
        rendered = state.__dict__.pop("apps", None)
        for one in self.operations:
            one.state_forwards(app_label, state)
        if rendered:
            state.apps = rendered
            changed = {(app_label, name_of(one)) for one in self.operations}
            state.reload_models(changed, delay=False)

    def database_forwards(self, app_label: str, editor: Any, before: Any, after: Any) -> None:
        for one in self.operations:
            one.database_forwards(app_label, editor, before, after)

    def database_backwards(self, app_label: str, editor: Any, before: Any, after: Any) -> None:
        for one in reversed(self.operations):
            one.database_backwards(app_label, editor, before, after)

    def describe(self) -> str:
        return "; ".join(one.describe() for one in self.operations)


def name_of(operation: Any) -> str:
    """The model that an operation is about."""
    named = "name" if isinstance(operation, CreateModel) else "model_name"
    name: str = getattr(operation, named)
    return name.lower()
