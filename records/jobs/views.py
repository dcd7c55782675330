from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_POST

from records.jobs import actions
from records.jobs.models import Job
from records.rules import Refused
from records.web import StaffRequest, go, page

SHOWN = 50


def listing(request: StaffRequest) -> HttpResponse:
    """The newest jobs of the person; supervisors see everybody's."""
    jobs = Job.objects.visible_to(request.user).select_related("by")[:SHOWN]
    return page(request, "records/jobs/list.html", {"jobs": jobs}, "jobs")


def detail(request: StaffRequest, pk: int) -> HttpResponse:
    """How far a job is, or what came of it; the part polls itself while the job is open."""
    job = get_object_or_404(Job.objects.visible_to(request.user).select_related("by"), pk=pk)
    return page(request, "records/jobs/detail.html", {"job": job}, "job")


@require_POST
def cancel(request: StaffRequest, pk: int) -> HttpResponse:
    job = get_object_or_404(Job.objects.visible_to(request.user), pk=pk)
    try:
        actions.cancel(job, by=request.user, at=timezone.now())
    except Refused as refusal:
        messages.warning(request, str(refusal))
    return go(request, job)
