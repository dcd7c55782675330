from collections.abc import Callable
from functools import partial
from io import BytesIO
from pathlib import PurePath
from typing import Any, NamedTuple

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from records.organisation.models import Fonds
from records.pagination import Order, Place, turn
from records.rules import Refused
from records.sentences import labelled
from records.web import StaffRequest, attempt, go, page, role_required
from records.web.sent import once
from records.workflow.acts import why_not
from records.workflow.views import moves, show
from transfers.due.models import Due
from transfers.handover import forms, pages
from transfers.handover.actions import decide, papers, receive, select
from transfers.handover.models.handovers import Handover
from transfers.handover.models.items import HandoverItem, summed
from transfers.handover.papers.deeds import PAPERS
from transfers.handover.rules import CENTRE, FLOW, Outcome, Stage

SHOWN = 50
NEWEST = Order(Handover, "year", "sequence", "id", down=True)
POSITION = Order(HandoverItem, "position", "id")
FEW = 20


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


@role_required(*CENTRE)
def listing(request: StaffRequest) -> HttpResponse:
    """All handovers, the newest first, with how many records each has."""
    found = Handover.objects.visible_to(request.user).counted().select_related("fonds__archive")
    turned = turn(found, NEWEST, Place.of(request.GET), size=SHOWN)
    return page(request, "transfers/handover/list.html", {"page": turned}, "list")


@role_required(*CENTRE)
def create(request: StaffRequest) -> HttpResponse:
    """First the fonds that have something due, then the years of one, with counts."""
    free = pages.free(Due.objects.visible_to(request.user))
    chosen = Fonds.objects.visible_to(request.user).filter(number=request.GET.get("fonds", ""))
    fonds = chosen.select_related("archive").first()
    if fonds is None:
        counted = pages.by_fonds(free)
        return page(request, "transfers/handover/choose.html", {"counted": counted}, "fonds")
    counted = pages.by_class(free.filter(fonds=fonds))
    classes = [(row["year"], row["period"]) for row in counted]
    posted = request.POST if request.method == "POST" else None
    form = forms.CreateForm(posted, due=classes)
    if done := attempt(form, partial(select.create, fonds), by=request.user, at=timezone.now()):
        return go(request, done.made)
    context = {"form": form, "fonds": fonds, "counted": counted}
    return page(request, "transfers/handover/create.html", context, "form")


def detail(request: StaffRequest, pk: int) -> HttpResponse:
    """Where a handover stands, what the tests found, what is packaged, who signed."""
    handover = one(request, pk)
    tallies = handover.items.tallied()
    figures = summed(tallies)
    context = {
        "handover": handover,
        "figures": figures,
        "amounts": pages.amounts(tallies),
        "rejected": handover.items.rejected().select_related("record")[:FEW],
        "along": pages.along(handover),
        "natures": pages.natures(handover.checks.all()),
        "signatures": pages.signatures(handover),
        "explain": forms.ExplainForm(
            handover=handover, initial={"gap_note": handover.gap_note, "account": handover.account}
        ),
        "is_draft": handover.stage == Stage.DRAFT,
        "undue": pages.undue(handover),
        "answer": pages.answer(handover),
        "has_papers": handover.package and (figures["accepted"] or not handover.receipt),
        "can_resend": handover.stage == Stage.CLOSED and handover.items.to_resend().exists(),
    }
    return show(request, handover, pages.PAGES, "transfers/handover/detail.html", context)


move = moves(one, pages.PAGES)


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
        "count": found.count(),
        "outcomes": Outcome.choices,
        "outcome": outcome,
        "asked": asked,
        "add": forms.AddForm(handover=handover),
        "is_draft": handover.stage == Stage.DRAFT,
        "is_delivered": handover.stage == Stage.DELIVERED,
        "is_answered": handover.stage in {Stage.DELIVERED, Stage.CLOSED},
    }
    return page(request, "transfers/handover/items.html", context, "items")


class Change(NamedTuple):
    """A change that needs no page of its own: what is read, what is done, what is said then.

    `said` gets what was read and what the action made.
    """

    form: type[forms.OfHandover]
    act: Callable[..., Any]
    said: Callable[[dict[str, Any], Any], str]


