"""What waits for a person: each thing with what it is, since when, and where to do it."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from records.jobs.models import Job
from records.jobs.rules import State
from records.organisation.models import User

SHOWN = 8  # lines of one kind
REMEMBERED = timedelta(days=7)  # how long a failed job stays on the desk


class Task(NamedTuple):
    """One line of “waits for me”. `meaning` is the kind of its badge, `records` is how many it is about."""

    meaning: str
    fact: str | Promise
    kind: str | Promise
    title: str
    url: str
    whom: str
    records: int | None
    since: datetime


def tasks(user: User, *, at: datetime) -> list[Task]:
    """All that waits for the person, what has waited longest first."""
    found = [*failed_jobs(user, at=at)]
    return sorted(found, key=lambda task: task.since)


def failed_jobs(user: User, *, at: datetime) -> Iterator[Task]:
    """Long work of the person that came to nothing in the last days."""
    failed = Job.objects.filter(by=user, state=State.FAILED, finished_at__gt=at - REMEMBERED)
    for job in failed[:SHOWN]:
        yield Task(
            meaning="late",
            fact=job.get_state_display(),
            kind=_("Job"),
            title=job.title,
            url=job.get_absolute_url(),
            whom=job.message,
            records=None,
            since=job.finished_at or job.queued_at,
        )
