"""What PostgreSQL refuses of a staged row: triggers made from its table of moves."""

# Every statement is made of names and stages of our own, none of what people type.
# ruff: noqa: S608

from typing import Any, ClassVar

import pgtrigger

from records.triggers import NeverEmptied, OnlyAdded, Refusal, TimedByDatabase, Trigger
from records.workflow.rules import Workflow


def bound_stage(flow: Workflow) -> list[Trigger]:
    """For a model with a stage: its rows begin at a way in and go only by moves of the table."""
    return [BegunAtEntry(flow), MovedByTable(flow), NeverEmptied()]


def bound_steps(flow: Workflow) -> list[Trigger]:
    """For the steps of a staged model: only added to, each from where the last one led, now."""
    timed = TimedByDatabase("time_is_the_databases", "at")
    return [timed, FollowsLast(flow), AgreesWithStage(), OnlyAdded(), NeverEmptied()]


class BegunAtEntry(Refusal):
    """A row is made in a stage that a way in leads to."""

    name = "stage_begins_at_entry"
    operation = pgtrigger.Insert
    message = "no row of % begins as %"
    told = ("TG_TABLE_NAME", "NEW.stage")

    def __init__(self, flow: Workflow) -> None:
        self.entries = flow.entries
        super().__init__()

    def get_condition(self, model: Any) -> pgtrigger.Condition:
        return pgtrigger.Condition(f"(NEW.stage NOT IN ({quoted(self.entries)}))")


class MovedByTable(Refusal):
    """A stage changes to one that a move leads to from there."""

    name = "stage_moves_by_table"
    operation = pgtrigger.Update
    message = "% % does not move from % to %"
    told = ("TG_TABLE_NAME", "OLD.id", "OLD.stage", "NEW.stage")

    def __init__(self, flow: Workflow) -> None:
        self.passages = flow.passages
        super().__init__()

    def get_condition(self, model: Any) -> pgtrigger.Condition:
        pairs = ", ".join(f"({quoted(pair)})" for pair in self.passages)
        return pgtrigger.Condition(
            f"(OLD.stage IS DISTINCT FROM NEW.stage AND (OLD.stage, NEW.stage) NOT IN ({pairs}))"
        )


class AtCommit(Refusal):
    """What has to be true when the transaction ends, whatever happened in between."""

    when = pgtrigger.After
    timing = pgtrigger.Deferred

    def holds(self, model: Any) -> str:
        """What has to be true, in SQL."""
        raise NotImplementedError

    def get_func(self, model: Any) -> str:
        return f"IF NOT ({self.holds(model)}) THEN {super().get_func(model)} END IF; RETURN NULL;"


class HasItsStep(AtCommit):
    """No stage changes without its step: at the commit the newest step led to the stage."""

    name = "stage_has_its_step"
    operation = pgtrigger.Update
    condition = pgtrigger.Condition("(OLD.stage IS DISTINCT FROM NEW.stage)")
    message = "% % was moved without its step"
    told = ("TG_TABLE_NAME", "NEW.id")

    def holds(self, model: Any) -> str:
        steps = model._meta.get_field("steps")
        key = steps.field.column
        return _agreement(model, "NEW.id", steps.related_model, key)


class NamedByStep(AtCommit):
    """Who stands in a column, at the stages that need the name, made the newest step to a stage.

    So nobody is named under a proposal or an approval but who made it.
    """

    operation = pgtrigger.Update
    message = "% of % % did not make the step"

    def __init__(self, name: str, field: str, *, by: str, at: tuple[str, ...]) -> None:
        self.field, self.led_to, self.stages = field, by, at
        self.told = (f"'{field}'", "TG_TABLE_NAME", "NEW.id")
        super().__init__(name=name)

    def get_condition(self, model: Any) -> pgtrigger.Condition:
        column = model._meta.get_field(self.field).column
        was, now = (f"{row}.stage, {row}.{column}" for row in ("OLD", "NEW"))
        return pgtrigger.Condition(f"(({was}) IS DISTINCT FROM ({now}))")

    def holds(self, model: Any) -> str:
        steps = model._meta.get_field("steps")
        key, column = steps.field.column, model._meta.get_field(self.field).column
        last = _newest(
            steps.related_model, key, "NEW.id", "by_id", f" AND target = '{self.led_to}'"
        )
        return (
            f"SELECT stage NOT IN ({quoted(self.stages)})"
            f" OR {column} IS NOT DISTINCT FROM ({last})"
            f" FROM {model._meta.db_table} WHERE id = NEW.id"
        )


