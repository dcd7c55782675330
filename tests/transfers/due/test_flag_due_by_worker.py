"""The nightly work and the run on request, done by a real worker."""

from typing import Any

import pytest
from celery import current_app
from django.db import connection
from django.test import Client
from django.urls import reverse

from archive_center import schedule
from records.jobs.models import Job
from records.jobs.rules import State
from tests import make
from tests.due_make import kept, reference_data
from transfers.due.models import Due, DueRun

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_clock_starts_the_nightly_task_at_two():
    entry: dict[str, Any] = schedule.beat_schedule["flag what is due"]

    current_app.loader.import_default_modules()
    assert entry["task"] in current_app.tasks
    assert (entry["schedule"].hour, entry["schedule"].minute) == ({2}, {0})
    assert schedule.timezone == "Asia/Shanghai"


def test_the_worker_flags_at_night_and_again_on_request(worker):
    reference_data()
    kept(2001)
    kept(None)
    if worker.process is None:
        worker.start()

    current_app.send_task("transfers.flag_due")
    worker.until(lambda: DueRun.objects.finished().exists())
    assert Due.objects.open().count() == 1

    client, supervisor = Client(), make.supervisor()
    client.force_login(supervisor)
    client.post(reverse("transfers:due-run-now"))
    worker.until(lambda: Job.objects.filter(state=State.DONE).exists())

    nightly, asked = DueRun.objects.order_by("id")
    assert (nightly.by, nightly.flagged, nightly.uncomputable) == (None, 1, 1)
    assert (asked.by, asked.flagged, asked.already) == (supervisor, 0, 1)
    job = Job.objects.get()
    assert (job.done, job.total) == (4, 4)
    assert "1" in job.message
    assert not connection.in_atomic_block
