from collections.abc import Callable
from functools import partial
from typing import Any, BinaryIO

from django.contrib import messages
from django.forms import Form
from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from records.copies import actions
from records.copies.forms import FilesForm, UploadForm
from records.copies.models import DigitalCopy
from records.copies.rules import BY_NAME
from records.holdings.models import Component, Record
from records.rules import Refused
from records.web import StaffRequest, act, attempt, go, page


def _seen(request: StaffRequest, pk: int) -> DigitalCopy:
    """The copy, if the person may see its record."""
    copies = DigitalCopy.objects.visible_to(request.user)
    return get_object_or_404(copies.select_related("component__record"), pk=pk)


def upload(request: StaffRequest, pk: int) -> HttpResponse:
    """Store files as copies of a component."""
    component = get_object_or_404(Component.objects.editable_by(request.user), pk=pk)
    form = UploadForm(request.POST or None, request.FILES or None)
    if _stored(request, form, partial(actions.store, component)):
        return go(request, component.record)
    context = {"record": component.record, "component": component, "form": form}
    return page(request, "records/copies/upload.html", context, "form")


def add_files(request: StaffRequest, pk: int) -> HttpResponse:
    """Store files as the copies of components that are made for them."""
    editable = Record.objects.visible_to(request.user).editable_by(request.user)
    record = get_object_or_404(editable.select_related("fonds"), pk=pk)
    form = FilesForm(request.POST or None, request.FILES or None)
    if _stored(request, form, partial(actions.store_new, record)):
        return go(request, record)
    return page(request, "records/copies/upload.html", {"record": record, "form": form}, "form")


def _stored(request: StaffRequest, form: Form, keep: Callable[..., object]) -> bool:
    """Whether some of the files that were sent are kept; of each other the page says why not."""

    def store(*, file: list[BinaryIO], **given: Any) -> list[str]:
        return actions.each(file, keep, **given)

    done = attempt(form, store, by=request.user, at=timezone.now())
    if done is None:
        return False
    refused = done.made or []  # nothing is known of a form that was sent twice
    count = len(request.FILES.getlist("file")) - len(refused)
    said = ngettext("%(count)d file is stored.", "%(count)d files are stored.", count)
    messages.success(request, said % {"count": count})
    for why in refused:
        messages.warning(request, why)
    return True


def download(request: StaffRequest, pk: int) -> HttpResponseBase:
    """Give the bytes out, streamed; `show` opens them in the browser where that is safe."""
    copy = _seen(request, pk)
    seen = DigitalCopy.objects.visible_to(request.user)
    if not seen.downloadable_by(request.user).filter(pk=copy.pk).exists():
        messages.error(request, _("This record is open to you for reading alone, not to download."))
        return go(request, copy.component.record)
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
def discard(request: StaffRequest, pk: int) -> HttpResponse:
    """Take a copy off a draft."""
    copy = _seen(request, pk)
    record = copy.component.record
    act(request, actions.discard, copy, done=_("The copy is taken off the draft."))
    return go(request, record)


@require_POST
def remove(request: StaffRequest, pk: int) -> HttpResponse:
    """Take a component off a draft, with its copies."""
    component = get_object_or_404(Component.objects.editable_by(request.user), pk=pk)
    record = component.record
    act(request, actions.remove_component, component, done=_("The component is removed."))
    return go(request, record)
