import re
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from records.holdings import actions, page_rows, pages
from records.holdings.actions.holds import why_first
from records.holdings.cards import Look, cards
from records.holdings.forms import AliasForm, ComponentForm, PlaceForm, RecordForm, initial
from records.holdings.keeper import keeper
from records.holdings.models import Component, Record
from records.holdings.pages import preview
from records.holdings.rules import Access, Stage
from records.organisation.models import Fonds
from records.organisation.questions import Asked
from records.organisation.rules import DESCRIBES, Role
from records.values.readers import other_year
from records.values.rules import Level
from records.web import StaffRequest, act, attempt, go, page, role_required
from records.workflow.acts import why_not
from records.workflow.views import moves

GREATEST = 2**63 - 1  # a key; the database knows none above
FROM_LIST = "order"  # in the address of a record that was opened from a list: which list
OF_THE_CLASS = ("fonds", "category", "year", "period", "unit")
FIXED = (*OF_THE_CLASS, "level")


def _seen(request: StaffRequest, pk: int) -> Record:
    """The record, if the person may see it; else it does not exist for them."""
    return get_object_or_404(
        Record.objects.visible_to(request.user).select_related(*page_rows.JOINED), pk=pk
    )


def _editable(request: StaffRequest, pk: int) -> Record:
    editable = Record.objects.visible_to(request.user).editable_by(request.user)
    return get_object_or_404(editable.select_related(*page_rows.JOINED), pk=pk)


def _elsewhere(request: StaffRequest, pk: int) -> HttpResponse:
    """Whose a file is that the person may not see, where that is told; else not found."""
    told = keeper(request.user, pk=pk)
    if told is None:
        raise Http404
    asking = f"{reverse('records:request-create')}?seen={pk}"
    context = {"keeper": told, "request_url": asking}
    answer = page(request, "records/holdings/elsewhere.html", context)
    answer.status_code = 404
    return answer


def detail(request: StaffRequest, pk: int) -> HttpResponse:
    """One record: description, components and copies, stamp, and what was done to it."""
    found = page_rows.seen(request.user, pk).rows if pk <= GREATEST else []
    if not found:
        return _elsewhere(request, pk)
    record, user = found[0], request.user
    asked, look = page_rows.shown(record, user), Look(record, user, request.GET)
    told = cards(look, asked)
    shown = pages.PAGES.of(record, user)
    context = shown | told | _shown(look, asked, {note.why for note in shown["closed"]})
    context["list"] = request.GET.urlencode() if FROM_LIST in request.GET else ""
    context["accepts"] = any(button.name == "accept" for button in shown["buttons"])
    return page(request, "records/holdings/record.html", context)


def _shown(look: Look, asked: dict[str, Asked[Any]], said: set[str]) -> dict[str, Any]:
    """What the page shows besides what can be done; of why it is held what was not `said`."""
    record, user = look.record, look.user
    own = user.department_id is None or bool(asked["own"])
    copies = [copy for component in asked["components"] for copy in component.copies.all()]
    held = why_first(asked["held_for"]) if own else ""
    needs_grant = not own and record.access != Access.SHARED
    return {
        "record": record,
        "volume": next(iter(asked["volume"]), None),
        "held": held if held not in said else "",
        "facts": pages.facts(record),
        "stamp": pages.stamp(record),
        "events": pages.events(asked["events"], user, own=own),
        "components": asked["components"],
        "copies": copies,
        "readable": next((copy for copy in copies if copy.has_pages), None),
        "granted": pages.most_of(asked["grants"]) if needs_grant else None,
        "aliases": asked["aliases"],
        "items": asked["items"],
    }


def history(request: StaffRequest, pk: int) -> HttpResponse:
    """Every act on a record, with what it changed."""
    record = _seen(request, pk)
    context = {"record": record, "events": pages.history(record, request.user)}
    return page(request, "records/holdings/history.html", context)


@role_required(*DESCRIBES)
def create(request: StaffRequest) -> HttpResponse:
    """A new draft; with `volume` in the address, an item of that volume."""
    volume = _volume(request)
    form = RecordForm(request.POST or None, user=request.user, record=volume)
    form.without("seen")
    fixed: dict[str, Any] = {}
    if volume:
        form.without(*FIXED)
        fixed = {name: getattr(volume, name) for name in OF_THE_CLASS}
        fixed |= {"level": Level.ITEM, "volume": volume}
    done = attempt(form, actions.describe, by=request.user, at=timezone.now(), **fixed)
    if done:
        messages.success(request, _("The draft is kept. Add its components, or the next record."))
        _look_at(request, done.made)
        return go(request, done.made)
    parts = form.parts(dict.fromkeys(FIXED) | fixed)
    context = {"form": form, "volume": volume, "preview": preview(**parts)}
    return page(request, "records/holdings/create.html", context, "form")


