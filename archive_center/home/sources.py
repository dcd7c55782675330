"""Where the tasks of a person come from: for each kind the rows, and how one is told."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

from django.conf import settings
from django.db.models import Count, Max, Min, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from archive_center.home.task import Task
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
from records.organisation.questions import Asked, question
from records.requests.models import AccessRequest
from records.requests.rules import Stage as Access
from records.sentences import labelled, ngettext_lazy
from transfers.handover.models.handovers import Handover
from transfers.handover.rules import Stage

REMEMBERED = timedelta(days=7)  # how long a failed job stays on the desk


@dataclass(frozen=True)
class Source:
    """Tasks of one kind: what is asked for them, and how its rows are told."""

    tell: Callable[..., Iterable[Task]]
    asked: tuple[Asked[Any], ...] = ()

    def __iter__(self) -> Iterator[Task]:
        return iter(self.tell(*self.asked))


def each(tell: Callable[[Any], Task], asked: Asked[Any]) -> Source:
    """A row is a task."""
    return Source(partial(map, tell), (asked,))


NONE = Source(list)


def drafts(user: User) -> Source:
    """Records being arranged: a filing officer describes them, an archivist accepts them."""
    return Source(partial(_drafts, user), (_drafts_by_fonds(user), _fonds(user)))


@question
def _drafts_by_fonds(user: User) -> QuerySet[Record, Any]:
    found = Record.objects.editable_by(user).filter(stage=Filing.DRAFT).order_by()
    return found.values_list("fonds").annotate(Count("pk"), Min("described_at"), Min("year"))


@question
def _fonds(user: User) -> QuerySet[Fonds, Any]:
    return Fonds.objects.visible_to(user).values_list("pk", "number", "name")


def _drafts(user: User, by_fonds: Asked[Any], named: Asked[Any]) -> Iterator[Task]:
    """A fonds each; what was formed in a year is filed by a day of the next: the oldest counts."""
    found = {fonds: told for fonds, *told in by_fonds}
    for fonds, number, name in named if found else ():
        if fonds in found:
            size, since, year = found[fonds]
            yield Task(
                meaning="",
                fact=_("to do"),
                kind=_("Acceptance") if user.sees_all_records else _("Arranging"),
                title=f"{number} {name}",
                url=f"{reverse('records:record-list')}?stage={Filing.DRAFT}&fonds={fonds}",
                whom="",
                records=size,
                since=since,
                until=filed_by(year),
            )


def filed_by(year: int | None) -> date | None:
    """By when the records of a year are filed, as this centre has it."""
    if year is None or not date.min.year <= year < date.max.year:
        return None
    return date.fromisoformat(f"{year + 1}-{settings.FILED_BY}")


def imports(user: User) -> Source:
    """The person's own tables that wait for them, the longest waiting first.

    Nobody goes on with it until its day: it is put aside (`Import.kept_until`).
    """
    return each(_import, _imports(user))


@question
def _imports(user: User) -> QuerySet[Import]:
    mine = Import.objects.visible_to(user).filter(made_by=user).annotate(moved=Max("steps__at"))
    return mine.filter(stage__in=[Table.UPLOADED, Table.CHECKED]).order_by("made_at", "pk")


def _import(table: Import) -> Task:
    return Task(
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


def amendments(user: User) -> Source:
    """Corrections of year or period that wait for another than who proposed them."""
    return each(_amendment, _amendments(user))


@question
def _amendments(user: User) -> QuerySet[Amendment]:
    known = Amendment.objects.visible_to(user).filter(stage=Correction.PROPOSED)
    return known.exclude(proposed_by=user).counted().select_related("proposed_by")


def _amendment(amendment: Amendment) -> Task:
    return Task(
        meaning="",
        fact=amendment.get_stage_display(),
        kind=_("Correction"),
        title=labelled(amendment.called, amendment.reason),
        url=amendment.get_absolute_url(),
        whom=str(amendment.proposed_by),
        records=amendment.size,
        since=amendment.proposed_at,
    )


def loans(user: User, *, at: datetime) -> Source:
    """What the centre has to do for loans, a line each: approve, fetch, hand out, ask back."""
    return each(_loan, _loans(user, timezone.localdate(at))) if user.sees_all_records else NONE


@question
def _loans(user: User, today: date) -> QuerySet[Loan, Any]:
    to_be_done = late_on(today) | Q(stage__in=BEFORE)
    waiting = Loan.objects.visible_to(user).filter(to_be_done).order_by()
    return waiting.values_list("stage").annotate(Count("pk"), Min("asked_at"), Min("due_on"))


def _loan(line: tuple[str, int, datetime, date | None]) -> Task:
    stage, count, since, until = line
    is_late = stage == Lending.OUT
    return Task(
        meaning="late" if is_late else "",
        fact=ngettext_lazy("%(count)d loan", "%(count)d loans") % {"count": count},
        kind=_("Loans"),
        title=_("Overdue") if is_late else str(Lending(stage).label),
        url=f"{reverse('records:loan-list')}?show={'overdue' if is_late else stage}",
        whom="",
        records=None,
        since=since,
        until=until,
    )


def borrowed(user: User) -> Source:
    """What the person has borrowed, and by when each is brought back."""
    return each(_borrowing, _borrowed(user)) if user.department_id else NONE


@question
def _borrowed(user: User) -> QuerySet[Loan]:
    return Loan.objects.visible_to(user).filter(borrower=user, stage=Lending.OUT).counted()


def _borrowing(loan: Loan) -> Task:
    return Task(
        meaning="run",
        fact=loan.get_stage_display(),
        kind=_("Bring back"),
        title=labelled(loan.called, loan.purpose),
        url=loan.get_absolute_url(),
        whom="",
        records=loan.left,
        since=loan.lent_at or loan.asked_at,
        until=loan.due_on,
    )


def requests(user: User) -> Source:
    """Requests for access that wait for the person's answer, or to be released at the centre."""
    return each(_request, _requests(user))


