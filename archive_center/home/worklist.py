"""What waits for a person: each thing with what it is, since when, by when, and where to do it."""

from collections.abc import Iterable
from datetime import datetime

from django.utils import timezone

from archive_center.home.sources import (
    Source,
    amendments,
    borrowed,
    drafts,
    failed_jobs,
    handovers,
    imports,
    loans,
    requests,
)
from archive_center.home.task import Task
from archive_center.home.yearly import batches
from records.organisation.models import User
from records.organisation.questions import together


def sources(user: User, *, at: datetime) -> list[Source]:
    """Where tasks of the person come from; nothing is asked yet."""
    return [
        *(kind(user) for kind in (drafts, imports, amendments, handovers)),
        loans(user, at=at),
        borrowed(user),
        requests(user),
        batches(user),
        failed_jobs(user, at=at),
    ]


def tasks(user: User, *, at: datetime) -> list[Task]:
    """All that waits for the person, what has waited longest first.

    As many lines as fonds have drafts, as the person has unfinished tables and failed jobs
    of a week, and as batches are open: tens, in a large centre some hundreds.
    """
    found = sources(user, at=at)
    together(asked for source in found for asked in source.asked)
    return in_order(found, at=at)


def in_order(found: Iterable[Source], *, at: datetime) -> list[Task]:
    """The tasks of some sources, what has waited longest first."""
    waiting = [task for source in found for task in source]
    return sorted(dated(waiting, at=at), key=lambda task: task.since)


def dated(found: Iterable[Task], *, at: datetime) -> list[Task]:
    """The same with the days that are left until the last day of each."""
    today = timezone.localdate(at)
    return [task._replace(left=(task.until - today).days) if task.until else task for task in found]
