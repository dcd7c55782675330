from collections.abc import Callable
from functools import partial
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from filing.sequences import actions
from filing.sequences.forms import AnswerForm, SequenceForm, SignForm, YearForm
from filing.sequences.models import MissingNumbers, sequences
from filing.sequences.pages import chosen, last_year, strip
from filing.sequences.rules import completeness
from records.organisation.models import Fonds
from records.organisation.rules import DESCRIBES, SEES_ALL_RECORDS
from records.web import StaffRequest, act, attempt, go, page, role_required


@role_required(*{*DESCRIBES, *SEES_ALL_RECORDS})
def listing(request: StaffRequest) -> HttpResponse:
    """The sequences of a fonds and year: what is filed, what is missing, what was said of it."""
    seen = Fonds.objects.visible_to(request.user).select_related("department")
    form, fonds, year = chosen(request.GET, seen)
    return _page(request, fonds, year, {"chooser": form})


def _page(
    request: StaffRequest, fonds: Fonds | None, year: int, told: dict[str, Any]
) -> HttpResponse:
    found = sequences(fonds, year) if fonds else []
    own = [one for one in found if one.is_own]
    filed, expected = completeness(own)
    context = {
        "fonds": fonds,
        "year": year,
        "lacking": [strip(one) for one in own if one.stretches],
        "whole": [one for one in own if not one.stretches],
        "count": len(own),
        "others": [one for one in found if not one.is_own],
        "filed": filed,
        "expected": expected,
        "unanswered": sum(one.unanswered for one in own if not one.sparse),
        "answers": request.user.role in DESCRIBES,
        **told,
    }
    return page(request, "filing/sequences/list.html", context, "list")


def _where(fonds: Fonds, year: int) -> str:
    return f"{reverse('filing:sequence-list')}?fonds={fonds.pk}&year={year}"


@require_POST
@role_required(*DESCRIBES)
def answer(request: StaffRequest, fonds: int) -> HttpResponse:
    """Say what became of missing numbers."""
    return _said(request, fonds, AnswerForm(request.POST), actions.answer)


@require_POST
@role_required(*DESCRIBES)
def tell(request: StaffRequest, fonds: int) -> HttpResponse:
    """Say whose a sequence is and how far it goes."""
    return _said(request, fonds, SequenceForm(request.POST), actions.tell_sequence)


def _said(
    request: StaffRequest, fonds: int, form: SignForm, action: Callable[..., None]
) -> HttpResponse:
    """Keep what was said, or show the page with what is wrong."""
    seen = Fonds.objects.visible_to(request.user).select_related("department")
    own = get_object_or_404(seen, pk=fonds)
    if attempt(form, action, own, by=request.user, at=timezone.now()):
        return go(request, _where(own, form.cleaned_data["year"]))
    year = form.cleaned_data.get("year") or last_year()
    chooser = YearForm(initial={"fonds": own, "year": year}, fonds=seen)
    return _page(request, own, year, {"form": form, "chooser": chooser})


@require_POST
@role_required(*DESCRIBES)
def take_back(request: StaffRequest, pk: int) -> HttpResponse:
    """Take back what was said of numbers."""
    rows = MissingNumbers.objects.visible_to(request.user).select_related("fonds")
    row = get_object_or_404(rows, pk=pk)
    act(request, partial(actions.take_back, row), done=_("It is taken back."))
    return go(request, _where(row.fonds, row.year))
