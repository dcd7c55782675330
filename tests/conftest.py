"""Real PostgreSQL, Redis, Celery workers and browsers for the tests."""

import pytest

from tests.browsing import browser, chromium, live, pytest_terminal_summary
from tests.working import worker

__all__ = ["browser", "chromium", "live", "pytest_terminal_summary", "worker"]


@pytest.fixture(scope="session", autouse=True)
def texts():
    """Pages are read in Chinese, so the texts are compiled where they are not."""
    from archive_center.messages import catalogue

    catalogue.compiled()


def pytest_collection_modifyitems(items) -> None:
    """A test that commits begins with the reference data: the one before left empty tables."""
    whole = pytest.mark.django_db(transaction=True, serialized_rollback=True)
    for item in items:
        marker = item.get_closest_marker("django_db")
        marked = marker is not None and marker.kwargs.get("transaction", False)
        if marked or {"transactional_db", "live_server"} & set(item.fixturenames):
            item.add_marker(whole, append=False)
