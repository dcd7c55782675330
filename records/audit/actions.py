"""Writing the trail: in the transaction that does the act, with who, when and from where."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Expression, Model, QuerySet

from records.audit.models import Entry
from records.organisation.models import User
from records.sentences import Keeps
from records.values.marks import refuse_secrets

# `chosen` is the ORM's own query, with its parameters bound; `keys` the same of keys alone, so
# that no row has to wait with all that is told of it until the last one is counted.
ENTRIES = """
    WITH numbers AS MATERIALIZED (
        SELECT pg_get_serial_sequence('records_audit_entry', 'id')::regclass AS next
    ), lead AS MATERIALIZED (
        SELECT next, nextval(next) AS first, {total}::bigint AS total FROM numbers)
    INSERT INTO records_audit_entry
        (id, verb, "table", "row", label, by_id, address, at, before, after, batch, acts)
    SELECT CASE WHEN place = 1 THEN first ELSE nextval(next) END,
           %s, %s, row.pk::text, coalesce(row.called::text, ''), %s, %s::inet, %s,
           {was}, {told},
           CASE WHEN total > 1 THEN first END, CASE WHEN place = 1 AND total > 1 THEN total END
    FROM lead CROSS JOIN (
        SELECT chosen.*, row_number() OVER () AS place
        FROM ({chosen}) AS chosen (pk, called{of_each})) AS row"""
OF_ALL = "%s::jsonb"
OF_EACH = f"{OF_ALL} || jsonb_strip_nulls(row._{{}})"
COUNTED = "(SELECT count(*) FROM ({}) AS keys)"
_address: ContextVar[str | None] = ContextVar("address", default=None)


@contextmanager
def acting_from(address: str | None) -> Iterator[None]:
    """Name the network address that acts written inside come from."""
    token = _address.set(address)
    try:
        yield
    finally:
        _address.reset(token)


def acting_address() -> str | None:
    """The network address that acts come from now; a job keeps it until it is done."""
    return _address.get()


def note(
    verb: str,
    row: Model,
    *,
    by: User | None,
    at: datetime,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> Entry:
    """Write what was done to one row.

    `by` is None only for what the system does by itself and for a wrong password, of which
    nobody knows who typed it; there the row may be nobody's account.
    The trail is never shortened, so what bears the mark of a state secret is refused here
    whatever road it took, and the act with it.
    """
    refuse_secrets(after)
    return Entry.objects.create(
        verb=verb,
        table=row._meta.label,
        row=str(row.pk or ""),
        label=str(row),
        by=by,
        address=_address.get(),
        at=at,
        before=before or {},
        after=after or {},
    )


def note_all(
    verb: str,
    rows: QuerySet[Any],
    *,
    label: str,
    by: User | None,
    at: datetime,
    before: dict[str, Any] | Expression | None = None,
    after: dict[str, Any] | None = None,
    each: Expression | None = None,
    known: int | None = None,
) -> int:
    """Write the same act on every row of a set, one entry each, in one statement.

    `label` names the column that the rows are called by. `before` is what was, of all the
    same, or the expression of a JSON object of every row's own; `each` is such an object of
    what is told of every row by itself after the act, and was looked at for marks before.
    Entries of one act bear the number of the first of them, which keeps how many they are;
    who has just written that many rows may say so (`known`), and they are not counted.
    Returns the number of entries. Refused as in `note`.
    """
    refuse_secrets(after)
    was = before if isinstance(before, Expression) else None
    of_each = {name: one for name, one in (("_was", was), ("_told", each)) if one}
    own = rows.order_by().annotate(**of_each)
    try:
        chosen, parameters = own.values_list("pk", label, *of_each).query.sql_with_params()
        keys, counted = rows.order_by().values_list("pk").query.sql_with_params()
    except EmptyResultSet:  # the ORM knows without asking that nothing matches
        return 0
    encode = Keeps().encode
    who = by.pk if by else None
    given = [verb, rows.model._meta.label, who, _address.get(), at]
    given += [encode(before if isinstance(before, dict) else {}), encode(after or {})]
    total, counted = (COUNTED.format(keys), counted) if known is None else ("%s", (known,))
    with connection.cursor() as cursor:
        statement = ENTRIES.format(total=total, chosen=chosen, **_columns(of_each))
        cursor.execute(statement, [*counted, *given, *parameters])
        return int(cursor.rowcount)


def _columns(of_each: Collection[str]) -> dict[str, str]:
    """What is told of each row by itself, and what is told of all."""
    told = {name: OF_EACH if f"_{name}" in of_each else OF_ALL for name in ("was", "told")}
    return {name: text.format(name) for name, text in told.items()} | {
        "of_each": "".join(f", {name}" for name in of_each)
    }
