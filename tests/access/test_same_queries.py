"""Whoever asks, a list costs the same: there is no row per person and record."""

import pytest
from django.core.cache import cache
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from records.jobs.models import Job
from tests import make
from tests.access import secrets

LISTS = [
    "records:record-list",
    "records:record-print",
    "records:job-list",
    "records:loan-list",
    "transfers:due-list",
    "transfers:uncomputable-list",
    "transfers:rule-list",
]

# What the centre is told besides: when the due dates were last worked out.
MORE_FOR_THE_CENTRE = {"transfers:due-list": 1}


def queries(world, who: str, address: str) -> list[str]:
    client = world.clients[who]
    cache.clear()
    with (
        transaction.atomic(),
        CaptureQueriesContext(
            connection,
        ) as told,
    ):
        assert client.get(address).status_code == 200
        transaction.set_rollback(True)
    return [query["sql"] for query in told.captured_queries]


@pytest.mark.parametrize("name", LISTS)
def test_a_list_costs_a_supervisor_what_it_costs_a_reader(world, name):
    for whose in ("own", "other"):
        secrets.keep(world.rows[whose]["fonds"], world.people["archivist"])
    Job.objects.create(task="none", title="导出", by=world.people["reader"], queued_at=make.NOW)
    counts = {
        who: len(queries(world, who, reverse(name)))
        for who in ("reader", "officer", "archivist", "supervisor")
    }

    more = MORE_FOR_THE_CENTRE.get(name, 0)
    assert counts["reader"] == counts["officer"], counts
    assert counts["archivist"] == counts["supervisor"] == counts["reader"] + more, counts


@pytest.mark.parametrize("name", LISTS)
def test_a_list_costs_the_same_however_much_there_is(world, name):
    before = len(queries(world, "archivist", reverse(name)))
    for whose in ("own", "other"):
        secrets.keep(world.rows[whose]["fonds"], world.people["archivist"])

    assert len(queries(world, "archivist", reverse(name))) <= before + 1
