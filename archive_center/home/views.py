from typing import Any

from django.http import HttpResponse
from django.utils import timezone

from archive_center.home import first_steps, outlook, pages, worklist
from records.audit.models import Entry
from records.jobs.models import Job
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
    context: dict[str, Any] = {
        "today": timezone.localdate(now),
        "jobs": Job.objects.visible_to(user).filter(by=user)[:JOBS],
        "looks_up": user.role in LOOKS_UP,
        "searches": SavedSearch.objects.visible_to(user).listed()[:SEARCHES],
        "lately": LastSearch.objects.visible_to(user).exclude(words="")[:LATELY],
        "beginning": first_steps.steps(user),
        "links": outlook.links(user, at=now),
        "last_time": outlook.last_time(user),
    }
    if user.role in HAS_TASKS:
        tasks = worklist.tasks(user, at=now)
        owed = outlook.owed(user, today=context["today"])
        missing = outlook.missing(user)
        shown = tasks[:TASKS]
        context |= {"tasks": tasks, "shown": shown, "lines": pages.lines(shown)}
        context |= {"owed": owed, "missing": missing}
        context["figures"] = outlook.figures(tasks, owed, missing, at=now)
    if user.role == Role.READER:
        context["newest"] = outlook.newest(user)
        context["borrowed"] = worklist.dated(worklist.borrowed(user), at=now)
    if user.sees_all_records:
        context["runs"] = outlook.runs(user)
    if user.reads_trail:
        context["refused"] = outlook.refused(user, at=now)
    if user.role == Role.AUDITOR:
        entries = Entry.objects.visible_to(user).folded().select_related("by")
        context["entries"] = entries.order_by("-at", "-id")[:ENTRIES]
    return page(request, "home/desk.html", context)


@role_required(*HAS_TASKS)
def tasks(request: StaffRequest) -> HttpResponse:
    """All that waits for the person, to the last line."""
    found = worklist.tasks(request.user, at=timezone.now())
    return page(
        request,
        "home/all_tasks.html",
        {"tasks": found, "shown": found, "lines": pages.lines(found)},
    )
