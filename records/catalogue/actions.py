"""Taking a list out of the house: at once when it is short, by a worker when it is long."""

import tempfile
from datetime import datetime
from typing import IO
from uuid import uuid4

from django.db import transaction
from django.urls import reverse

from records.audit.actions import note
from records.catalogue import export
from records.catalogue.query import Query
from records.holdings.rules import FLOW
from records.jobs.actions import queue
from records.jobs.models import Job
from records.jobs.rules import Progress, silent
from records.organisation.models import User
from records.rules import Refused
from records.sentences import gettext as _
from records.values.marks import refuse_secrets


@transaction.atomic
def take(query: Query, *, by: User, at: datetime, progress: Progress = silent) -> IO[bytes]:
    """The list as a temporary file; the trail keeps who took what, and how many records.

    Refused, as in the other two, where what was asked for bears a mark: it would be kept.
    """
    refuse_secrets(query.typed)
    file = tempfile.TemporaryFile()  # noqa: SIM115 - who takes it closes it
    count = export.write(file, query, progress)
    note("export", by, by=by, at=at, after={"records": query.address, "count": count})
    file.seek(0)
    return file


def print_list(query: Query, *, count: int, by: User, at: datetime) -> None:
    """Who prints a list takes it out of the house, too: `count` lines of it."""
    refuse_secrets(query.typed)
    note("print", by, by=by, at=at, after={"records": query.address, "count": count})


def rights(person: User) -> str:
    """What a person's list depends on; a file that was made for other rights is not given out."""
    return f"{person.role} {person.department_id or ''}"


@transaction.atomic
def take_made(job: Job, *, by: User, at: datetime) -> None:
    """Give out a list that a worker made; who takes another's is named in the trail.

    Refused: rights that have changed since the person asked, and another's list to who
    does not see all records.
    """
    if job.by_id == by.pk:
        if job.arguments["made_for"] != rights(by):
            raise Refused(_("The list was made for other rights. Ask for it anew."))
        return
    if not by.sees_all_records:
        raise Refused(_("This list was made for somebody else."))
    told = {"records": job.arguments["query"], "made_for": str(job.by)}
    note("export", job, by=by, at=at, after=told)


@transaction.atomic
def accept_later(query: Query, *, count: int, by: User, at: datetime) -> Job:
    """Have a worker take the drafts of a list into custody, as many as the person was shown."""
    move = FLOW["accept"]
    if by.role not in move.roles:
        raise Refused(_("“%(move)s” is not open to your role.") % {"move": move.label})
    refuse_secrets(query.typed)
    return queue(
        "records.accept_records",
        title=_("Acceptance of %(count)d drafts") % {"count": count},
        by=by,
        at=at,
        link=reverse("records:record-list"),
        query=query.address,
        count=count,
    )


@transaction.atomic
def take_later(query: Query, *, by: User, at: datetime) -> Job:
    """Have a worker make the file; it lies on the job's page for some days."""
    refuse_secrets(query.typed)
    name = str(uuid4())
    return queue(
        "records.export_records",
        title=_("Export of a list of records"),
        by=by,
        at=at,
        link=reverse("records:record-export-file", args=[name]),
        query=query.address,
        file=name,
        made_for=rights(by),
    )
