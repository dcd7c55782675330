"""Advisory locks of PostgreSQL: what only one may do at a time, each with a key of its own."""

from collections.abc import Iterator
from contextlib import contextmanager
from enum import IntEnum

from django.db import connection


class Lock(IntEnum):
    """The first key of each lock; the second says of what, and is 0 where there is but one."""

    JOB = 7001  # a worker works on this job
    CODES = 7002  # shared while codes are given, alone while an alias is
    FONDS = 7003  # an import fills this fonds
    BATCH_NUMBER = 7004  # a handover gets its number of the year
    DUE = 7005  # what is due is being worked out
    PEOPLE = 7006  # who signs in, or where they belong, is being changed
    INSPECTION = 7008  # copies are being read again in rotation
    READER = 7007  # the pages that this person reads are being noted
    RECOGNITION = 7012  # the text of pages is being recognised
    CERTIFICATE = 7011  # the certificate of a copy gets its number of the year
    DATES = 7015  # changes of the open catalogue are being dated


def wait_for(lock: Lock, key: int = 0, *, shared: bool = False) -> None:
    """Hold the lock until the transaction ends; waits for whoever has it."""
    kind = "_shared" if shared else ""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT pg_advisory_xact_lock{kind}(%s, %s)", [lock, key])


@contextmanager
def try_for(lock: Lock, key: int = 0) -> Iterator[bool]:
    """Hold the lock inside the block, if nobody has it; says whether. A dead process has none."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [lock, key])
        held = bool(cursor.fetchone()[0])
    try:
        yield held
    finally:
        if held:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [lock, key])