@question
def _requests(user: User) -> QuerySet[AccessRequest]:
    waiting = AccessRequest.objects.visible_to(user).waiting_for(user).timed()
    return waiting.select_related("asker", "department").order_by("pk")


def _request(request: AccessRequest) -> Task:
    return Task(
        meaning="run" if request.stage == Access.CONSENTED else "",
        fact=request.get_stage_display(),
        kind=_("Access request"),
        title=labelled(request.called, request.purpose),
        url=request.get_absolute_url(),
        whom=f"{request.asker} {request.department.short_name}",
        records=None,
        since=request.asked_at,
        until=request.next_by,
    )


def handovers(user: User) -> Source:
    """Handovers of which the next step is the person's, and those whose receipt is awaited."""
    return each(_handover, _handovers(user))


@question
def _handovers(user: User) -> QuerySet[Handover]:
    """A selection waits for its maker, an approval for another than who proposed it."""
    own = Q(stage__in=[Stage.DRAFT, Stage.CHECKED], created_by=user)
    others = Q(stage=Stage.PROPOSED) & ~Q(proposed_by=user)
    anybodys = Q(stage__in=[Stage.APPROVED, Stage.PACKAGED, Stage.DELIVERED])
    found = Handover.objects.visible_to(user).filter(own | others | anybodys)
    told = found.annotate(since=Max("steps__at")).sized()
    return told.select_related("fonds").order_by("id")


def _handover(handover: Any) -> Task:
    """A batch goes out in its year; for the archive's receipt there is no day."""
    is_delivered = handover.stage == Stage.DELIVERED
    return Task(
        meaning="run" if is_delivered else "",
        fact=handover.get_stage_display(),
        kind=_("Handover"),
        title=labelled(handover.called, handover.fonds),
        url=handover.get_absolute_url(),
        whom="",
        records=handover.records,
        since=handover.since or handover.created_at,
        until=None if is_delivered else date(handover.year, 12, 31),
    )


def failed_jobs(user: User, *, at: datetime) -> Source:
    """Long work of the person that came to nothing in the last days."""
    return each(_failed_job, _failed_jobs(user, at - REMEMBERED))


@question
def _failed_jobs(user: User, since: datetime) -> QuerySet[Job]:
    own = Job.objects.visible_to(user).filter(by=user)
    return own.filter(state=State.FAILED, finished_at__gt=since)


def _failed_job(job: Job) -> Task:
    return Task(
        meaning="late",
        fact=job.get_state_display(),
        kind=_("Job"),
        title=job.title,
        url=job.get_absolute_url(),
        whom=job.message,
        records=None,
        since=job.finished_at or job.queued_at,
    )
