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
