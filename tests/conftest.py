"""Real PostgreSQL, Redis, Celery workers and browsers for the tests."""

import gc
from collections import Counter
from contextlib import ExitStack

import psycopg
import pytest
from django.conf import settings
from django.db import connection
from django.test import TransactionTestCase

from archive_center.roles.owner import as_owner
from tests.browsing import (
    browser,
    chromium,
    judged,
    live,
    pytest_terminal_summary,
    still_browser,
)
from tests.database import Reference, address_of, template
from tests.working import worker

__all__ = [
    "browser",
    "chromium",
    "judged",
    "live",
    "pytest_terminal_summary",
    "still_browser",
    "worker",
]


@pytest.fixture(scope="session", autouse=True)
def texts():
    """Pages are read in Chinese, so the texts are compiled where they are not."""
    from archive_center.messages import translations

    translations.compiled()


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items) -> None:
    """Long files come first, small ones last: then no process waits long for another."""
    long = {item.path for item in items if item.get_closest_marker("slow")}
    driven = {item.path for item in items if item.get_closest_marker("browser")}
    many = Counter(item.path for item in items)
    items.sort(key=lambda item: (item.path not in long | driven, -many[item.path]))


def pytest_collection_finish() -> None:
    """Thousands of tests and all that is imported stay: they are not looked through for garbage."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


@pytest.fixture(scope="session")
def owners_hand():
    """What the owner does before the first test and after the last: make and drop the database."""
    with ExitStack() as stack:
        yield stack


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings, django_db_blocker, owners_hand):
    owners_hand.enter_context(as_owner())
    with django_db_blocker.unblock():
        connection.settings_dict["TEST"]["TEMPLATE"] = template()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, owners_hand):
    """Between making and dropping everything is done as the application.

    But for one thing: after a test that commits the owner puts the tables back as they were.
    """
    owners_hand.close()
    reference = Reference()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda _test: reference.back())
        yield
    reference.close()
    owners_hand.enter_context(as_owner())


@pytest.fixture
def owner(transactional_db):
    """A cursor of the tables' owner, on a connection of its own that sees what is committed."""
    with psycopg.connect(address_of(settings.OWNER), autocommit=True) as connection:
        yield connection.cursor()
