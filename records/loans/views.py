from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _

from records.holdings.models import Record
from records.loans import actions, pages
from records.loans.forms import AskForm, RegisterForm, ReturnForm
from records.loans.models import Loan, LoanItemQuerySet
from records.loans.pages import PAGES
from records.loans.rules import FLOW, SEES_LOANS, Stage
from records.organisation.rules import SEES_ALL_RECORDS
from records.pagination import Order, Place, turn
from records.rules import Refused
from records.tables.writer import XLSX
from records.web import StaffRequest, attempt, go, page, role_required
from records.workflow.acts import why_not
from records.workflow.views import moves, show

SHOWN = 50
SHOWN_WITH = ("borrower", "department", "approved_by", "effect__told_by")
TYPES = {"xlsx": XLSX, "pdf": "application/pdf"}
NEWEST = Order(Loan, "id", down=True)


def one(request: StaffRequest, pk: int) -> Loan:
    """The loan, for who may see it."""
    visible = Loan.objects.visible_to(request.user)
    return get_object_or_404(visible.select_related(*SHOWN_WITH), pk=pk)


@role_required(*SEES_LOANS)
def listing(request: StaffRequest) -> HttpResponse:
    """The loans that the person may see, by what is to be done, the newest first."""
    seen, today = Loan.objects.visible_to(request.user), timezone.localdate()
    tabs = pages.tabs(seen, today=today)
    asked = request.GET.get("show", "")
    tab = next((tab for tab in tabs if tab.value == asked), tabs[0])
    found = seen.filter(tab.chosen).counted().select_related("borrower", "department")
    turned = turn(found, NEWEST, Place.of(request.GET), size=SHOWN)
    rows = [(loan, loan.is_late(today)) for loan in turned.rows]
    context = {"page": turned, "rows": rows, "tabs": tabs, "show": tab.value}
    context["may_ask"] = request.user.role in FLOW["ask"].roles
    return page(request, "records/loans/list.html", context, "list")


@role_required(*FLOW["ask"].roles)
def create(request: StaffRequest) -> HttpResponse:
    """Ask for originals by their codes; a record's page leads here with its own."""
    code = request.GET.get("code", "")[:80]
    form = AskForm(request.POST or None, user=request.user, initial={"codes": code})
    if done := attempt(form, actions.ask, by=request.user, at=timezone.now()):
        messages.success(request, _("Asked for. The centre answers, and you find it under Loans."))
        return go(request, done.made)
    return page(request, "records/loans/create.html", {"form": form}, "form")


def detail(request: StaffRequest, pk: int) -> HttpResponse:
    """Where a loan stands, and each of its originals."""
    loan, user = one(request, pk), request.user
    items = _items(request, loan)
    context = {
        "loan": loan,
        "facts": PAGES.facts(loan),
        "items": items,
        "hidden": loan.items.count() - len(items),
        "late": loan.is_late(timezone.localdate()),
        "effect": getattr(loan, "effect", None),
        "ended": loan.steps.select_related("by").last(),
        "fetches": loan.stage == Stage.APPROVED and user.sees_all_records,
    }
    return show(request, loan, PAGES, "records/loans/detail.html", context)


def _items(request: StaffRequest, loan: Loan) -> LoanItemQuerySet:
    """Its originals by the shelf, as far as the person may see their records."""
    seen = loan.items.filter(record__in=Record.objects.visible_to(request.user))
    return seen.with_found().in_shelf_order().select_related("record__fonds")


move = moves(one, PAGES)


@role_required(*FLOW["take_back"].roles)
def take_back(request: StaffRequest, pk: int) -> HttpResponse:
    """Look at what comes back, one by one, and count its pages."""
    loan = one(request, pk)
    form = ReturnForm(request.POST or None, items=list(_items(request, loan).open()))
    act = actions.take_back
    if attempt(form, act, loan, by=request.user, at=timezone.now()):
        messages.success(request, _("Taken back; the records are free again."))
        return go(request, loan)
    why = "" if form.is_bound else why_not(loan, "take_back", request.user)
    context = {"form": form, "loan": loan, "why": why, "late": loan.is_late(timezone.localdate())}
    return page(request, "records/loans/return.html", context, "form")


@role_required(*SEES_ALL_RECORDS)
def pick_list(request: StaffRequest) -> HttpResponse:
    """What is to be fetched for all approved loans, in the order of the shelves."""
    loans = Loan.objects.visible_to(request.user).filter(stage=Stage.APPROVED).order_by("pk")
    try:
        made = actions.print_pick_list(loans, by=request.user, at=timezone.now())
    except Refused as refusal:
        messages.warning(request, str(refusal))
        return go(request, "records:loan-list")
    return HttpResponse(made, content_type="application/pdf")


@role_required(*SEES_ALL_RECORDS)
def register(request: StaffRequest) -> HttpResponse:
    """The register of a year, to print or as a workbook; taking it is an act of the trail."""
    years = Loan.objects.visible_to(request.user).years()
    form = RegisterForm(request.POST or None, years=years)
    if form.is_valid():
        year, kind = form.cleaned_data["year"], form.cleaned_data["kind"]
        try:
            made = actions.take_register(year, kind, by=request.user, at=timezone.now())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            name = f'attachment; filename="loans-{year}.{kind}"'
            headers = {"Content-Disposition": name}
            return HttpResponse(made, content_type=TYPES[kind], headers=headers)
    return page(request, "records/loans/register.html", {"form": form, "years": years}, "form")
