from typing import Any, BinaryIO, cast

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from records.copies import actions
from records.copies.forms import UploadForm
from records.copies.models import DigitalCopy
from records.copies.rules import BY_NAME
from records.holdings.models import Record
from records.rules import Refused
from records.web import StaffRequest, act, attempt, go, page


def _seen(request: StaffRequest, pk: int) -> DigitalCopy:
    """The copy, if the person may see its record."""
    copies = DigitalCopy.objects.visible_to(request.user)
    return get_object_or_404(copies.select_related("component__record"), pk=pk)


def upload(request: StaffRequest, pk: int) -> HttpResponse:
    """Store a file as a copy of a component."""
    editable = Record.objects.visible_to(request.user).editable_by(request.user)
    record = get_object_or_404(editable, components=pk)
    component = get_object_or_404(record.components, pk=pk)
    form = UploadForm(request.POST or None, request.FILES or None)

    def store(*, file: "UploadedFile[bytes]", **given: Any) -> None:
        actions.store(component, cast("BinaryIO", file), name=file.name or "", **given)

    if attempt(form, store, by=request.user, at=timezone.now()):
        messages.success(request, _("The copy is stored under its digest."))
        return go(request, record)
    context = {"record": record, "component": component, "form": form}
    return page(request, "records/copies/upload.html", context, "form")


def download(request: StaffRequest, pk: int) -> HttpResponseBase:
    """Give the bytes out, streamed; `show` opens them in the browser where that is safe."""
    copy = _seen(request, pk)
    kind = BY_NAME[copy.format]
    try:
        file = actions.read(copy, by=request.user, at=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal))
        return go(request, copy.component.record)
    shown = kind.shown and "show" in request.GET
    response = FileResponse(
        file, as_attachment=not shown, filename=copy.name, content_type=kind.media_type
    )
    response["Content-Length"] = copy.size
    response["X-Content-Type-Options"] = "nosniff"
    return response


@require_POST
def verify(request: StaffRequest, pk: int) -> HttpResponse:
    """Work the digests out anew."""
    copy = _seen(request, pk)
    if actions.verify(copy, by=request.user, at=timezone.now()):
        messages.success(request, _("“%(name)s” is intact.") % {"name": copy.name})
    else:
        messages.error(
            request,
            _("“%(name)s” is not what was stored. Fetch it from the backup.") % {"name": copy.name},
        )
    return go(request, copy.component.record)


@require_POST
def discard(request: StaffRequest, pk: int) -> HttpResponse:
    """Take a copy off a draft."""
    copy = _seen(request, pk)
    record = copy.component.record
    act(request, actions.discard, copy, done=_("The copy is taken off the draft."))
    return go(request, record)
