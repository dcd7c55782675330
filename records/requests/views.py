from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from records.days import today
from records.holdings.keeper import keeper
from records.organisation.models import Substitute
from records.organisation.rules import LOOKS_UP, Role
from records.pagination import Order, Place, turn
from records.requests import actions
from records.requests.forms import LONGEST, AskForm, SubstituteForm
from records.requests.models import AccessRequest
from records.requests.pages import PAGES, facts, lines
from records.requests.rules import FLOW
from records.web import StaffRequest, act, attempt, go, page, role_required
from records.workflow.views import moves, show

SHOWN = 50
NEWEST = Order(AccessRequest, "id", down=True)


def one(request: StaffRequest, pk: int) -> AccessRequest:
    """The request, for who may see it."""
    visible = AccessRequest.objects.visible_to(request.user)
    found = get_object_or_404(visible.select_related("asker", "department", "of"), pk=pk)
    found.reader = request.user
    return found


@role_required(*LOOKS_UP)
def listing(request: StaffRequest) -> HttpResponse:
    """The person's own requests and those that concern the person, or those that wait."""
    shown = request.GET.get("show", "")
    found = _narrowed(request, shown).select_related("asker", "department", "of")
    turned = turn(found, NEWEST, Place.of(request.GET), size=SHOWN)
    context = {"page": turned, "show": shown, "today": today()}
    context["asks"] = request.user.role in FLOW["ask"].roles
    context["names"] = request.user.role == Role.FILING_OFFICER
    away = Substitute.objects.visible_to(request.user).now()
    context["away"] = away.select_related("officer", "stand_in")
    return page(request, "records/requests/list.html", context, "list")


def _narrowed(request: StaffRequest, shown: str) -> QuerySet[AccessRequest]:
    seen = AccessRequest.objects.visible_to(request.user)
    if shown == "waiting":
        seen = seen.waiting_for(request.user)
    if shown == "mine":
        seen = seen.filter(asker=request.user)
    return seen.counted()


def detail(request: StaffRequest, pk: int) -> HttpResponse:
    """What is asked for, what was answered, and what is to be done next."""
    found = one(request, pk)
    ended = found.steps.select_related("by").last()
    context = {
        "facts": facts(found),
        "lines": lines(found, request.user),
        "is_asker": found.asker_id == request.user.pk,
        "ended": ended if ended and ended.reason else None,
        "today": today(),
    }
    return show(request, found, PAGES, "records/requests/detail.html", context)


move = moves(one, PAGES)


def form(request: StaffRequest, pk: int) -> HttpResponse:
    """The request with its answers on paper, as far as the person may know them."""
    found = one(request, pk)
    known = lines(found, request.user)
    shown = [(line.item, str(line.record) if line.record else "") for line in known]
    made = actions.print_form(found, shown, by=request.user, at=timezone.now())
    return HttpResponse(made, content_type="application/pdf")


@role_required(*FLOW["ask"].roles)
def create(request: StaffRequest) -> HttpResponse:
    """Ask for access; with `seen` in the address, to a file of which it was told whose it is."""
    told = _told(request)
    initial: dict[str, Any] = {"wanted": request.GET.get("wanted", "")[:LONGEST]}
    if told:
        initial |= {"seen": request.GET["seen"], "of": told.department}
    form = AskForm(request.POST or None, user=request.user, initial=initial)
    if done := attempt(form, actions.ask, by=request.user, at=timezone.now()):
        messages.success(request, _("Asked. You are told what is answered."))
        return go(request, done.made)
    return page(request, "records/requests/create.html", {"form": form, "keeper": told}, "form")


def _told(request: StaffRequest) -> Any:
    key = request.GET.get("seen", "")
    if not key:
        return None
    told = keeper(request.user, pk=int(key)) if key.isdecimal() and len(key) < 19 else None
    if told is None:
        raise Http404
    return told


@role_required(Role.FILING_OFFICER)
def substitute(request: StaffRequest) -> HttpResponse:
    """Name who answers while one is away, and see who does."""
    mine = Substitute.objects.visible_to(request.user).now().filter(officer=request.user)
    form = SubstituteForm(request.POST or None, user=request.user)
    if attempt(form, actions.name_substitute, by=request.user, at=timezone.now()):
        messages.success(request, _("Named, and told."))
        return go(request, "records:request-substitute")
    context = {"form": form, "now": mine.select_related("stand_in").first()}
    return page(request, "records/requests/substitute.html", context, "form")


@require_POST
@role_required(Role.FILING_OFFICER)
def end_substitute(request: StaffRequest) -> HttpResponse:
    """Let nobody stand in any more."""
    act(request, actions.end_substitute, done=_("Ended: nobody stands in for you."))
    return go(request, "records:request-substitute")
