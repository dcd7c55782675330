"""Acting as the owner of the tables: for migrations and rights, and for nothing that people do."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import connection
from django.db.transaction import TransactionManagementError

ADDRESS = ("USER", "PASSWORD", "HOST", "PORT", "OPTIONS")


@contextmanager
def as_owner() -> Iterator[None]:
    """Let this thread's connection be the owner's; refused inside a transaction.

    Where only one address is given, the owner is the application and nothing changes.
    """
    if connection.in_atomic_block:
        raise TransactionManagementError("A transaction can't change whose it is.")
    before = connection.settings_dict
    address = {name: settings.OWNER.get(name, {}) for name in ADDRESS}
    connection.close()
    connection.settings_dict = {**before, **address}
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict = before
