from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from records.copies.models import DigitalCopy
from records.holdings import pages as holdings
from records.holdings.models import Record
from records.holdings.views import FROM_LIST
from records.rules import Refused
from records.viewer import actions, images, pages
from records.viewer.rules import WIDTHS
from records.web import StaffRequest, go, page

PAGE = "page"  # in the address; the rest of it is the list that the reader came from
JOINED = ("fonds__department", "category", "unit", "described_by")


def _record(request: StaffRequest, pk: int) -> Record:
    """The record, if the person may see it; else it does not exist for them."""
    return get_object_or_404(Record.objects.visible_to(request.user).select_related(*JOINED), pk=pk)


def _list(request: StaffRequest) -> str:
    """The list that the reader came from, as the address has it."""
    came = request.GET.copy()
    came.pop(PAGE, None)
    return came.urlencode() if FROM_LIST in came else ""


def image(request: StaffRequest, pk: int, number: int, width: int) -> HttpResponse:
    """The picture of a page in one of the widths; a sentence (422) where it cannot be shown."""
    copies = DigitalCopy.objects.visible_to(request.user)
    copy = get_object_or_404(copies.select_related("component__record"), pk=pk)
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


def first(request: StaffRequest, pk: int) -> HttpResponse:
    """To the record's first copy that can be read; where there is none, to the record."""
    record = _record(request, pk)
    copies = pages.readable(record, request.user)
    to = record.get_absolute_url()
    if copies:
        to = reverse("records:record-read", args=[record.pk, copies[0].pk])
    came = _list(request)
    return go(request, f"{to}?{came}" if came else to)


def read(request: StaffRequest, pk: int, copy: int) -> HttpResponse:
    """One page of a copy, with the others in a list and the catalogue entry beside it."""
    record = _record(request, pk)
    copies = pages.readable(record, request.user)
    chosen = next((one for one in copies if one.pk == copy), None)
    asked = request.GET.get(PAGE, "1")
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 7 else 0
    if chosen is None or not number:
        raise Http404
    opened, why = _opened(chosen, number)
    if opened is None and not why:
        raise Http404
    context = {
        "record": record,
        "copies": copies,
        "copy": chosen,
        "opened": opened,
        "why": why,
        "list": _list(request),
        "facts": holdings.facts(record),
        "acts": pages.acts(),
    }
    return page(request, "records/viewer/read.html", context)


def _opened(copy: DigitalCopy, number: int) -> tuple[pages.Opened | None, str]:
    """The copy at a page, and why that page is not shown, where it is not."""
    opened = None
    try:
        opened = pages.opened(copy, number)
        if opened:
            images.plain(copy, number, WIDTHS[1])
    except Refused as refusal:
        return opened, str(refusal)
    return opened, ""


def thumbnails(request: StaffRequest, pk: int) -> HttpResponse:
    """The first pages of a record's copies, small, for its own page."""
    record = _record(request, pk)
    shown = pages.thumbnails(pages.readable(record, request.user))
    context = {"record": record, "shown": shown, "list": _list(request)}
    return page(request, "records/viewer/thumbnails.html", context, "thumbnails")