class AgreesWithStage(AtCommit):
    """No step is added to a row that did not move so."""

    name = "step_agrees_with_stage"
    operation = pgtrigger.Insert
    message = "a step of % was added to a row that did not move"

    def holds(self, model: Any) -> str:
        moved = _moved(model)
        return _agreement(moved.related_model, f"NEW.{moved.column}", model, moved.column)


class FollowsLast(Refusal):
    """A step begins where the last one led, and the first one where a row may begin.

    Its key is above that one's, so that none is slipped in between those that are there.
    """

    name = "step_follows_last"
    operation = pgtrigger.Insert
    message = "a step of % does not begin where the last one led"

    def __init__(self, flow: Workflow) -> None:
        self.entries = flow.entries
        super().__init__()

    def get_func(self, model: Any) -> str:
        key = _moved(model).column
        led, last = (_newest(model, key, f"NEW.{key}", what) for what in ("ARRAY[target]", "id"))
        return (
            f"IF NEW.source <> ALL (coalesce(({led})::text[], ARRAY[{quoted(self.entries)}]))"
            f" OR NEW.id <= coalesce(({last}), 0)"
            f" THEN {super().get_func(model)} END IF; RETURN NEW;"
        )


class OnlyAt(Refusal):
    """Rows that belong to a staged row come, go or change only while that stands at some stages."""

    when = pgtrigger.After
    level = pgtrigger.Statement
    message = "no % is {} at this stage"
    done: ClassVar[str]
    touched: ClassVar[str]  # the rows in question, from the transition tables

    def __init__(self, name: str, of: str, *stages: str) -> None:
        self.of, self.stages, self.message = of, stages, self.message.format(self.done)
        super().__init__(name=name)

    def get_func(self, model: Any) -> str:
        whose = model._meta.get_field(self.of)
        return (
            f"IF EXISTS (SELECT FROM ({self.touched}) AS touched"
            f" JOIN {whose.related_model._meta.db_table} AS whose"
            f" ON whose.id = touched.{whose.column}"
            f" WHERE whose.stage NOT IN ({quoted(self.stages)}))"
            f" THEN {super().get_func(model)} END IF; RETURN NULL;"
        )


class AddedAt(OnlyAt):
    operation = pgtrigger.Insert
    referencing = pgtrigger.Referencing(new="added")  # type: ignore[no-untyped-call]
    done, touched = "added", "SELECT * FROM added"


class TakenOutAt(OnlyAt):
    operation = pgtrigger.Delete
    referencing = pgtrigger.Referencing(old="gone")  # type: ignore[no-untyped-call]
    done, touched = "taken out", "SELECT * FROM gone"


class ChangedAt(OnlyAt):
    """One column of theirs changes only then."""

    operation = pgtrigger.Update
    referencing = pgtrigger.Referencing(old="gone", new="added")  # type: ignore[no-untyped-call]
    done = "changed"

    def __init__(self, name: str, of: str, *stages: str, column: str) -> None:
        self.touched = (  # type: ignore[misc]
            "SELECT added.* FROM added JOIN gone ON gone.id = added.id"
            f" WHERE gone.{column} IS DISTINCT FROM added.{column}"
        )
        super().__init__(name, of, *stages)


def quoted(stages: tuple[str, ...]) -> str:
    return ", ".join(f"'{stage}'" for stage in stages)


def _moved(steps: Any) -> Any:
    """The column of a step that says whose it is."""
    related = (field for field in steps._meta.fields if field.is_relation)
    return next(field for field in related if field.remote_field.related_name == "steps")


def _newest(steps: Any, key: str, row: str, what: str = "target", where: str = "") -> str:
    table = steps._meta.db_table
    return f"SELECT {what} FROM {table} WHERE {key} = {row}{where} ORDER BY id DESC LIMIT 1"


def _agreement(model: Any, row: str, steps: Any, key: str) -> str:
    stage = f"SELECT stage FROM {model._meta.db_table} WHERE id = {row}"
    return f"({stage}) IS NOT DISTINCT FROM ({_newest(steps, key, row)})"
