"""A change whose transaction ends after others were harvested is not lost to whoever harvests."""

from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Event

import pytest
from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone

from records.holdings.models import OpenRecord, Record
from records.holdings.rules import Access, Stage
from records.values.rules import Opening
from tests import make
from tests.records.harvest.harvester import Harvester

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def harvester(client, settings):
    settings.OAI_PMH = True
    settings.OAI_NAMESPACE, settings.OAI_EMAIL = "archives.example", "catalogue@archives.example"
    return Harvester(lambda asked: bytes(client.get(reverse("records:oai"), asked).content))


@pytest.fixture
def late():
    """Does something in a transaction of another connection; the function returned commits it."""
    may_end = Event()
    with ThreadPoolExecutor(1) as other:

        def begin(change):
            done = Event()

            def work():
                with transaction.atomic():
                    change()
                    done.set()
                    may_end.wait(30)
                connection.close()

            working = other.submit(work)
            assert done.wait(30)

            def commit():
                may_end.set()
                working.result()

            return commit

        yield begin
        may_end.set()


def opened(**given):
    return make.record(
        Stage.ACCEPTED, **{"opening": Opening.OPEN, "access": Access.SHARED, **given}
    )


def found(harvester):
    return {int(header.identifier.rsplit(":")[-1]) for header in harvester.headers()}


def moment(record):
    return OpenRecord.objects.get(record=record).changed_at


def test_what_is_committed_late_is_dated_after_all_that_was_told_before(harvester, late):
    first = opened()
    slow = make.record(Stage.ACCEPTED, access=Access.SHARED)
    commit = late(partial(Record.objects.filter(pk=slow.pk).update, opening=Opening.OPEN))
    second = opened()
    assert found(harvester) == {first.pk, second.pk}
    asked = timezone.now()

    commit()

    assert found(harvester) == {first.pk, slow.pk, second.pk}
    assert moment(first) < moment(second) < asked < moment(slow)
    again = moment(slow)
    assert found(harvester) == {first.pk, slow.pk, second.pk}
    assert moment(slow) == again  # a date that was told stays


def test_an_answer_waits_for_no_writer_and_what_he_held_comes_later(harvester, late):
    first, held = opened(), opened()
    commit = late(partial(Record.objects.filter(pk=held.pk).update, title="改过的题名"))
    assert found(harvester) == {first.pk}
    asked = timezone.now()

    commit()

    assert found(harvester) == {first.pk, held.pk}
    assert moment(held) > asked
