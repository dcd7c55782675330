from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST

from records.jobs import actions
from records.jobs.models import Job
from records.pagination import Order, Place, turn
from records.web import StaffRequest, act, go, page

SHOWN = 50
NEWEST = Order(Job, "id", down=True)


def listing(request: StaffRequest) -> HttpResponse:
    """The jobs of the person, the newest first; supervisors see everybody's."""
    jobs = Job.objects.visible_to(request.user).select_related("by")
    context = {"page": turn(jobs, NEWEST, Place.of(request.GET), size=SHOWN)}
    return page(request, "records/jobs/list.html", context, "jobs")


def detail(request: StaffRequest, pk: int) -> HttpResponse:
    """How far a job is, or what came of it; the part polls itself while the job is open."""
    job = get_object_or_404(Job.objects.visible_to(request.user).select_related("by"), pk=pk)
    return page(request, "records/jobs/detail.html", {"job": job}, "job")


@require_POST
def cancel(request: StaffRequest, pk: int) -> HttpResponse:
    job = get_object_or_404(Job.objects.visible_to(request.user), pk=pk)
    act(request, actions.cancel, job)
    return go(request, job)
