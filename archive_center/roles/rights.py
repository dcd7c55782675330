"""What the application may do to each table: it follows from what the models declare."""

from collections import defaultdict
from collections.abc import Iterator

from django.apps import apps
from django.conf import settings
from django.db import connection, transaction
from django.db.backends.postgresql.base import DatabaseWrapper
from django.db.models import Model
from psycopg import sql

from archive_center.roles.owner import as_owner
from records.triggers import OnlyAdded

READ = frozenset({"SELECT"})
ADD = READ | {"INSERT"}
CHANGE = ADD | {"UPDATE", "DELETE"}
ALL = CHANGE | {"TRUNCATE", "REFERENCES", "TRIGGER"}
NAME = "SELECT current_user"
OWN = """
    SELECT relname FROM pg_class
    WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p', 'v')
      AND relowner = current_user::regrole
"""
HELD = """
    SELECT relname, ARRAY(SELECT one FROM unnest(%s::text[]) AS one
                          WHERE has_table_privilege(oid, one))
    FROM pg_class
    WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p')
    ORDER BY relname
"""


def rights_on(table: str) -> frozenset[str]:
    """Nothing but reading on a table of no model: Django's own list of migrations."""
    return rights().get(table, READ)


def rights() -> dict[str, frozenset[str]]:
    """The rights by table; what a model declares to be only added to cannot be changed."""
    return {
        model._meta.db_table: ADD if _is_only_added_to(model) else CHANGE
        for model in apps.get_models(include_auto_created=True)
        if not model._meta.proxy
    }


def _is_only_added_to(model: type[Model]) -> bool:
    # What pgtrigger adds to Meta, its stubs do not.
    triggers = getattr(model._meta, "triggers", ())
    return any(isinstance(trigger, OnlyAdded) for trigger in triggers)


def grant() -> str:
    """Give the application its rights and take all others; returns its name.

    It may be repeated at any time. Empty where the application is itself the owner: then
    there is nobody to guard the tables from.
    """
    application = _application()
    with as_owner(), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(NAME)
        if cursor.fetchone()[0] == application:
            return ""
        cursor.execute(OWN)
        tables = [name for (name,) in cursor.fetchall()]
        for statement in _statements(sql.Identifier(application), tables):
            cursor.execute(statement)
    return application


def held() -> dict[str, frozenset[str]]:
    """The rights by table that the connected role has in fact."""
    with connection.cursor() as cursor:
        cursor.execute(HELD, [sorted(ALL)])
        return {table: frozenset(rights) for table, rights in cursor.fetchall()}


def _application() -> str:
    """The name of the role; asked of the database, because an address need not hold it."""
    other = DatabaseWrapper(settings.DATABASES["default"])
    with other.get_new_connection(other.get_connection_params()) as signed_in:
        return str(signed_in.execute(NAME).fetchone()[0])


def _statements(role: sql.Identifier, tables: list[str]) -> Iterator[sql.Composed]:
    """From nothing to what is needed. A table yet to come can be read and added to, no more."""
    yield sql.SQL("REVOKE CREATE ON SCHEMA public FROM PUBLIC, {}").format(role)
    yield sql.SQL("GRANT USAGE ON SCHEMA public TO {}").format(role)
    yield sql.SQL("REVOKE ALL ON ALL SEQUENCES IN SCHEMA public FROM {}").format(role)
    yield sql.SQL("GRANT SELECT, USAGE ON ALL SEQUENCES IN SCHEMA public TO {}").format(role)
    for kind, some in (("TABLES", "SELECT, INSERT"), ("SEQUENCES", "SELECT, USAGE")):
        yield sql.SQL("ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT {} ON {} TO {}").format(
            sql.SQL(some), sql.SQL(kind), role
        )
    by_rights: dict[frozenset[str], list[sql.Identifier]] = defaultdict(list)
    for table in tables:
        by_rights[rights_on(table)].append(sql.Identifier(table))
    for some_rights, names in by_rights.items():
        them = sql.SQL(", ").join(names)
        yield sql.SQL("REVOKE ALL ON {} FROM PUBLIC, {}").format(them, role)
        yield sql.SQL("GRANT {} ON {} TO {}").format(
            sql.SQL(", ".join(sorted(some_rights))), them, role
        )
