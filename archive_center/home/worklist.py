"""What waits for a person: each thing with what it is, since when, by when, and where to do it."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import NamedTuple

from django.conf import settings
from django.db.models import Count, Max, Min, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from records.amendments.models import Amendment
from records.amendments.rules import Stage as Correction
from records.holdings.models import Record
from records.holdings.rules import Stage as Filing
from records.imports.models import Import
from records.imports.rules import Stage as Table
from records.jobs.models import Job
from records.jobs.rules import State
from records.loans.models import Loan, late_on
from records.loans.rules import BEFORE
from records.loans.rules import Stage as Lending
from records.organisation.models import Fonds, User
from records.requests.models import AccessRequest
from records.requests.rules import Stage as Access
from transfers.handover.models.handovers import Handover
from transfers.handover.models.items import HandoverItem
from transfers.handover.rules import Stage

SOON = 7  # days before its day at which a task is told to be near it
YEAR = 365
REMEMBERED = timedelta(days=7)  # how long a failed job stays on the desk


class Task(NamedTuple):
    """One line of “waits for me”: the kind of its badge, and of how many records it is.

    `left` is the number of days until its last day `until`, less than 0 behind it.
    """

    meaning: str
    fact: str | Promise
    kind: str | Promise
    title: str
    url: str
    whom: str
    records: int | None
    since: datetime
    until: date | None = None
    left: int | None = None

    @property
    def is_late(self) -> bool:
        return self.left is not None and self.left < 0

    @property
    def is_near(self) -> bool:
        return self.left is not None and 0 <= self.left <= SOON

    @property
    def time_left(self) -> str:
        """How far behind its last day it is, or how near to it."""
        if self.left is None:
            return ""
        if self.left < -YEAR:
            years = -self.left // YEAR
            return ngettext("overdue by %(years)d year", "overdue by %(years)d years", years) % {
                "years": years
            }
        if self.left < 0:
            return ngettext("overdue by %(days)d day", "overdue by %(days)d days", -self.left) % {
                "days": -self.left
            }
        if self.left == 0:
            return _("due today")
        return ngettext("%(days)d day left", "%(days)d days left", self.left) % {"days": self.left}


def tasks(user: User, *, at: datetime) -> list[Task]:
    """All that waits for the person, what has waited longest first.

    As many lines as fonds have drafts, as the person has unfinished tables and failed jobs
    of a week, and as batches are open: tens, in a large centre some hundreds.
    """
    found = [*drafts(user), *imports(user), *amendments(user), *handovers(user)]
    found += [*loans(user, at=at), *borrowed(user), *requests(user)]
    found += failed_jobs(user, at=at)
    return sorted(dated(found, at=at), key=lambda task: task.since)


def dated(found: Iterable[Task], *, at: datetime) -> list[Task]:
    """The same with the days that are left until the last day of each."""
    today = timezone.localdate(at)
    return [task._replace(left=(task.until - today).days) if task.until else task for task in found]


def drafts(user: User) -> Iterator[Task]:
    """Records being arranged: a filing officer describes them, an archivist accepts them.

    What was formed in a year is filed by a day of the next one; the oldest year counts.
    """
    by_fonds = (
        Record.objects.editable_by(user)
        .filter(stage=Filing.DRAFT)
        .order_by()
        .values("fonds")
        .annotate(size=Count("pk"), since=Min("described_at"), year=Min("year"))
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
            until=filed_by(found[fonds.pk]["year"]),
        )


def filed_by(year: int | None) -> date | None:
    """By when the records of a year are filed, as this centre has it."""
    if year is None or not date.min.year <= year < date.max.year:
        return None
    return date.fromisoformat(f"{year + 1}-{settings.FILED_BY}")


def imports(user: User) -> Iterator[Task]:
    """The person's own tables that wait for them, the longest waiting first.

    Nobody goes on with it until its day: it is put aside (`Import.kept_until`).
    """
    mine = Import.objects.visible_to(user).filter(made_by=user).annotate(moved=Max("steps__at"))
    waiting = mine.filter(stage__in=[Table.UPLOADED, Table.CHECKED]).order_by("made_at", "pk")
    for table in waiting:
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
            until=timezone.localdate(table.kept_until) if table.kept_until else None,
        )


def amendments(user: User) -> Iterator[Task]:
    """Corrections of year or period that wait for another than who proposed them."""
    known = Amendment.objects.visible_to(user).filter(stage=Correction.PROPOSED)
    for amendment in known.exclude(proposed_by=user).counted().select_related("proposed_by"):
        yield Task(
            meaning="",
            fact=amendment.get_stage_display(),
            kind=_("Correction"),
            title=f"{amendment.called}: {amendment.reason}",
            url=amendment.get_absolute_url(),
            whom=str(amendment.proposed_by),
            records=amendment.size,
            since=amendment.proposed_at,
        )


def loans(user: User, *, at: datetime) -> Iterator[Task]:
    """What the centre has to do for loans, a line each: approve, fetch, hand out, ask back."""
    if not user.sees_all_records:
        return
    to_be_done = late_on(timezone.localdate(at)) | Q(stage__in=BEFORE)
    waiting = Loan.objects.visible_to(user).filter(to_be_done).order_by()
    counted = waiting.values("stage").annotate(
        loans=Count("pk"), since=Min("asked_at"), until=Min("due_on")
    )
    for line in counted:
        stage = Lending(line["stage"])
        is_late = stage == Lending.OUT
        yield Task(
            meaning="late" if is_late else "",
            fact=_("%(count)d loans") % {"count": line["loans"]},
            kind=_("Loans"),
            title=_("Overdue") if is_late else str(stage.label),
            url=f"{reverse('records:loan-list')}?show={'overdue' if is_late else stage.value}",
            whom="",
            records=None,
            since=line["since"],
            until=line["until"],
        )


def borrowed(user: User) -> Iterator[Task]:
    """What the person has borrowed, and by when each is brought back."""
    if user.department_id is None:
        return
    mine = Loan.objects.visible_to(user).filter(borrower=user, stage=Lending.OUT)
    for loan in mine.counted():
        yield Task(
            meaning="run",
            fact=loan.get_stage_display(),
            kind=_("Bring back"),
            title=f"{loan.called}: {loan.purpose}",
            url=loan.get_absolute_url(),
            whom="",
            records=loan.left,
            since=loan.lent_at or loan.asked_at,
            until=loan.due_on,
        )


def requests(user: User) -> Iterator[Task]:
    """Requests for access that wait for the person's answer, or to be released at the centre."""
    waiting = AccessRequest.objects.visible_to(user).waiting_for(user).timed()
    for request in waiting.select_related("asker", "department").order_by("pk"):
        yield Task(
            meaning="run" if request.stage == Access.CONSENTED else "",
            fact=request.get_stage_display(),
            kind=_("Access request"),
            title=f"{request.called}: {request.purpose}",
            url=request.get_absolute_url(),
            whom=f"{request.asker} {request.department.short_name}",
            records=None,
            since=request.asked_at,
            until=request.next_by,
        )


def handovers(user: User) -> Iterator[Task]:
    """Handovers of which the next step is the person's, and those whose receipt is awaited.

    A batch goes out in its year; for the archive's receipt there is no day.
    """
    open_to = list(_their_next_step(user).annotate(since=Max("steps__at")))
    if not open_to:
        return
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
            until=None if handover.stage == Stage.DELIVERED else date(handover.year, 12, 31),
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
    for job in own.filter(state=State.FAILED, finished_at__gt=at - REMEMBERED):
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
