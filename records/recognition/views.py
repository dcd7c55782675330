from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from records.organisation.rules import SEES_ALL_RECORDS
from records.pagination import Order, Place, turn
from records.recognition import actions, pages
from records.recognition.models import Recognition
from records.web import StaffRequest, act, go, page, role_required

SHOWN = 50
NEWEST = Order(Recognition, "copy_id", down=True)
HERE = "records:recognition"


@role_required(*SEES_ALL_RECORDS)
def overview(request: StaffRequest) -> HttpResponse:
    """How far recognition is, and which copies failed; asks again by itself while it works."""
    told = pages.figures(request.user)
    failed = Recognition.objects.visible_to(request.user).failed()
    failed = failed.select_related("copy__component__record")
    context = {
        "figures": told,
        "state": pages.state(request.user, told),
        "page": turn(failed, NEWEST, Place.of(request.GET), size=SHOWN),
    }
    return page(request, "records/recognition/overview.html", context, "state")


@require_POST
@role_required(*SEES_ALL_RECORDS)
def pause(request: StaffRequest) -> HttpResponse:
    act(request, actions.pause, done=_("Text recognition is paused."))
    return go(request, reverse(HERE))


@require_POST
@role_required(*SEES_ALL_RECORDS)
def start(request: StaffRequest) -> HttpResponse:
    act(request, actions.start, done=_("Text recognition goes on."))
    return go(request, reverse(HERE))


@require_POST
@role_required(*SEES_ALL_RECORDS)
def again(request: StaffRequest, pk: int) -> HttpResponse:
    """Have a copy looked through anew of which something failed."""
    seen = Recognition.objects.visible_to(request.user)
    found = get_object_or_404(seen.select_related("copy__component__record"), pk=pk)
    act(request, actions.try_again, found, done=_("The copy waits for its turn again."))
    return go(request, reverse(HERE))
