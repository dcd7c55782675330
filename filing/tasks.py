"""What workers and the clock start. A task calls one action and may run twice unharmed."""

from functools import partial

from celery import shared_task
from django.utils import timezone

from filing.batches import work as batches
from records.jobs import actions as jobs


@shared_task(name="filing.accept_batch")
def accept_batch(job: int) -> None:
    """A yearly batch is taken in; a second run finds it done."""
    jobs.work(job, partial(batches.accept, at=timezone.now()))


@shared_task(name="filing.remind_of_filing")
def remind_of_filing() -> int:
    """Daily: who has not handed in the last year is reminded on the days that are set."""
    return batches.remind(today=timezone.localdate(), at=timezone.now())
