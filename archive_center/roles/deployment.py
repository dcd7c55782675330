"""`manage.py check --deploy` says where the role of web and workers can do more than it should."""

from collections.abc import Iterator
from typing import Any

from django.core.checks import CheckMessage, Error
from django.core.checks import Warning as Unknown
from django.db import OperationalError, connection

from archive_center.roles.rights import held, rights_on

SHOWN = 5
# What is said of the role, and the question to the database that names its objects.
FAULTS = {
    "has the privileges of": """
        SELECT power FROM pg_roles, LATERAL (VALUES
            ('SUPERUSER', rolsuper), ('CREATEROLE', rolcreaterole), ('CREATEDB', rolcreatedb),
            ('REPLICATION', rolreplication), ('BYPASSRLS', rolbypassrls)) AS one (power, has)
        WHERE rolname = current_user AND has""",
    "is a member of": """
        SELECT rolname FROM pg_roles
        WHERE rolname <> current_user AND pg_has_role(oid, 'MEMBER') ORDER BY rolname""",
    "may create in": """
        SELECT 'database ' || current_database()
        WHERE has_database_privilege(current_database(), 'CREATE')
        UNION ALL
        SELECT 'schema ' || nspname FROM pg_namespace
        WHERE has_schema_privilege(oid, 'CREATE') AND nspname NOT LIKE 'pg\\_temp\\_%'""",
    "owns": """
        SELECT oid::regclass::text FROM pg_class
        WHERE relowner = current_user::regrole AND relpersistence <> 't' ORDER BY 1""",
}
REMEDY = "Give web and workers a role of their own: docs/production.md, “Database”."
GRANT = "Run `manage.py grant`, which gives and takes what is needed."


def role_is_bounded(**_: Any) -> list[CheckMessage]:
    """One message for each kind of thing that the role can do and should not."""
    try:
        return list(_faults())
    except OperationalError:
        return [Unknown("The database does not answer; its role is not known.", id="roles.W001")]


def _faults() -> Iterator[CheckMessage]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        role = f"The database role {cursor.fetchone()[0]}"
        for number, (says, question) in enumerate(FAULTS.items(), start=1):
            cursor.execute(question)
            if named := [name for (name,) in cursor.fetchall()]:
                yield Error(f"{role} {says} {_some(named)}.", REMEDY, id=f"roles.E00{number}")
            if "SUPERUSER" in named:
                return  # it could do everything else, too
    for table, rights in held().items():
        if more := rights - rights_on(table):
            yield Error(f"{role} may {_some(more)} {table}.", GRANT, id="roles.E005")
        if less := rights_on(table) - rights:
            yield Error(f"{role} may not {_some(less)} {table}.", GRANT, id="roles.E006")


def _some(names: Any) -> str:
    """A few of them, and how many more."""
    named = sorted(names)
    more = f" and {len(named) - SHOWN} more" if len(named) > SHOWN else ""
    return ", ".join(named[:SHOWN]) + more
