from functools import partial
from pathlib import PurePosixPath
from typing import BinaryIO, cast

from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from records.holdings.models import Component, Record
from records.organisation.models import Fonds
from records.organisation.rules import DESCRIBES
from records.pagination import Order, Place, turn
from records.rules import Refused
from records.uploads import actions, pages
from records.uploads.forms import BeginForm, PlaceForm, SendForm, announced
from records.uploads.models import Upload, UploadFile
from records.uploads.pages import PAGES
from records.uploads.rules import FLOW, Stage, State
from records.web import StaffRequest, act, attempt, go, page, role_required
from records.workflow.views import moves, show

SHOWN = 50
NEWEST, IN_ORDER = Order(Upload, "id", down=True), Order(UploadFile, "id")
OFFSET = "Upload-Offset"


def _one(request: StaffRequest, pk: int) -> Upload:
    """The set, for whose it is."""
    own = Upload.objects.visible_to(request.user).select_related("fonds", "made_by", "job")
    return get_object_or_404(own, pk=pk)


def _file(request: StaffRequest, pk: int) -> UploadFile:
    own = UploadFile.objects.visible_to(request.user).select_related("upload__fonds")
    return get_object_or_404(own, pk=pk)


@role_required(*DESCRIBES)
def listing(request: StaffRequest) -> HttpResponse:
    """The sets of the person, the newest first."""
    own = Upload.objects.visible_to(request.user).select_related("fonds")
    context = {"page": turn(own, NEWEST, Place.of(request.GET), size=SHOWN)}
    return page(request, "records/uploads/list.html", context, "list")


@role_required(*FLOW["begin"].roles)
def create(request: StaffRequest) -> HttpResponse:
    """Begin a set: say of which fonds its records are."""
    form = BeginForm(request.POST or None, by=request.user)
    if done := attempt(form, actions.begin, by=request.user, at=timezone.now()):
        return go(request, done.made)
    has_fonds = Fonds.objects.visible_to(request.user).exists()
    context = {"form": form, "has_fonds": has_fonds}
    return page(request, "records/uploads/create.html", context, "form")


def detail(request: StaffRequest, pk: int) -> HttpResponse:
    """The files of a set: what has come, and where each goes."""
    upload = _one(request, pk)
    tabs = pages.tabs(upload)
    asked = request.GET.get("show", "")
    tab = next((tab for tab in tabs if tab.value == asked), tabs[0])
    files = pages.chosen(upload.files.all(), tab.value).select_related("record", "component")
    context = {
        "upload": upload,
        "facts": PAGES.facts(upload),
        "tabs": tabs,
        "show": tab.value,
        "counts": {one.value: one.files for one in tabs},
        "page": turn(files, IN_ORDER, Place.of(request.GET), size=SHOWN),
        "open": upload.stage == Stage.OPEN and not upload.at_work,
        "form": SendForm(),
    }
    return show(request, upload, PAGES, "records/uploads/detail.html", context)


move = moves(_one, PAGES)


@require_POST
def send(request: StaffRequest, pk: int) -> HttpResponse:
    """Take in files that come whole with the form, and lead them to their records."""
    upload = _one(request, pk)
    form = SendForm(request.POST, request.FILES)
    now = {"by": request.user, "at": timezone.now()}
    if attempt(form, partial(actions.take, upload), **now):
        act(request, actions.match, upload)
        return go(request, upload)
    context = {"upload": upload, "form": form}
    return page(request, "records/uploads/send.html", context, "form")


@require_POST
def announce(request: StaffRequest, pk: int) -> HttpResponse:
    """For the script: which files are to come; the answer says how much of each is here."""
    upload = _one(request, pk)
    try:
        files = announced(request.POST.get("files", ""))
        told = actions.announce(upload, files, by=request.user, at=timezone.now())
    except Refused as refusal:
        return _no(str(refusal))
    return JsonResponse({"files": told})


@require_POST
def receive(request: StaffRequest, pk: int) -> HttpResponse:
    """For the script: a piece of a file; told is where it goes on (409: not where it began)."""
    file, offset = _file(request, pk), request.headers.get(OFFSET, "")
    if not (offset.isascii() and offset.isdigit() and len(offset) < 16):
        return _no(_("This is no piece of a file."))
    try:
        held = actions.receive(
            file, cast(BinaryIO, request), offset=int(offset), by=request.user, at=timezone.now()
        )
    except actions.OutOfStep:
        file.refresh_from_db()
        return JsonResponse(file.told(), status=409)
    except Refused as refusal:
        return _no(str(refusal))
    return JsonResponse(held.told())


def _no(why: str) -> JsonResponse:
    return JsonResponse({"why": why}, status=422)


@require_POST
def match(request: StaffRequest, pk: int) -> HttpResponse:
    """Lead the files to the records that they name."""
    upload = _one(request, pk)
    act(request, actions.match, upload)
    return go(request, upload)


@require_POST
def drop(request: StaffRequest, pk: int) -> HttpResponse:
    """Leave a file out, or all that have no record."""
    upload, key = _one(request, pk), request.POST.get("file", "")
    named = [int(key)] if key.isascii() and key.isdigit() and len(key) < 19 else None
    if key and named is None:
        return go(request, upload)
    act(request, partial(actions.drop, files=named), upload, done=_("Left out of the set."))
    return go(request, upload)


def place(request: StaffRequest, pk: int) -> HttpResponse:
    """Look for the record of a file, and choose it."""
    file = _file(request, pk)
    text = request.GET.get("q", "").strip()[:200]
    if request.method == "POST":
        return _placed(request, file)
    asked = text or PurePosixPath(file.name).stem
    records = file.upload.reached_by(request.user)
    context = {
        "file": file,
        "upload": file.upload,
        "q": asked,
        "offers": pages.offers(asked, records),
        "whole": file.state == State.TAKEN and file.upload.stage == Stage.OPEN,
    }
    return page(request, "records/uploads/place.html", context, "offers")


def _placed(request: StaffRequest, file: UploadFile) -> HttpResponse:
    form = PlaceForm(request.POST)
    if not form.is_valid():
        return go(request, reverse("records:upload-place", args=[file.pk]))
    seen = Record.objects.visible_to(request.user)
    record = get_object_or_404(seen, pk=form.cleaned_data["record"])
    parts, key = Component.objects.filter(record=record), form.cleaned_data["component"]
    component = get_object_or_404(parts, pk=key) if key else None
    placing = partial(actions.place, record=record, component=component)
    act(request, placing, file, done=_("The file has its record."))
    return go(request, f"{file.upload.get_absolute_url()}?show=waiting")
