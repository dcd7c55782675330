"""The test database, as others than the tests' own connection reach it."""

import fcntl
from hashlib import sha256
from time import monotonic
from typing import Any
from urllib.parse import quote, urlencode

import psycopg
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from psycopg import sql

from archive_center.local.provision import PROJECT, var_dir

CODE = (
    "records/**/*.py",
    "transfers/**/*.py",
    "stacks/**/*.py",
    "filing/**/*.py",
    "archive_center/**/*.py",
    "requirements/*.lock",
)


def address_of(role: dict[str, Any]) -> str:
    """The address of the test database for a role: settings.OWNER or the application's."""
    signed_in = ":".join(quote(str(role[part]), safe="") for part in ("USER", "PASSWORD"))
    place = f"{quote(str(role['HOST']), safe='')}:{role['PORT']}/{connection.settings_dict['NAME']}"
    return f"postgresql://{signed_in}@{place}?{urlencode(role.get('OPTIONS', {}))}"


def application() -> str:
    """The address of the test database, for workers and other processes."""
    return address_of(settings.DATABASES["default"])


def template() -> str:
    """The name of a database with all tables, which others are copied from; as the owner.

    The first process migrates it; it stays until the code or what is installed changes.
    """
    code = sha256()
    for path in (path for files in CODE for path in sorted(PROJECT.glob(files))):
        code.update(path.read_bytes())
    name = f"tables_{code.hexdigest()[:16]}"
    with (var_dir() / "tables.lock").open("w") as lock, connection._nodb_cursor() as cursor:
        fcntl.flock(lock, fcntl.LOCK_EX)
        cursor.execute("SELECT datname FROM pg_database WHERE datname LIKE 'tables\\_%'")
        known = {found for (found,) in cursor}
        if name not in known:
            for old in known:
                cursor.execute(sql.SQL("DROP DATABASE {}").format(sql.Identifier(old)))
            begun = f"{name}_begun"  # killed half-way, it is nobody's template
            cursor.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(begun)))
            migrate(begun)
            finished = sql.SQL("ALTER DATABASE {} RENAME TO {}")
            cursor.execute(finished.format(sql.Identifier(begun), sql.Identifier(name)))
    return name


def migrate(name: str) -> None:
    """Make the tables of a database, and leave it."""
    usual = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = name
    try:
        call_command("migrate", verbosity=0)
    finally:
        connection.close()
        connection.settings_dict["NAME"] = usual


class Reference:
    """What the migrations wrote, which the owner puts back after a test that commits."""

    def __init__(self) -> None:
        """Keep it, and let the test database promise nothing about a failing machine."""
        name = connection.settings_dict["NAME"]
        if not name.startswith("test_"):  # asked for without the test database
            raise RuntimeError(f"{name} is no database of tests.")
        self.owner = psycopg.connect(address_of(settings.OWNER), autocommit=True)
        self.owner.execute(f'ALTER DATABASE "{name}" SET synchronous_commit = off')
        tables = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
        self.tables = [table for (table,) in self.owner.execute(tables)]
        self.kept = self.filled()
        for table in self.kept:
            self.owner.execute(f"CREATE TEMPORARY TABLE kept_{table} AS TABLE {table}")

    def filled(self) -> list[str]:
        """The tables that have rows."""
        each = (f"SELECT '{table}' WHERE EXISTS (SELECT FROM {table})" for table in self.tables)
        return [table for (table,) in self.owner.execute(" UNION ALL ".join(each))]

    def back(self) -> None:
        """Empty every table, whatever triggers say, and fill those that were filled before."""
        with self.owner.transaction():
            self.owner.execute("SET LOCAL lock_timeout = '20s'")  # who holds one is at fault
            self.owner.execute("SET LOCAL session_replication_role = replica")
            for table in self.filled():
                self.owner.execute(f"DELETE FROM {table}")
            for table in self.kept:
                self.owner.execute(f"INSERT INTO {table} SELECT * FROM kept_{table}")

    def close(self) -> None:
        self.owner.close()


def until_somebody_waits_for_a_lock(people: int = 1) -> None:
    """Wait until so many other connections stand before locks that somebody holds."""
    began = monotonic()
    while monotonic() - began < 20:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT DISTINCT pid FROM pg_locks waits JOIN pg_locks has USING (pid)"
                " JOIN pg_database ours ON ours.oid = has.database"
                " WHERE NOT waits.granted AND datname = current_database()"
            )
            if cursor.rowcount >= people:
                return
    raise AssertionError("Nobody came to wait.")
