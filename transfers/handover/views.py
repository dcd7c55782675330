from collections.abc import Callable
from io import BytesIO
from pathlib import PurePath
from typing import Any

from django import forms as django_forms
from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from records.organisation.models import Fonds
from records.pagination import Order, Place, turn
from records.rules import Refused
from records.web import StaffRequest, attempt, go, page, role_required
from transfers.due.models import Due
from transfers.handover import forms, pages
from transfers.handover.actions import decide, receive, select
from transfers.handover.changes import CHANGES
from transfers.handover.models.handovers import Handover
from transfers.handover.models.items import HandoverItem
from transfers.handover.papers import deeds
from transfers.handover.rules import CENTRE, EFFECTS, FLOW, Outcome, Stage

SHOWN = 50
NEWEST = Order(Handover, "year", "sequence", "id", down=True)
POSITION = Order(HandoverItem, "position", "id")
FEW = 20
PAPERS = {"deed": deeds.DEED, "register": deeds.REGISTER}
Moves = dict[str, tuple[type[django_forms.Form], Callable[..., Any]]]
MOVES: Moves = {
    "check": (forms.MoveForm, decide.check),
    "revise": (forms.MoveForm, decide.revise),
    "propose": (forms.ProposeForm, decide.propose),
    "approve": (forms.ApproveForm, decide.approve),
    "return": (forms.ReasonForm, decide.send_back),
    "package": (forms.MoveForm, decide.package),
    "deliver": (forms.DeliverForm, decide.deliver),
    "cancel": (forms.ReasonForm, decide.cancel),
}


def one(request: StaffRequest, pk: int) -> Handover:
    """The handover with the rows that its pages name."""
    related = (
        "fonds__archive",
        "fonds__department",
        "created_by",
        "proposed_by",
        "approved_by",
        "package",
        "receipt",
        "job",
        "supplements",
    )
    visible = Handover.objects.visible_to(request.user).select_related(*related)
    return get_object_or_404(visible, pk=pk)


def listing(request: StaffRequest) -> HttpResponse:
    """All handovers, the newest first, with how many records each has."""
    found = Handover.objects.visible_to(request.user).counted().select_related("fonds__archive")
    turned = turn(found, NEWEST, Place.of(request.GET), size=SHOWN)
    return page(request, "transfers/handover/list.html", {"page": turned}, "list")


@role_required(*CENTRE)
def create(request: StaffRequest) -> HttpResponse:
    """First the fonds that have something due, then the years of one, with counts."""
    free = select.free(Due.objects.visible_to(request.user))
    chosen = Fonds.objects.visible_to(request.user).filter(number=request.GET.get("fonds", ""))
    fonds = chosen.select_related("archive").first()
    if fonds is None:
        counted = select.by_fonds(free)
        return page(request, "transfers/handover/choose.html", {"counted": counted}, "fonds")
    counted = select.by_class(free.filter(fonds=fonds))
    posted = request.method == "POST"
    form = forms.CreateForm(request.POST if posted else None, due=pages.classes_of(counted))
    made: list[Handover] = []
    if posted and attempt(
        form,
        lambda **given: made.append(select.create(fonds, **given)),
        by=request.user,
        at=timezone.now(),
    ):
        return go(request, made[0])
    context = {"form": form, "fonds": fonds, "counted": counted}
    return page(request, "transfers/handover/create.html", context, "form")


def detail(request: StaffRequest, pk: int) -> HttpResponse:
    """Where a handover stands, what the tests found, what is packaged, who signed."""
    handover = one(request, pk)
    if request.headers.get("HX-Request") and not (handover.job and handover.job.is_open):
        return go(request, handover)  # the work is done: buttons and figures are new
    steps = list(handover.steps.select_related("by"))
    figures = handover.items.figures()
    rejected = handover.items.rejected().select_related("record")[:FEW]
    context = {
        "handover": handover,
        "steps": pages.stepper(handover, steps, figures["records"]),
        "figures": figures,
        "rejected": rejected,
        "along": pages.along(handover),
        "natures": pages.natures(handover.checks.all()),
        "buttons": pages.buttons(handover, request.user),
        "signatures": pages.signatures(handover, steps),
        "explain": forms.ExplainForm(
            initial={"gap_note": handover.gap_note, "account": handover.account}
        ),
        "is_draft": handover.stage == Stage.DRAFT,
        "failed": pages.failure(handover),
        "can_resend": handover.stage == Stage.CLOSED and figures["rejected"] > 0,
    }
    return page(request, "transfers/handover/detail.html", context, "handover")


