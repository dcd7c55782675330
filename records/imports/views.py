import re
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from records.holdings.models import Record
from records.holdings.rules import Stage as RecordStage
from records.imports import actions, forms, pages
from records.imports.downloads import example, marked_name, take_marked
from records.imports.head import Sheets
from records.imports.models import Import
from records.imports.rules import IMPORTERS, Stage
from records.organisation.models import Fonds
from records.organisation.rules import Role
from records.pagination import Order, Place, turn
from records.tables.writer import XLSX
from records.web import StaffRequest, attempt, go, page, role_required
from records.workflow.acts import and_then, back_first, why_not
from records.workflow.views import moves, show

SHOWN = 50
NEWEST = Order(Import, "id", down=True)

see = role_required(*IMPORTERS, Role.SUPERVISOR)
work = role_required(*IMPORTERS)


def _found(request: StaffRequest, pk: int) -> Import:
    sees = Import.objects.visible_to(request.user)
    shown = sees.select_related("fonds", "category", "job", "marking", "made_by")
    return get_object_or_404(shown, pk=pk)


def _told(form: Form) -> str:
    """What is wrong with a form that has no page of its own."""
    return " ".join(str(error) for errors in form.errors.values() for error in errors)


@see
def listing(request: StaffRequest) -> HttpResponse:
    """The imports, the newest first, into the fonds that the person works for."""
    sees = Import.objects.visible_to(request.user).select_related("fonds", "made_by")
    turned = turn(sees, NEWEST, Place.of(request.GET), size=SHOWN)
    context = {"page": turned, "may_import": request.user.role in IMPORTERS}
    return page(request, "records/imports/list.html", context)


@work
def template(request: StaffRequest) -> HttpResponse:
    """The example workbook."""
    return HttpResponse(
        example(),
        content_type=XLSX,
        headers={"Content-Disposition": 'attachment; filename="catalogue.xlsx"'},
    )


@work
def create(request: StaffRequest) -> HttpResponse:
    """Send a table."""
    form = forms.StartForm(
        request.POST or None,
        request.FILES or None,
        by=request.user,
        initial=_instead(request),
    )
    if done := attempt(form, actions.start, by=request.user, at=timezone.now()):
        return go(request, done.made)
    has_fonds = Fonds.objects.visible_to(request.user).exists()
    context = {"form": form, "has_fonds": has_fonds}
    return page(request, "records/imports/create.html", context, "form")


def _instead(request: StaffRequest) -> dict[str, Any]:
    """What the table that is to be corrected said of itself."""
    key = request.GET.get("instead", "")
    sees = Import.objects.visible_to(request.user)
    found = sees.filter(pk=key).first() if re.fullmatch("[0-9]{1,18}", key) else None
    if found is None:
        return {}
    return {"instead": found.pk, "fonds": found.fonds_id, "category": found.category_id}


def _closed(request: StaffRequest, source: Import) -> str:
    """Why its columns cannot be matched now, or once more after the check."""
    return why_not(source, "remap" if source.is_checked else "check", request.user)


@work
def mapping(request: StaffRequest, pk: int) -> HttpResponse:
    """Which column fills which field; the check begins from here."""
    source = _found(request, pk)
    if _closed(request, source):
        return go(request, source)
    form = forms.ColumnsForm(request.POST or None, source=source)
    given = {"by": request.user, "at": timezone.now()}
    if attempt(form, back_first, "remap", actions.check_later, source, **given):
        return go(request, source)
    context = {"source": source, "form": form, "sheet": forms.SheetForm(source=source)}
    context["sheets"] = Sheets(source)
    shown = pages.PAGES.of(source, request.user) | context
    return page(request, "records/imports/mapping.html", shown, "form")


@work
@require_POST
def reopen(request: StaffRequest, pk: int) -> HttpResponse:
    """Take another sheet or another header row, then match the columns again."""
    source = _found(request, pk)
    if _closed(request, source):
        return go(request, source)
    form = forms.SheetForm(request.POST, source=source)
    given = {"by": request.user, "at": timezone.now()}
    if not attempt(form, back_first, "remap", actions.reopen, source, **given):
        messages.warning(request, _told(form))
    return go(request, source.get_mapping_url())


@work
@require_POST
def put_right(request: StaffRequest, pk: int) -> HttpResponse:
    """Say what is right in a row, or in all of which the same was told; then check anew."""
    source = _found(request, pk)
    form = forms.PutRightForm(request.POST)
    given = {"by": request.user, "at": timezone.now()}
    if not attempt(form, and_then, actions.put_right, actions.check_later, source, **given):
        messages.warning(request, _told(form))
    return go(request, source)


def _drafts(source: Import) -> str:
    """Where the drafts of its fonds are looked at, if it was imported as drafts."""
    if source.stage != Stage.DRAFTED:
        return ""
    return f"{reverse('records:record-list')}?stage={RecordStage.DRAFT}&fonds={source.fonds_id}"


@see
def detail(request: StaffRequest, pk: int) -> HttpResponse:
    """How far the work is; then what the check found, and at the end what was made."""
    source = _found(request, pk)
    if not why_not(source, "check", request.user):
        return go(request, source.get_mapping_url())
    chosen = forms.ProblemsForm(request.GET.dict(), source=source)
    context = {
        "source": source,
        "may_import": request.user.role in IMPORTERS,
        "taken_back": source.stage == Stage.RETRACTED,
        "how_many": pages.made(source),
        "checked": pages.checked(source),
        "drafts_url": _drafts(source),
        "columns": pages.columns(source),
        "changes": pages.changes(source),
        "excerpt": pages.excerpt(source),
        "sheets": Sheets(source),
        "faults": pages.faults(source),
        "chosen": chosen,
        "problems": pages.problems(source, chosen.chosen(), Place.of(request.GET), request.user),
        "made": Record.objects.visible_to(request.user)
        .filter(pk__in=source.tally.get("first", []))
        .order_by("pk"),
    }
    return show(request, source, pages.PAGES, "records/imports/detail.html", context)


move = moves(_found, pages.PAGES)


@see
def marked(request: StaffRequest, pk: int) -> HttpResponse:
    """The marked copy of the table."""
    source = _found(request, pk)
    if not source.marked:
        raise Http404
    return FileResponse(  # type: ignore[return-value]
        take_marked(source, by=request.user, at=timezone.now()),
        as_attachment=True,
        filename=marked_name(source),
        content_type=XLSX,
    )
