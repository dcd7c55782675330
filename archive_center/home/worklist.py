"""What waits for a person: each thing with what it is, since when, and where to do it."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db.models import Count, Max, Min, Q, QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from records.holdings.models import Record
from records.holdings.rules import Stage as Filing
from records.imports.models import Import
from records.imports.rules import Stage as Table
from records.jobs.models import Job
from records.jobs.rules import State
from records.organisation.models import Fonds, User
from transfers.handover.models.handovers import Handover
from transfers.handover.models.items import HandoverItem
from transfers.handover.rules import Stage

SHOWN = 8  # lines of one kind
REMEMBERED = timedelta(days=7)  # how long a failed job stays on the desk


class Task(NamedTuple):
    """One line of “waits for me”: the kind of its badge, and of how many records it is."""

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
    found = [*drafts(user), *imports(user), *handovers(user), *failed_jobs(user, at=at)]
    return sorted(found, key=lambda task: task.since)


def drafts(user: User) -> Iterator[Task]:
    """Records being arranged: a filing officer describes them, an archivist accepts them."""
    by_fonds = (
        Record.objects.editable_by(user)
        .filter(stage=Filing.DRAFT)
        .order_by()
        .values("fonds")
        .annotate(size=Count("pk"), since=Min("described_at"))
        .order_by("-size")[:SHOWN]
    )
    found = {line["fonds"]: line for line in by_fonds}
    for fonds in Fonds.objects.visible_to(user).filter(pk__in=found):
        yield Task(
            meaning="",
            fact=_("to do"),
            kind=_("Acceptance") if user.sees_all_records else _("Arranging"),
            title=str(fonds),
            url=f"{reverse('records:record-list')}?stage={Filing.DRAFT}&fonds={fonds.pk}",
            whom="",
            records=found[fonds.pk]["size"],
            since=found[fonds.pk]["since"],
        )


def imports(user: User) -> Iterator[Task]:
    """The person's own tables that wait for them, the longest waiting first."""
    mine = Import.objects.visible_to(user).filter(made_by=user)
    waiting = mine.filter(stage__in=[Table.UPLOADED, Table.CHECKED]).order_by("made_at", "pk")
    for table in waiting[:SHOWN]:
        yield Task(
            meaning="late" if table.rejected else "",
            fact=_("%(count)d with faults") % {"count": table.rejected}
            if table.rejected
            else table.get_stage_display(),
            kind=_("Import"),
            title=table.name,
            url=table.get_absolute_url(),
            whom="",
            records=table.good if table.checked_at else None,
            since=table.checked_at or table.made_at,
        )


def handovers(user: User) -> Iterator[Task]:
    """Handovers of which the next step is the person's, and those whose receipt is awaited."""
    open_to = _their_next_step(user).annotate(since=Max("steps__at"))[:SHOWN]
    sizes = dict(
        HandoverItem.objects.visible_to(user)
        .filter(handover__in=[handover.pk for handover in open_to])
        .order_by()
        .values_list("handover")
        .annotate(size=Count("pk"))
    )
    for handover in open_to:
        yield Task(
            meaning="run" if handover.stage == Stage.DELIVERED else "",
            fact=handover.get_stage_display(),
            kind=_("Handover"),
            title=f"{handover.called}: {handover.fonds}",
            url=handover.get_absolute_url(),
            whom="",
            records=sizes.get(handover.pk, 0),
            since=handover.since or handover.created_at,
        )


def _their_next_step(user: User) -> QuerySet[Handover]:
    """A selection waits for its maker, an approval for another than who proposed it."""
    own = Q(stage__in=[Stage.DRAFT, Stage.CHECKED], created_by=user)
    others = Q(stage=Stage.PROPOSED) & ~Q(proposed_by=user)
    anybodys = Q(stage__in=[Stage.APPROVED, Stage.PACKAGED, Stage.DELIVERED])
    found = Handover.objects.visible_to(user).filter(own | others | anybodys)
    return found.select_related("fonds").order_by("id")


def failed_jobs(user: User, *, at: datetime) -> Iterator[Task]:
    """Long work of the person that came to nothing in the last days."""
    own = Job.objects.visible_to(user).filter(by=user)
    for job in own.filter(state=State.FAILED, finished_at__gt=at - REMEMBERED)[:SHOWN]:
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
