from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.utils import timezone

from archive_center.home import context, first_steps, outlook, pages, worklist
from archive_center.home.sources import Source, borrowed, requests
from archive_center.home.task import Task
from records.audit.models import Entry
from records.jobs.models import Job
from records.organisation.models import User
from records.organisation.questions import Asked, question, together
from records.organisation.rules import DESCRIBES, LOOKS_UP, Role
from records.searches.models import LastSearch, SavedSearch
from records.web import StaffRequest, page, role_required

HAS_TASKS = (*DESCRIBES, Role.SUPERVISOR)
JOBS = 5
ENTRIES = 15
TASKS = 8
SEARCHES, LATELY = 6, 3


def desk(request: StaffRequest) -> HttpResponse:
    """What waits for the person, what is due, what ran last night; each role sees its own part."""
    user, now = request.user, timezone.now()
    asked = parts(user, at=now)
    sources = worklist.sources(user, at=now) if user.role in HAS_TASKS else []
    own = [borrowed(user), requests(user)] if user.role == Role.READER else []
    waiting = [one for source in sources + own for one in source.asked]
    together([*asked.values(), *waiting])
    shown: dict[str, Any] = {
        **asked,
        "today": timezone.localdate(now),
        "looks_up": user.role in LOOKS_UP,
        "beginning": first_steps.steps(user, asked["any_record"]),
        "last_time": outlook.came(asked["last_time"]),
        "unread": len(asked["notices"]),
    }
    if user.role in HAS_TASKS:
        shown |= _work(user, sources, asked, at=now)
    if own:
        shown["borrowed"], shown["answers"] = (worklist.dated(one, at=now) for one in own)
        shown["newest"] = outlook.newest(user)
    if user.reads_trail:
        shown["refused"] = outlook.refused(asked["attempts"])
    return page(request, "home/desk.html", shown)


def parts(user: User, *, at: datetime) -> dict[str, Asked[Any]]:
    """What the person's desk shows of rows; nothing is asked yet."""
    asked: dict[str, Asked[Any]] = {
        "jobs": jobs(user),
        "searches": searches(user),
        "lately": lately(user),
        "links": outlook.links(user, outlook.weeks_before(at)),
        "last_time": outlook.last_time(user),
        "notices": context.notices(user),
        "any_record": first_steps.any_record(user),
    }
    if user.role in HAS_TASKS:
        asked |= {"last_run": outlook.last_run(user), "missing": outlook.uncomputable(user)}
    if user.sees_all_records:
        asked["runs"] = outlook.runs(user)
    if user.reads_trail:
        asked["attempts"] = outlook.attempts(user, at - outlook.DAY)
    if user.role == Role.AUDITOR:
        asked["entries"] = entries(user)
    return asked


@question
def jobs(user: User) -> QuerySet[Job]:
    """The person's latest long work."""
    return Job.objects.visible_to(user).filter(by=user)[:JOBS]


@question
def searches(user: User) -> QuerySet[SavedSearch]:
    """Searches that the person keeps."""
    return SavedSearch.objects.visible_to(user).listed()[:SEARCHES]


@question
def lately(user: User) -> QuerySet[LastSearch]:
    """What the person looked for last."""
    return LastSearch.objects.visible_to(user).exclude(words="")[:LATELY]


@question
def entries(user: User) -> QuerySet[Entry]:
    """The newest of the trail."""
    told = Entry.objects.visible_to(user).folded().select_related("by")
    return told.order_by("-at", "-id")[:ENTRIES]


def _work(
    user: User, sources: list[Source], asked: dict[str, Asked[Any]], *, at: datetime
) -> dict[str, Any]:
    """What waits for the person, and what is due."""
    tasks = worklist.in_order(sources, at=at)
    owed = tuple(outlook.owed(user, today=timezone.localdate(at), run=asked["last_run"]))
    missing = tuple(outlook.missing(asked["missing"]))
    return {
        **_listed(tasks, TASKS),
        "owed": owed,
        "missing": missing,
        "figures": outlook.figures(tasks, owed, missing, at=at),
    }


def _listed(tasks: list[Task], most: int | None = None) -> dict[str, Any]:
    """Tasks as their table takes them."""
    shown = tasks[:most]
    return {"tasks": tasks, "shown": shown, "lines": pages.lines(shown)}


@role_required(*HAS_TASKS)
def tasks(request: StaffRequest) -> HttpResponse:
    """All that waits for the person, to the last line."""
    found = worklist.tasks(request.user, at=timezone.now())
    return page(request, "home/all_tasks.html", _listed(found))
