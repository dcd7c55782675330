"""Whether the trail itself is as it should be: what guards it, and what must agree with it."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from django.apps import apps
from django.db import connection
from django.db.models import Model

from records.audit.models import Entry

TABLE = Entry._meta.db_table
# Every statement is made of names of our own, none of what people type.
# ruff: noqa: S608
INSTALLED = f"""
    SELECT tgname, obj_description(t.oid, 'pg_trigger'), prosrc, tgenabled IN ('O', 'A')
    FROM pg_trigger t JOIN pg_proc p ON p.oid = tgfoid
    WHERE tgrelid = '{TABLE}'::regclass AND NOT tgisinternal"""
MAY = f"""
    SELECT coalesce(bool_or(has_table_privilege('{TABLE}', one)), false)
    FROM unnest(ARRAY['UPDATE', 'DELETE', 'TRUNCATE', 'TRIGGER']) AS one"""
COUNTED = f"SELECT count(*), count(*) FILTER (WHERE at > now()) FROM {TABLE}"
BROKEN = f"""
    SELECT count(*) FROM (
        SELECT FROM {TABLE} WHERE batch IS NOT NULL
        GROUP BY batch HAVING count(*) IS DISTINCT FROM max(acts)) AS act"""
UNTOLD = """
    SELECT count(*) FROM {steps} step WHERE NOT EXISTS (
        SELECT FROM {trail} WHERE "table" = %s AND "row" = step.{key}::text AND verb = step.name)"""


@dataclass(frozen=True)
class Found:
    """`guards`: the triggers are there, in force and unchanged. `rights`: nobody but their owner
    could take them off. `ahead`, `broken`, `untold`: how many contradictions of each kind.
    """

    entries: int
    guards: bool
    rights: bool
    ahead: int
    broken: int
    untold: int

    @property
    def is_sound(self) -> bool:
        faults = self.ahead + self.broken + self.untold
        return self.guards and self.rights and not faults

    @property
    def told(self) -> dict[str, Any]:
        """As an entry keeps it."""
        return asdict(self)


def verify() -> Found:
    """Look through the whole trail; it costs a few readings of its table."""
    ((entries, ahead),) = _rows(COUNTED)
    ((may,),) = _rows(MAY)
    ((broken,),) = _rows(BROKEN)
    return Found(
        entries=entries,
        guards=_is_guarded(),
        rights=not may,
        ahead=ahead,
        broken=broken,
        untold=sum(_untold(model) for model in _staged()),
    )


def _is_guarded() -> bool:
    installed = {name: told for name, *told in _rows(INSTALLED)}
    # What pgtrigger adds to Meta, its stubs do not.
    return all(
        _agrees(trigger, installed.get(trigger.get_pgid(Entry)))
        for trigger in getattr(Entry._meta, "triggers", ())
    )


def _agrees(trigger: Any, installed: list[Any] | None) -> bool:
    """Whether a trigger is there as it is declared, its function's text included."""
    if installed is None:
        return False
    mark, text, is_enabled = installed
    return bool(
        is_enabled and mark == trigger.compile(Entry).hash and trigger.get_func(Entry) in text
    )


def _staged() -> Iterator[type[Model]]:
    """Everything whose moves are kept as steps."""
    return (model for model in apps.get_models() if hasattr(model, "steps"))


def _untold(model: Any) -> int:
    steps = model._meta.get_field("steps")
    names = {"steps": steps.related_model._meta.db_table, "key": steps.field.column}
    ((count,),) = _rows(UNTOLD.format(trail=TABLE, **names), [model._meta.label])
    return int(count)


def _rows(statement: str, parameters: Any = None) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return list(cursor.fetchall())
