"""What workers and the nightly clock start. A task calls one action and may run twice unharmed."""

from celery import shared_task
from django.utils import timezone

from records.jobs import actions as jobs


@shared_task(name="records.resume_jobs")
def resume_jobs() -> int:
    """Send again what a killed worker left."""
    return jobs.resume(at=timezone.now())
