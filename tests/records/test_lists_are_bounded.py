"""Every list costs the same number of queries for one row and for many, and has pages."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from records.jobs.models import Job
from records.loans.models import Loan
from tests import make
from transfers.due.models import DueRun

pytestmark = pytest.mark.django_db


def jobs(by):
    Job.objects.create(task="records.export_records", title="清单", by=by, queued_at=make.NOW)


def runs(by):
    DueRun.objects.create(today=make.NOW.date(), by=by, started_at=make.NOW)


def loans(by):
    reader = make.reader()
    told = {"purpose": "查", "days": 7, "asked_at": make.NOW}
    Loan.objects.create(borrower=reader, department=make.department(), **told)


LISTS = {"records:job-list": jobs, "transfers:due-runs": runs, "records:loan-list": loans}


@pytest.mark.parametrize("name", LISTS)
def test_a_list_costs_the_same_for_one_and_for_many_and_has_pages(client, name):
    supervisor = make.supervisor()
    client.force_login(supervisor)
    LISTS[name](make.archivist())
    client.get(reverse(name))
    with CaptureQueriesContext(
        connection,
    ) as one:
        client.get(reverse(name))
    for _ in range(60):
        LISTS[name](make.archivist())

    with CaptureQueriesContext(connection) as many:
        first = client.get(reverse(name)).context["page"]
    pages = [[row.pk for row in first.rows]]
    while first.next:
        first = client.get(reverse(name), {"after": first.next}).context["page"]
        pages.append([row.pk for row in first.rows])

    assert len(many) == len(one)
    shown = [pk for rows in pages for pk in rows]
    assert len(set(shown)) == 61
    assert shown == sorted(shown, reverse=True)