def items(request: StaffRequest, pk: int) -> HttpResponse:
    """The records of a handover, a page at a time; in a draft they can be changed."""
    handover = one(request, pk)
    found = handover.items.select_related("record")
    outcome = request.GET.get("outcome", "")
    if outcome in Outcome.values:
        found = found.filter(outcome=outcome)
    if asked := request.GET.get("q", "").strip():
        found = found.matching(asked)
    context = {
        "handover": handover,
        "page": turn(found, POSITION, Place.of(request.GET), size=SHOWN),
        "outcomes": Outcome.choices,
        "outcome": outcome,
        "asked": asked,
        "add": forms.AddForm(),
        "is_draft": handover.stage == Stage.DRAFT,
        "is_delivered": handover.stage == Stage.DELIVERED,
        "is_answered": handover.stage in {Stage.DELIVERED, Stage.CLOSED},
    }
    return page(request, "transfers/handover/items.html", context, "items")


def move(request: StaffRequest, pk: int, name: str) -> HttpResponse:
    """One page for every move: what it is, what it does, what it needs; then it is made."""
    if name not in MOVES:
        raise Http404
    handover, (kind, act) = one(request, pk), MOVES[name]
    posted = request.method == "POST"
    form = kind(request.POST) if posted else kind(initial={"seen": handover.last_step})
    if posted and attempt(form, act, handover, by=request.user, at=timezone.now()):
        return go(request, handover)
    made = FLOW[name]
    context = {
        "handover": handover,
        "form": form,
        "move": made,
        "effect": EFFECTS[name],
        "figures": handover.items.figures(),
    }
    return page(request, "transfers/handover/move.html", context, "form")


@require_POST
def change(request: StaffRequest, pk: int, name: str) -> HttpResponse:
    """Small changes that need no page of their own: the selection, the notes, the answers."""
    handover = one(request, pk)
    if name not in CHANGES:
        raise Http404
    try:
        said = CHANGES[name](handover, request.POST, by=request.user, at=timezone.now())
    except Refused as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, said)
    if request.POST.get("back") == "items":
        return go(request, reverse("transfers:handover-items", args=[pk]))
    return go(request, handover)


@require_POST
def resend(request: StaffRequest, pk: int) -> HttpResponse:
    """A new batch of what the archive rejected."""
    handover = one(request, pk)
    try:
        again = select.resend(handover, by=request.user, at=timezone.now())
    except Refused as refusal:
        messages.warning(request, str(refusal))
        return go(request, handover)
    return go(request, again)


def receipt(request: StaffRequest, pk: int) -> HttpResponse:
    """The binding page: number, day and receiver, and what will become of how many records."""
    handover = one(request, pk)
    form = forms.ReceiptForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and attempt(
        form, receive.enter_receipt, handover, by=request.user, at=timezone.now()
    ):
        return go(request, handover)
    return _receipt_page(request, handover, form, forms.AnswersForm(handover=handover))


@require_POST
def answers(request: StaffRequest, pk: int) -> HttpResponse:
    """Read the archive's answer from its table; what is wrong is told by row and cell."""
    handover = one(request, pk)
    form = forms.AnswersForm(request.POST, request.FILES, handover=handover)
    if attempt(form, receive.read_answers, handover, by=request.user, at=timezone.now()):
        messages.success(request, _("The answers are noted; nothing is final yet."))
        return go(request, reverse("transfers:handover-receipt", args=[pk]))
    return _receipt_page(request, handover, forms.ReceiptForm(), form)


def _receipt_page(
    request: StaffRequest,
    handover: Handover,
    form: forms.ReceiptForm,
    answers: forms.AnswersForm,
) -> HttpResponse:
    figures = handover.items.figures()
    context = {
        "handover": handover,
        "form": form if form.is_bound or not answers.is_bound else answers,
        "receipt": form,
        "answers": answers,
        "figures": figures,
        "accepted": figures["records"] - figures["rejected"],
        "rejected": handover.items.rejected().select_related("record")[:SHOWN],
        "effect": EFFECTS["receipt"],
        "is_delivered": handover.stage == Stage.DELIVERED,
    }
    return page(request, "transfers/handover/receipt.html", context, "receipt")


def paper(request: StaffRequest, pk: int, kind: str) -> HttpResponseBase:
    """The deed or the form as a PDF, with delivery and receipt as far as they are known."""
    handover = one(request, pk)
    if kind not in PAPERS or handover.package is None:
        raise Http404
    made = BytesIO(deeds.paper_now(handover, kind))
    return FileResponse(made, filename=f"{handover} {PAPERS[kind]}")


def receipt_file(request: StaffRequest, pk: int) -> HttpResponseBase:
    """The receipt as the archive sent it."""
    handover = one(request, pk)
    file = handover.receipt.file if handover.receipt else None
    if not file or not file.storage.exists(str(file.name)):
        raise Http404
    return FileResponse(file.open("rb"), as_attachment=True, filename=PurePath(str(file.name)).name)
