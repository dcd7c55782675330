from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from records.catalogue.filters import read_again
from records.holdings.models import Record
from records.holdings.rules import Stage
from records.organisation.rules import DESCRIBES
from records.values.rules import Level
from records.volumes import actions
from records.volumes.forms import ChosenForm, JoinForm, PlaceForm, PrintForm, PutForm, TitledForm
from records.volumes.pages import SHOWN, arranged, classes, of_class
from records.volumes.rules import USUAL_SPINE
from records.web import StaffRequest, act, attempt, go, page, role_required


def _page_of(volume: int) -> str:
    return reverse("records:volume", args=[volume])


@role_required(*DESCRIBES)
def create(request: StaffRequest) -> HttpResponse:
    """Make a volume of loose drafts: first the class is chosen, then its items."""
    found = of_class(request.user, request.GET.dict())
    if found is None:
        return page(
            request, "records/volumes/classes.html", {"classes": classes(request.user)}, "list"
        )
    form = TitledForm(request.POST or None)
    if done := attempt(form, actions.form, by=request.user, at=timezone.now()):
        return go(request, _page_of(done.made.pk))
    context = {
        "form": form,
        "count": found.count(),
        "rows": list(found.order_by("dated_on", "pk")[:SHOWN]),
    }
    return page(request, "records/volumes/create.html", context, "form")


def _own(request: StaffRequest, pk: int) -> Record:
    own = Record.objects.visible_to(request.user).editable_by(request.user)
    drafts = own.filter(stage=Stage.DRAFT, level=Level.VOLUME)
    return get_object_or_404(drafts.select_related("fonds", "category", "unit"), pk=pk)


def arrange(request: StaffRequest, pk: int) -> HttpResponse:
    """A draft volume: what lies in it and in which order, and what may be put in."""
    return _arranged(request, _own(request, pk))


def _arranged(request: StaffRequest, volume: Record, form: Form | None = None) -> HttpResponse:
    shown = arranged(volume, request.user)
    context = {"volume": volume, "form": form, "joins": JoinForm(others=shown["others"]), **shown}
    context["spine"] = PrintForm()
    return page(request, "records/volumes/detail.html", context, "volume")


def _moved(
    request: StaffRequest, pk: int, form: Form, action: Callable[..., Any], done: str
) -> HttpResponse:
    """Do what was asked with the volume, or show its page with what is wrong."""
    volume = _own(request, pk)
    if attempt(form, action, volume, by=request.user, at=timezone.now()):
        messages.success(request, done)
        return go(request, _page_of(volume.pk))
    return _arranged(request, volume, form)


@require_POST
@role_required(*DESCRIBES)
def put_in(request: StaffRequest, pk: int) -> HttpResponse:
    """Put loose drafts of its class into a volume."""
    return _moved(request, pk, PutForm(request.POST), actions.put_in, _("They lie in the volume."))


@require_POST
@role_required(*DESCRIBES)
def take_out(request: StaffRequest, pk: int) -> HttpResponse:
    """Take items out of a volume: they are loose again."""
    done = _("They are taken out and loose.")
    return _moved(request, pk, ChosenForm(request.POST), actions.take_out, done)


@require_POST
@role_required(*DESCRIBES)
def divide(request: StaffRequest, pk: int) -> HttpResponse:
    """Put items of a volume into a new one."""
    done = _("A new volume is made of them.")
    return _moved(request, pk, TitledForm(request.POST), actions.divide, done)


@require_POST
@role_required(*DESCRIBES)
def join(request: StaffRequest, pk: int) -> HttpResponse:
    """Put all items of another volume behind those of this one."""
    others = arranged(_own(request, pk), request.user)["others"]
    form = JoinForm(request.POST, others=others)
    done = _("The volumes are one; the emptied one is discarded.")
    return _moved(request, pk, form, actions.join, done)


@require_POST
@role_required(*DESCRIBES)
def place(request: StaffRequest, pk: int) -> HttpResponse:
    """Put an item at another place: by its buttons, or dragged there."""
    volume, form = _own(request, pk), PlaceForm(request.POST)
    if form.is_valid():
        key, position = form.cleaned_data["place"]
        act(request, partial(actions.place_item, volume, key, place=position))
    return go(request, _page_of(volume.pk))


@require_POST
@role_required(*DESCRIBES)
def count_pages(request: StaffRequest, pk: int) -> HttpResponse:
    """Number the pages through the volume, out of the pages of its items."""
    volume = _own(request, pk)
    act(request, actions.count_pages_through, volume, done=_("The page numbers are written."))
    return go(request, _page_of(volume.pk))


@require_POST
@role_required(*DESCRIBES)
def sum_up(request: StaffRequest, pk: int) -> HttpResponse:
    """Take dates, number of items and pages of a volume from its items."""
    volume = _own(request, pk)
    act(request, actions.sum_up, volume, done=_("The volume says what its items say."))
    return go(request, _page_of(volume.pk))


def printed(request: StaffRequest, pk: int) -> HttpResponse:
    """Cover, list of items and closing note of a volume."""
    seen = Record.objects.visible_to(request.user).filter(level=Level.VOLUME)
    joined = seen.select_related("fonds", "category", "unit", "described_by")
    volume, form = get_object_or_404(joined, pk=pk), PrintForm(request.GET)
    spine = form.cleaned_data["spine"] if form.is_valid() else USUAL_SPINE
    made = actions.print_volume(volume, spine=spine, by=request.user, at=timezone.now())
    return HttpResponse(made, content_type="application/pdf")


def register(request: StaffRequest) -> HttpResponse:
    """案卷目录 of the volumes that a list holds, in the order of their codes."""
    query = read_again(request.GET.urlencode(), request.user)
    volumes = query.found.filter(level=Level.VOLUME).order_by("code_key", "pk")
    made = actions.print_register(volumes, by=request.user, at=timezone.now())
    return HttpResponse(made, content_type="application/pdf")
