"""The test database, as others than the tests' own connection reach it."""

from contextlib import contextmanager
from time import monotonic
from typing import Any
from urllib.parse import quote, urlencode

from django.conf import settings
from django.db import connection

SWITCH = """
DO $$ DECLARE found record; BEGIN
    FOR found IN SELECT tgrelid::regclass AS of, tgname FROM pg_trigger
                 WHERE NOT tgisinternal AND tgtype & 32 > 0
    LOOP EXECUTE format('ALTER TABLE %s {} TRIGGER %I', found.of, found.tgname); END LOOP;
END $$
"""


def address_of(role: dict[str, Any]) -> str:
    """The address of the test database for a role: settings.OWNER or the application's."""
    signed_in = ":".join(quote(str(role[part]), safe="") for part in ("USER", "PASSWORD"))
    place = f"{quote(str(role['HOST']), safe='')}:{role['PORT']}/{connection.settings_dict['NAME']}"
    return f"postgresql://{signed_in}@{place}?{urlencode(role.get('OPTIONS', {}))}"


def application() -> str:
    """The address of the test database, for workers and other processes."""
    return address_of(settings.DATABASES["default"])


@contextmanager
def promises_set_aside():
    """The triggers by which no table is emptied, switched off; of use to the owner alone."""
    with connection.cursor() as cursor:
        cursor.execute(SWITCH.format("DISABLE"))
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute(SWITCH.format("ENABLE"))


def until_somebody_waits_for_a_lock() -> None:
    """Wait until another connection stands before a lock that somebody holds."""
    began = monotonic()
    while monotonic() - began < 20:
        with connection.cursor() as cursor:
            cursor.execute("SELECT FROM pg_locks WHERE NOT granted")
            if cursor.rowcount:
                return
    raise AssertionError("Nobody came to wait.")
