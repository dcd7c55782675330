from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone

from records.copies.models import DigitalCopy
from records.rules import Refused
from records.viewer import actions, images
from records.viewer.rules import WIDTHS
from records.web import StaffRequest


def _seen(request: StaffRequest, pk: int) -> DigitalCopy:
    """The copy, if the person may see its record."""
    copies = DigitalCopy.objects.visible_to(request.user)
    return get_object_or_404(copies.select_related("component__record"), pk=pk)


def image(request: StaffRequest, pk: int, number: int, width: int) -> HttpResponse:
    """The picture of a page in one of the widths; a sentence (422) where it cannot be shown."""
    copy = _seen(request, pk)
    if width not in WIDTHS:
        raise Http404
    try:
        if not 0 < number <= len(images.sizes(copy)):
            raise Http404
        made = actions.look(copy, number, width, by=request.user, at=timezone.now())
    except Refused as refusal:
        return HttpResponse(str(refusal), status=422, content_type="text/plain; charset=utf-8")
    return HttpResponse(
        made, content_type="image/jpeg", headers={"X-Content-Type-Options": "nosniff"}
    )
