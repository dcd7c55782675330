"""What workers and the nightly clock start. A task calls one action and may run twice unharmed."""

from functools import partial

from celery import shared_task
from django.utils import timezone

from records.jobs import actions as jobs
from transfers.due import actions as due
from transfers.due import work as due_work
from transfers.handover import work as handover


@shared_task(name="transfers.flag_due")
def flag_due() -> int:
    """Nightly, for the day that it is at the centre. Running it twice flags nothing twice."""
    return due.flag(today=timezone.localdate(), at=timezone.now()).flagged


@shared_task(name="transfers.flag_due_now")
def flag_due_now(job: int) -> None:
    """The same when a supervisor asks for it, with progress."""
    jobs.work(job, partial(due_work.flag, at=timezone.now()))


@shared_task(name="transfers.check_handover")
def check_handover(job: int) -> None:
    """The four-nature test of a handover."""
    jobs.work(job, partial(handover.check, at=timezone.now()))


@shared_task(name="transfers.package_handover")
def package_handover(job: int) -> None:
    """The package of an approved handover; a second run goes on where the first was killed."""
    jobs.work(job, partial(handover.package, at=timezone.now()))
