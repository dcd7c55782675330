"""Long work: asked for in a transaction, done by a worker, resumed when a worker dies.

A job is being worked on while a worker holds its advisory lock. PostgreSQL frees the
lock when the worker's connection dies, so a free lock on a running job means that its
worker was killed, and `resume` sends it again.
"""

from collections.abc import Callable
from contextlib import nullcontext
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from celery import current_app
from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import get_language, override

from records.audit.actions import acting_address, acting_from, note
from records.jobs.models import Job, JobProgress
from records.jobs.rules import OPEN, Cancelled, State
from records.locks import Lock, try_for
from records.organisation.models import User
from records.rules import Refused
from records.sentences import gettext as _
from records.sentences import ngettext_lazy

LOST_AFTER = timedelta(minutes=1)  # a queued job whose message may have been lost
TRIES = 5  # what has killed its worker so often would kill the next one too


@transaction.atomic
def queue(task: str, *, title: str, by: User, at: datetime, link: str = "", **given: Any) -> Job:
    """Ask for the Celery task named `task`; it is sent when the transaction commits.

    `given` are JSON scalars that the task's action gets as keywords; `link` is the page
    where the result will be seen. The title, what is told on the way and the outcome are
    kept as sentences, so that everybody reads them in their own language; a file that the
    task makes is in the language of whoever asked for it.
    """
    job = Job.objects.create(
        task=task,
        title=title,
        by=by,
        address=acting_address(),
        queued_at=at,
        link=link,
        arguments=given,
        language=get_language() or settings.LANGUAGE_CODE,
    )
    transaction.on_commit(partial(_send, job))
    return job


def _send(job: Job) -> None:
    current_app.send_task(job.task, kwargs={"job": job.pk})


def work(pk: int, action: Callable[..., str], *, whole: bool = False) -> None:
    """Do a job by its action, which gets `progress`, `by` and the job's arguments.

    It is the act of who asked for it, from the address that the request came from.

    The action returns the outcome in a sentence for the person; a refusal becomes the
    outcome of a failed job. A second worker for the same job finds the lock taken and
    leaves; a job that is finished is not done again, and one whose worker died `TRIES`
    times is given up. What is done `whole` is kept with its outcome, in one transaction: a
    worker that dies leaves nothing of it, or all and the job finished.
    """
    with try_for(Lock.JOB, pk) as held:
        job = Job.objects.select_related("by").filter(pk=pk, state__in=OPEN).first()
        if held and job is not None:
            with override(job.language), acting_from(job.address):
                _do(job, action, whole=whole)


def _do(job: Job, action: Callable[..., str], *, whole: bool = False) -> None:
    progress = JobProgress(job)
    if job.tries >= TRIES:
        text = ngettext_lazy(
            "Given up: its worker ended without a word %(count)d time. The log may say why.",
            "Given up: its worker ended without a word %(count)d times. The log may say why.",
        )
        _finish(progress, State.FAILED, text % {"count": job.tries})
        return
    begun = {"state": State.RUNNING, "started_at": timezone.now(), "tries": F("tries") + 1}
    if not Job.objects.open().filter(pk=job.pk).update(**begun):
        return  # stopped since it was read
    try:
        with transaction.atomic() if whole else nullcontext():
            message = action(progress=progress, by=job.by, **job.arguments)
            _finish(progress, State.DONE, message)
    except Refused as refusal:
        _finish(progress, State.FAILED, str(refusal))
    except Cancelled:
        _finish(progress, State.CANCELLED, _("Stopped on request."))
    except Exception:
        _finish(progress, State.FAILED, _("A fault stopped the work; it is in the log."))
        raise


def _finish(progress: JobProgress, state: State, message: str) -> None:
    Job.objects.filter(pk=progress.job.pk).update(
        state=state,
        message=message,
        done=progress.total if state == State.DONE else progress.done,
        total=progress.total,
        finished_at=timezone.now(),
    )
    transaction.on_commit(progress.forget)


@transaction.atomic
def cancel(job: Job, *, by: User, at: datetime) -> None:
    """Ask that a job stop; one that no worker has taken up stops at once."""
    asked = Job.objects.filter(pk=job.pk, state__in=OPEN).update(cancel_asked=True)
    if not asked:
        raise Refused(_("This job is already finished."))
    note("stop", job, by=by, at=at)
    Job.objects.filter(pk=job.pk, state=State.QUEUED).update(
        state=State.CANCELLED, finished_at=at, message=_("Stopped before it began.")
    )


def resume(*, at: datetime) -> int:
    """Send again what a killed worker left, and what may never have reached the queue."""
    waiting = Job.objects.filter(state=State.RUNNING) | Job.objects.filter(
        state=State.QUEUED, queued_at__lt=at - LOST_AFTER
    )
    sent = 0
    for job in waiting:
        with try_for(Lock.JOB, job.pk) as lost:
            pass
        if lost:
            _send(job)
            sent += 1
    return sent
