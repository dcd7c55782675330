from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _

from records.days import machine
from records.holdings.models import Record
from records.loans.forms import RegisterForm
from records.organisation.rules import SEES_ALL_RECORDS
from records.pagination import Order, Place, turn
from records.rules import Refused
from records.tables.writer import XLSX
from records.visits import actions, pages
from records.visits.forms import CheckForm, PeriodForm, VisitForm
from records.visits.models import Certificate, Visit
from records.visits.pages import PAGES
from records.visits.rules import FLOW, SEES_VISITS
from records.visits.statistics import Chart, statistics
from records.web import StaffRequest, attempt, go, page, role_required
from records.workflow.views import moves, show

SHOWN = 50
TYPES = {"xlsx": XLSX, "pdf": "application/pdf"}
NEWEST = Order(Visit, "id", down=True)


def one(request: StaffRequest, pk: int) -> Visit:
    """The use, for who may see it."""
    visible = Visit.objects.visible_to(request.user)
    named = visible.select_related("department", "registered_by", "effect__told_by")
    found = get_object_or_404(named, pk=pk)
    found.reader = request.user
    return found


@role_required(*SEES_VISITS)
def listing(request: StaffRequest) -> HttpResponse:
    """The uses that the person may see, by what is to be done, the newest first."""
    seen = Visit.objects.visible_to(request.user)
    found = pages.tabs(seen)
    asked = request.GET.get("show", "")
    tab = next((tab for tab in found if tab.value == asked), found[0])
    chosen = seen.filter(tab.chosen).counted().select_related("department")
    turned = turn(chosen, NEWEST, Place.of(request.GET), size=SHOWN)
    context = {"page": turned, "tabs": found, "show": tab.value}
    context["registers"] = request.user.role in FLOW["register"].roles
    return page(request, "records/visits/list.html", context, "list")


@role_required(*FLOW["register"].roles)
def create(request: StaffRequest) -> HttpResponse:
    """Write a reader into the register."""
    form = VisitForm(request.POST or None, user=request.user)
    if done := attempt(form, actions.register, by=request.user, at=timezone.now()):
        messages.success(request, _("Registered. Now note which records the reader sees."))
        return go(request, done.made)
    return page(request, "records/visits/create.html", {"form": form}, "form")


@role_required(*SEES_VISITS)
def detail(request: StaffRequest, pk: int) -> HttpResponse:
    """A use: who reads, which records, which copies were certified, what came of it."""
    found = one(request, pk)
    seen = Record.objects.visible_to(request.user).order_by().values("pk")
    items = found.items.select_related("record").order_by("pk")
    context = {
        "facts": PAGES.facts(found),
        "items": items.filter(record__in=seen),
        "hidden": items.exclude(record__in=seen).count(),
        "certificates": found.certificates.select_related("made_by").order_by("pk"),
        "effect": getattr(found, "effect", None),
        "ended": found.steps.select_related("by").last(),
    }
    return show(request, found, PAGES, "records/visits/detail.html", context)


move = moves(one, PAGES)


@role_required(*SEES_ALL_RECORDS)
def certificate(request: StaffRequest, pk: int) -> HttpResponse:
    """The certificate of a copy, to print and seal."""
    visible = Certificate.objects.visible_to(request.user)
    found = get_object_or_404(visible.select_related("visit", "record__fonds", "made_by"), pk=pk)
    made = actions.take(found, by=request.user, at=timezone.now())
    return HttpResponse(made, content_type="application/pdf")


@role_required(*SEES_VISITS)
def check(request: StaffRequest) -> HttpResponse:
    """Whether a paper is a certificate of this centre; what it is of, for who may see that."""
    form = CheckForm(request.POST or None)
    context: dict[str, Any] = {"form": form}
    if done := attempt(form, actions.find, by=request.user, at=timezone.now()):
        record = Record.objects.visible_to(request.user).filter(pk=done.made.record_id).first()
        context |= {"found": done.made, "record": record}
    return page(request, "records/visits/check.html", context, "form")


@role_required(*SEES_ALL_RECORDS)
def daybook(request: StaffRequest) -> HttpResponse:
    """The register of a year, to print or as a workbook; taking it is an act of the trail."""
    years = Visit.objects.visible_to(request.user).years()
    form = RegisterForm(request.POST or None, years=years)
    if form.is_valid():
        year, kind = form.cleaned_data["year"], form.cleaned_data["kind"]
        try:
            made = actions.take_daybook(year, kind, by=request.user, at=timezone.now())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            headers = {"Content-Disposition": f'attachment; filename="use-{year}.{kind}"'}
            return HttpResponse(made, content_type=TYPES[kind], headers=headers)
    return page(request, "records/visits/daybook.html", {"form": form, "years": years}, "form")


@role_required(*SEES_ALL_RECORDS)
def figures(request: StaffRequest) -> HttpResponse:
    """The use of a period, of this year where none is asked for; posted, it is taken away."""
    today = timezone.localdate()
    year = {"first": machine(today.replace(month=1, day=1)), "last": machine(today)}
    form = PeriodForm(request.POST or (request.GET if "first" in request.GET else year))
    context: dict[str, Any] = {"form": form}
    if form.is_valid():
        asked, by = form.cleaned_data, request.user
        try:
            if request.method == "POST":
                made = actions.take_figures(**asked, by=by, at=timezone.now())
                headers = {"Content-Disposition": 'attachment; filename="use.xlsx"'}
                return HttpResponse(made, content_type=XLSX, headers=headers)
            found = statistics(**asked, by=by)
            context |= {"found": found, "chart": Chart.of(found.months)}
        except Refused as refusal:
            form.add_error(None, str(refusal))
    return page(request, "records/visits/figures.html", context)
