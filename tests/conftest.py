"""Real PostgreSQL, Redis, Celery workers and browsers for the tests."""

from contextlib import ExitStack
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.db import connections
from django.test import TransactionTestCase

from archive_center.roles.owner import as_owner
from tests.browsing import browser, chromium, live, pytest_terminal_summary
from tests.database import address_of, promises_set_aside
from tests.working import worker

__all__ = ["browser", "chromium", "live", "pytest_terminal_summary", "worker"]


@pytest.fixture(scope="session", autouse=True)
def texts():
    """Pages are read in Chinese, so the texts are compiled where they are not."""
    from archive_center.messages import translations

    translations.compiled()


@pytest.fixture(scope="session")
def owners_hand():
    """What the owner does before the first test and after the last: make and drop the database."""
    with ExitStack() as stack:
        yield stack


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings, owners_hand):
    owners_hand.enter_context(as_owner())


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, owners_hand):
    """Between making and dropping everything is done as the application.

    Keep the reference data within reach of every connection object: beside the browser's
    event loop Django makes another one in the same thread, which would not know what the
    first was given to put back.
    """
    owners_hand.close()
    first = connections["default"]
    if hasattr(first, "_test_serialized_contents"):
        type(first)._test_serialized_contents = first._test_serialized_contents
    yield
    owners_hand.enter_context(as_owner())


@pytest.fixture(scope="session", autouse=True)
def emptied_by_the_owner():
    """Only the owner may empty tables after a test that commits, and put reference data back."""
    case: Any = TransactionTestCase
    fill, empty = case._fixture_setup.__func__, case._fixture_teardown

    def filled(cls):
        with as_owner():
            fill(cls)

    def emptied(test):
        with as_owner(), promises_set_aside():
            empty(test)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(case, "_fixture_setup", classmethod(filled))
        patch.setattr(case, "_fixture_teardown", emptied)
        yield


@pytest.fixture
def owner(transactional_db):
    """A cursor of the tables' owner, on a connection of its own that sees what is committed."""
    with psycopg.connect(address_of(settings.OWNER), autocommit=True) as connection:
        yield connection.cursor()


def pytest_collection_modifyitems(items) -> None:
    """A test that commits begins with the reference data: the one before left empty tables."""
    whole = pytest.mark.django_db(transaction=True, serialized_rollback=True)
    for item in items:
        marker = item.get_closest_marker("django_db")
        marked = marker is not None and marker.kwargs.get("transaction", False)
        if marked or {"transactional_db", "live_server"} & set(item.fixturenames):
            item.add_marker(whole, append=False)
