"""A role as which the application signs in: it owns nothing and commands nothing."""

from contextlib import suppress
from typing import Any

import psycopg
from psycopg import sql


def make_role(connection: psycopg.Connection[Any], name: str, password: str) -> None:
    """Make it, without any privilege, or give the one that is there this password."""
    role = sql.Identifier(name)
    # It may be known, or another process be quicker.
    with suppress(psycopg.errors.DuplicateObject, psycopg.errors.UniqueViolation):
        connection.execute(sql.SQL("CREATE ROLE {}").format(role))
    signed_in = sql.SQL("ALTER ROLE {} LOGIN PASSWORD {}").format(role, sql.Literal(password))
    connection.execute(signed_in)
