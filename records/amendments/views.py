from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.db.models import Count, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _

from records.amendments import actions
from records.amendments.forms import ComponentsForm, ProposeForm
from records.amendments.models import Amendment, AmendmentItem
from records.amendments.pages import PAGES
from records.amendments.rules import FLOW
from records.holdings.models import Record, RecordQuerySet
from records.organisation.rules import SEES_ALL_RECORDS
from records.pagination import Order, Place, turn
from records.values.quantities import amount, by_level
from records.web import StaffRequest, attempt, go, page, role_required
from records.workflow.acts import why_not
from records.workflow.views import moves, show

SHOWN = 50
FEW = 20
NEWEST = Order(Amendment, "id", down=True)
ITEM = Order(AmendmentItem, "id")
PROPOSES = FLOW["propose"].roles


def one(request: StaffRequest, pk: int) -> Amendment:
    """The correction, for who may see it."""
    visible = Amendment.objects.visible_to(request.user)
    return get_object_or_404(visible.select_related("proposed_by", "approved_by"), pk=pk)


@role_required(*SEES_ALL_RECORDS)
def listing(request: StaffRequest) -> HttpResponse:
    """All corrections, the newest first."""
    found = Amendment.objects.visible_to(request.user).counted().select_related("proposed_by")
    turned = turn(found, NEWEST, Place.of(request.GET), size=SHOWN)
    return page(request, "records/amendments/list.html", {"page": turned}, "list")


def detail(request: StaffRequest, pk: int) -> HttpResponse:
    """What is proposed, of each record before and after, and what was answered."""
    amendment = one(request, pk)
    context = {
        "amendment": amendment,
        "facts": PAGES.facts(amendment),
        "ended": amendment.steps.select_related("by").last(),
    }
    if amendment.of_components:
        parts = amendment.parts.prefetch_related("component__copies")
        context |= {"parts": parts, "record": amendment.corrected.first()}
    else:
        context["page"] = turn(_items(amendment), ITEM, Place.of(request.GET), size=SHOWN)
    return show(request, amendment, PAGES, "records/amendments/detail.html", context)


def _items(amendment: Amendment) -> QuerySet[AmendmentItem]:
    """Its records, with the number of copies of each."""
    placed = Q(record__components__position__isnull=False)
    items = amendment.items.select_related("amendment", "record")
    return items.annotate(copies=Count("record__components__copies", filter=placed))


move = moves(one, PAGES)


@role_required(*PROPOSES)
def create(request: StaffRequest, pk: int) -> HttpResponse:
    """Propose the correction of one record."""
    seen = Record.objects.visible_to(request.user).filter(pk=pk)
    record = get_object_or_404(seen)
    act = partial(actions.propose_one, record)
    why = why_not(record, "amend", request.user)
    return propose(request, seen, act, back=record.get_absolute_url(), why=why)


@role_required(*PROPOSES)
def create_of_components(request: StaffRequest, pk: int) -> HttpResponse:
    """Propose how the components of one record should be."""
    seen = Record.objects.visible_to(request.user).select_related("fonds")
    record = get_object_or_404(seen, pk=pk)
    parts = list(record.components.prefetch_related("copies"))
    form = ComponentsForm(request.POST or None, components=parts)
    act, given = actions.propose_components, {"by": request.user, "at": timezone.now()}
    if done := attempt(form, act, record, **given):
        messages.success(request, _("Proposed. Another person approves it or turns it down."))
        return go(request, done.made)
    why = "" if form.is_bound else why_not(record, "amend_parts", request.user)
    context = {"form": form, "record": record, "why": why}
    return page(request, "records/amendments/components.html", context, "form")


def propose(
    request: StaffRequest,
    records: RecordQuerySet,
    act: Callable[..., Any],
    *,
    back: str,
    why: str = "",
) -> HttpResponse:
    """The page on which a correction of some records is proposed; `back` leads away from it."""
    form = ProposeForm(request.POST or None)
    if done := attempt(form, act, by=request.user, at=timezone.now()):
        messages.success(request, _("Proposed. Another person approves it or turns it down."))
        return go(request, done.made)
    shown, numbers = records.order_by("fonds", "code_key", "pk"), by_level(records)
    count = sum(numbers.values())
    context = {
        "form": form,
        "records": shown[:FEW],
        "count": count,
        "amount": amount(numbers),
        "back": back,
        "why": "" if form.is_bound else why or ("" if count else actions.nothing_chosen()),
    }
    return page(request, "records/amendments/propose.html", context, "form")
