"""Statements as somebody with a database client would send them."""

from contextlib import contextmanager

import pytest
from django.db import DatabaseError, connection, transaction

NOT_GRANTED = "permission denied|must be owner"


def run(statement, *parameters) -> int:
    """Send a statement; how many rows it touched."""
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return int(cursor.rowcount)


def commit() -> None:
    """What a commit would check, checked now."""
    run("SET CONSTRAINTS ALL IMMEDIATE")
    run("SET CONSTRAINTS ALL DEFERRED")


@contextmanager
def refused(why: str):
    """What is done inside is refused: by a trigger that says why, or because it is not granted."""
    commit()  # or pending checks of what was made before would be in the way
    told = f"{why}|{NOT_GRANTED}"
    with pytest.raises(DatabaseError, match=told), transaction.atomic():  # noqa: PT012
        yield
        commit()
