"""Real PostgreSQL, Redis, Celery workers and browsers for the tests."""

from tests.browsing import browser, chromium, live, pytest_terminal_summary
from tests.working import worker

__all__ = ["browser", "chromium", "live", "pytest_terminal_summary", "worker"]
