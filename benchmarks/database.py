"""A database of its own for measuring, on the same server as the checkout's: never the real one."""

import os
from urllib.parse import urlsplit, urlunsplit

import django
import psycopg
from celery import current_app
from psycopg import sql

from archive_center.local import servers


def use(name: str, *, fresh: bool = False) -> None:
    """Make the database `name` where it is missing, and point Django at it.

    Call it before models are imported or the database is asked anything. The local
    servers are started where DATABASE_URL names no other; `fresh` throws away what was there.
    A new one is a copy of DATABASE_TEMPLATE where that is given and there, else it is empty.
    """
    servers.ensure()
    # As the owner of the tables, which generated data empty and refill.
    owner = os.environ.pop("MIGRATION_DATABASE_URL", os.environ["DATABASE_URL"])
    address = urlsplit(owner)
    with psycopg.connect(urlunsplit(address), autocommit=True) as connection:
        if fresh:
            drop = "DROP DATABASE IF EXISTS {} WITH (FORCE)"
            connection.execute(sql.SQL(drop).format(sql.Identifier(name)))
        known = [there for (there,) in connection.execute("SELECT datname FROM pg_database")]
        if name not in known:
            given = os.environ.get("DATABASE_TEMPLATE", "")
            make = sql.SQL("CREATE DATABASE {} TEMPLATE {} ENCODING 'UTF8'").format(
                sql.Identifier(name), sql.Identifier(given if given in known else "template0")
            )
            connection.execute(make)
    os.environ["DATABASE_URL"] = urlunsplit(address._replace(path=f"/{name}"))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "archive_center.settings")
    os.environ.setdefault("LOG_LEVEL", "WARNING")
    django.setup()
    # no worker of the checkout may take the jobs of this database
    current_app.conf.update(broker_url="memory://localhost")


def emptied(*tables: str) -> None:
    """Empty tables with all that hangs on them, also those that no one else may empty."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(f"TRUNCATE {', '.join(tables)} CASCADE")
        cursor.execute("RESET session_replication_role")