def _taken_out(_given: dict[str, Any], count: int) -> str:
    said = ngettext("%(count)d record taken out.", "%(count)d records taken out.", count)
    return said % {"count": count}


def _answered(given: dict[str, Any], _none: None) -> str:
    return _("Noted as rejected.") if given["reason"] else _("Noted as accepted.")


def _written(_given: dict[str, Any], count: int) -> str:
    said = ngettext("%(count)d item answered.", "%(count)d items answered.", count)
    return said % {"count": count}


CHANGES = {
    "add": Change(
        forms.AddForm, select.add, lambda given, _none: _("%(code)s is in the batch.") % given
    ),
    "remove": Change(forms.ItemsForm, select.remove, _taken_out),
    "drop-incomplete": Change(forms.OfHandover, select.drop_incomplete, _taken_out),
    "drop-undue": Change(forms.OfHandover, select.drop_undue, _taken_out),
    "answer": Change(forms.AnswerForm, decide.answer, _written),
    "explain": Change(
        forms.ExplainForm,
        select.explain,
        lambda _given, _none: _("Noted. Test again so that it counts."),
    ),
    "reject": Change(forms.RejectForm, receive.reject, _answered),
}


@require_POST
def change(request: StaffRequest, pk: int, name: str) -> HttpResponse:
    """A change to the selection, the notes or the answers; a refusal is said on the next page."""
    handover = one(request, pk)
    if name not in CHANGES:
        raise Http404
    form = CHANGES[name].form(request.POST, handover=handover)
    done = attempt(form, CHANGES[name].act, handover, by=request.user, at=timezone.now())
    if done:
        messages.success(request, CHANGES[name].said(form.cleaned_data, done.made))
    else:
        messages.warning(request, _first_fault(form))
    if request.POST.get("back") == "items":
        return go(request, reverse("transfers:handover-items", args=[pk]))
    return go(request, handover)


def _first_fault(form: forms.OfHandover) -> str:
    name, faults = next(iter(form.errors.items()))
    label = form.fields[name].label if name in form.fields else ""
    return labelled(label, faults[0]) if label else str(faults[0])


@require_POST
def resend(request: StaffRequest, pk: int) -> HttpResponse:
    """A new batch of what the archive rejected."""
    handover = one(request, pk)
    try:
        again = once(select.resend, handover, by=request.user, at=timezone.now())
    except Refused as refusal:
        messages.warning(request, str(refusal))
        return go(request, handover)
    return go(request, again)


def receipt(request: StaffRequest, pk: int) -> HttpResponse:
    """The binding page: number, day and receiver, and what will become of how many records."""
    handover = one(request, pk)
    form = forms.ReceiptForm(request.POST or None, request.FILES or None)
    if attempt(form, receive.enter_receipt, handover, by=request.user, at=timezone.now()):
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
    tallies = handover.items.tallied()
    context = {
        "handover": handover,
        "form": form if form.is_bound or not answers.is_bound else answers,
        "receipt": form,
        "answers": answers,
        "amounts": pages.amounts(tallies),
        "rejected": handover.items.rejected().select_related("record")[:SHOWN],
        "move": FLOW["receipt"],
        "why": why_not(handover, "receipt", request.user),
    }
    return page(request, "transfers/handover/receipt.html", context, "receipt")


def paper(request: StaffRequest, pk: int, kind: str) -> HttpResponseBase:
    """A form as a PDF, with delivery and receipt as far as they are known; the list once final."""
    handover = one(request, pk)
    if kind not in PAPERS or handover.package is None:
        raise Http404
    try:
        made = papers.take(handover, kind, by=request.user, at=timezone.now())
    except Refused as refusal:
        messages.warning(request, str(refusal))
        return go(request, handover)
    return FileResponse(BytesIO(made), filename=f"{handover} {PAPERS[kind]}")


def receipt_file(request: StaffRequest, pk: int) -> HttpResponseBase:
    """The receipt as the archive sent it."""
    handover = one(request, pk)
    file = handover.receipt.file if handover.receipt else None
    if not file or not file.storage.exists(str(file.name)):
        raise Http404
    papers.take_receipt(handover, by=request.user, at=timezone.now())
    return FileResponse(file.open("rb"), as_attachment=True, filename=PurePath(str(file.name)).name)
