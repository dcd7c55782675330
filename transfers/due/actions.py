"""The nightly work: what has fallen due is flagged, what no longer is, is cleared."""

import time
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

from django.db import connection, transaction
from django.db.models import QuerySet

from records.audit.actions import note
from records.days import machine
from records.holdings.models import Record
from records.holdings.rules import Stage
from records.jobs import actions as jobs
from records.jobs.models import Job
from records.jobs.rules import Progress, silent
from records.locks import Lock, wait_for
from records.organisation.models import User
from records.rules import Refused
from records.sentences import gettext as _
from transfers.due import flags_sql as sql
from transfers.due.models import Due, DueRun, Uncomputable
from transfers.due.rules import Ending


def flag(
    *, today: date, at: datetime, by: User | None = None, progress: Progress = silent
) -> DueRun:
    """Flag all that is due on `today`, clear what no longer is, list what cannot be said.

    Regulations for implementing the Archives Law, art. 20(2) (transfer) and 24(1)
    (appraisal at expiry). Candidates are items and volumes in custody; an item inside a
    volume follows the volume. No cap and no loop: each step is one statement over sets.
    A second run for the same day finds everything done. `by` is empty for the clock.

    The run's row is committed before the work and completed with it: a run that was
    interrupted stays visible as such.
    """
    begun = time.monotonic()
    run = DueRun.objects.create(today=today, by=by, started_at=at)
    with transaction.atomic():
        wait_for(Lock.DUE)  # for a run that is under way; it is then found done
        _do(run, progress)
        run.finished_at = at + timedelta(seconds=time.monotonic() - begun)
        run.save()
        counted = {name: getattr(run, name) for name in FIGURES}
        note("flag due", run, by=by, at=at, after=counted)
    return run


FIGURES = ("flagged", "already", "cleared", "uncomputable")


def _do(run: DueRun, progress: Progress) -> None:
    execute = partial(_execute, sql.given(run.today) | {"at": run.started_at})
    progress(0, 4, _("Working out every record in custody"))
    execute(sql.ROOM)
    execute(sql.MEASURE)
    execute(sql.COMPARE)
    execute("ANALYZE change")
    progress(1, 4, _("Clearing what no longer holds"))
    run.cleared = execute(sql.CLEAR)
    run.already = Due.objects.open().count()
    progress(2, 4, _("Flagging what has fallen due"))
    run.flagged = execute(sql.FLAG)
    progress(3, 4, _("Listing what cannot be worked out"))
    execute(sql.STRIKE)
    execute(sql.LIST)
    run.uncomputable = Uncomputable.objects.count()
    execute("DROP TABLE change")
    progress(4, 4, _("Done"))


def _execute(parameters: dict[str, Any], statement: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return int(cursor.rowcount)


@transaction.atomic
def ask_for_run(*, today: date, link: str, by: User, at: datetime) -> Job:
    """Queue a run for a supervisor, who then watches its job. One at a time."""
    if not by.supervises:
        raise Refused(
            _("Only a supervisor may start a run; your role is %(role)s.")
            % {"role": by.get_role_display()}
        )
    open_job = Job.objects.open().filter(task="transfers.flag_due_now").select_related("by").first()
    if open_job:
        raise Refused(
            _("A run that %(person)s asked for is under way. Wait for it, or stop its job.")
            % {"person": open_job.by}
        )
    title = _("Due dates for %(day)s") % {"day": today}
    return jobs.queue(
        "transfers.flag_due_now", title=title, by=by, at=at, link=link, today=machine(today)
    )


@transaction.atomic
def settle(records: QuerySet[Record], *, at: datetime) -> int:
    """Clear the open flags of records that were just transferred; returns how many."""
    open_flags = Due.objects.open().filter(record__in=records, record__stage=Stage.TRANSFERRED)
    return open_flags.update(cleared_at=at, cleared_reason=Ending.TRANSFERRED)
