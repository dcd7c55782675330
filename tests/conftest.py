"""Real PostgreSQL, Redis, Celery workers and browsers for the tests."""

import pytest

from tests.browsing import browser, chromium, live, pytest_terminal_summary
from tests.working import worker

__all__ = ["browser", "chromium", "live", "pytest_terminal_summary", "worker"]
LET_TABLES_BE_EMPTIED = """
DO $$ DECLARE each record; BEGIN
    FOR each IN SELECT tgrelid::regclass AS of, tgname FROM pg_trigger
                WHERE tgname LIKE 'pgtrigger_never_emptied%'
    LOOP EXECUTE format('ALTER TABLE %s DISABLE TRIGGER %I', each.of, each.tgname); END LOOP;
END $$
"""


@pytest.fixture(scope="session", autouse=True)
def texts():
    """Pages are read in Chinese, so the texts are compiled where they are not."""
    from archive_center.messages import translations

    translations.compiled()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Keep the reference data within reach of every connection object; let tests empty tables.

    Beside the browser's event loop Django makes another one in the same thread, which
    would not know what the first was given to put back. After a test that commits,
    Django empties every table, which the database would refuse.
    """
    from django.db import connections

    first = connections["default"]
    with django_db_blocker.unblock(), first.cursor() as cursor:
        cursor.execute(LET_TABLES_BE_EMPTIED)
    if hasattr(first, "_test_serialized_contents"):
        type(first)._test_serialized_contents = first._test_serialized_contents


def pytest_collection_modifyitems(items) -> None:
    """A test that commits begins with the reference data: the one before left empty tables."""
    whole = pytest.mark.django_db(transaction=True, serialized_rollback=True)
    for item in items:
        marker = item.get_closest_marker("django_db")
        marked = marker is not None and marker.kwargs.get("transaction", False)
        if marked or {"transactional_db", "live_server"} & set(item.fixturenames):
            item.add_marker(whole, append=False)