def _look_at(request: StaffRequest, record: Record) -> None:
    """Tell what is kept and may still be wrong, in the words of an import."""
    if odd := other_year(record.year, record.date_text):
        messages.warning(request, str(odd))
    if odd_code := pages.lacks_office(record.fonds, record.unit, record.archival_code):
        messages.warning(request, odd_code)


def _volume(request: StaffRequest) -> Record | None:
    key = request.GET.get("volume", "")
    if not key:
        return None
    if not re.fullmatch("[0-9]{1,18}", key):
        raise Http404
    volumes = Record.objects.visible_to(request.user).filter(level=Level.VOLUME)
    own = Fonds.objects.visible_to(request.user)  # one that is only shared gets no items
    return get_object_or_404(
        volumes.filter(fonds__in=own).select_related(*page_rows.JOINED), pk=key
    )


def edit(request: StaffRequest, pk: int) -> HttpResponse:
    """Change a description; what the code is made of is not offered once it is fixed."""
    record = _editable(request, pk)
    came = f"?{request.GET.urlencode()}" if request.GET else ""  # the list to go back to
    back = record.get_absolute_url() + came
    form = RecordForm(
        request.POST or None, user=request.user, record=record, initial=initial(record)
    )
    if record.stage != Stage.DRAFT or record.volume:
        form.without(*FIXED)
    if attempt(form, actions.edit, record, by=request.user, at=timezone.now()):
        messages.success(request, _("The description is changed."))
        _look_at(request, record)
        return go(request, back)
    clashes = form.onto(record)
    parts = form.parts({name: getattr(record, name) for name in (*FIXED, "volume")})
    shown = preview(**parts) if record.archival_code is None else None
    context = {"form": form, "record": record, "preview": shown, "clashes": clashes}
    context |= {"back": back, "list": came}
    return page(request, "records/holdings/edit.html", context, "form")


@role_required(*DESCRIBES)
def code_preview(request: StaffRequest) -> HttpResponse:
    """The code that the chosen parts would give; asked for while the form is filled in."""
    form = RecordForm(request.GET, user=request.user)
    form.is_valid()
    parts = form.parts(dict.fromkeys(FIXED))
    return page(request, "records/holdings/preview.html", {"preview": preview(**parts)})


@role_required(*DESCRIBES)
def units(request: StaffRequest) -> HttpResponse:
    """The offices of the fonds that is chosen in the form, as its field."""
    form = RecordForm(request.GET, user=request.user)
    return page(request, "records/holdings/units.html", {"field": form["unit"]})


move = moves(_seen, pages.PAGES)


@role_required(Role.ARCHIVIST)
def alias(request: StaffRequest, pk: int) -> HttpResponse:
    """Log the code that a record should bear."""
    record = _seen(request, pk)
    form = AliasForm(request.POST or None)
    if attempt(form, actions.correct_code, record, by=request.user, at=timezone.now()):
        messages.success(request, _("The correction is logged; both codes lead to this record."))
        return go(request, record)
    context = {"record": record, "form": form}
    return page(request, "records/holdings/alias.html", context, "form")


def add_component(request: StaffRequest, pk: int) -> HttpResponse:
    """Add a component behind the others."""
    record = _editable(request, pk)
    form = ComponentForm(request.POST or None, initial={"title": record.title[:300]})
    if attempt(form, actions.add_component, record, by=request.user, at=timezone.now()):
        messages.success(request, _("The component is added."))
        return go(request, record)
    context = {"record": record, "form": form}
    return page(request, "records/holdings/add_component.html", context, "form")


def component(request: StaffRequest, pk: int) -> HttpResponse:
    """Change a component of a draft; from here it is removed, too."""
    found = get_object_or_404(Component.objects.editable_by(request.user), pk=pk)
    if why := why_not(found.record, "rename", request.user):
        messages.warning(request, why)
        return go(request, found.record)
    kept = {name: getattr(found, name) for name in ("part", "title", "pages")}
    form = ComponentForm(request.POST or None, initial=kept)
    if attempt(form, actions.edit_component, found, by=request.user, at=timezone.now()):
        messages.success(request, _("The component is changed."))
        return go(request, found.record)
    context = {"record": found.record, "component": found, "copies": found.copies.all()}
    return page(request, "records/holdings/component.html", context | {"form": form}, "form")


@require_POST
def place_component(request: StaffRequest, pk: int) -> HttpResponse:
    """Put a component at another place: by its buttons, or dragged there."""
    record = _editable(request, pk)
    form = PlaceForm(request.POST)
    if form.is_valid():
        key, position = form.cleaned_data["place"]
        found = get_object_or_404(record.components, pk=key)
        act(request, partial(actions.place_component, position=position), found)
    return go(request, f"{record.get_absolute_url()}#components")
