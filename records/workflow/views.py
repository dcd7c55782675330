"""One view for every move of every workflow, and the frame of a staged row's own page."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import Http404, HttpResponse
from django.utils import timezone

from records.web import StaffRequest, attempt, go, page
from records.workflow.acts import ACTS, why_not
from records.workflow.forms import RowForm, WillForm
from records.workflow.models import Staged, Worked
from records.workflow.pages import Pages

Find = Callable[[StaffRequest, int], Staged]  # the row, if the person may see it; else 404


def moves(find: Find, pages: Pages) -> Callable[..., HttpResponse]:
    """The view of a workflow's moves: what the move does and asks for; posted, it is made."""

    def move(request: StaffRequest, pk: int, name: str) -> HttpResponse:
        row = find(request, pk)
        if (row.FLOW, name) not in ACTS:
            raise Http404
        if request.user.role not in row.FLOW[name].roles:
            raise PermissionDenied
        if name in pages.places:
            return go(request, pages.places[name](row))
        form, act = _form(request, pages, row, name), ACTS[row.FLOW, name]
        if attempt(form, act, row, by=request.user, at=timezone.now()):
            return _onward(request, pages, find, row, name)
        context = {
            "row": row,
            "pages": pages,
            "form": form,
            "move": row.FLOW[name],
            "label": pages.label(row, row.FLOW[name]),
            "effect": pages.effects[name](row) if name in pages.effects else "",
            "why": "" if form.is_bound else why_not(row, name, request.user),
            "facts": pages.facts(row),
        }
        return page(request, "workflow/move.html", context, "form")

    return move


def _form(request: StaffRequest, pages: Pages, row: Staged, name: str) -> Form:
    kind = pages.forms.get(name, WillForm)
    of_row: dict[str, Any] = {"row": row} if issubclass(kind, RowForm) else {}
    if request.method == "POST":
        return kind(request.POST, request.FILES, **of_row)
    seen = {"seen": row.last_step} if "seen" in kind.base_fields else None
    return kind(initial=seen, **of_row)


def _onward(
    request: StaffRequest, pages: Pages, find: Find, before: Staged, name: str
) -> HttpResponse:
    """Say what was done, of the row as it is now, and go to it; to the list where it is no more."""
    try:
        row = find(request, before.pk)
    except Http404:
        row = None
    if said := pages.said.get(name):
        messages.success(request, str(said(row or before) if callable(said) else said))
    return go(request, row or pages.index)


def show(
    request: StaffRequest, row: Staged, pages: Pages, template: str, context: dict[str, Any]
) -> HttpResponse:
    """A staged row's own page; while a worker has the row, its state asks for itself.

    Once the work is done the whole page is new: buttons, stops and figures.
    """
    if not request.headers.get("HX-Request"):
        return page(request, template, pages.of(row, request.user) | context)
    if isinstance(row, Worked) and row.at_work:
        return page(request, "workflow/state.html", pages.of(row, request.user))
    return go(request, row)
