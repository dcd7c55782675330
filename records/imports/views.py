from django.contrib import messages
from django.forms import Form
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_POST

from records.holdings.models import Record
from records.imports import actions, forms, pages
from records.imports.downloads import example, marked_name, take_marked
from records.imports.models import Import
from records.imports.rules import IMPORTERS
from records.organisation.models import Fonds
from records.organisation.rules import Role
from records.pagination import Order, Place, turn
from records.tables.writer import XLSX
from records.web import StaffRequest, attempt, go, page, role_required
from records.workflow.acts import back_first, why_not
from records.workflow.views import moves, show

SHOWN = 50
NEWEST = Order(Import, "id", down=True)

see = role_required(*IMPORTERS, Role.SUPERVISOR)
work = role_required(*IMPORTERS)


def _found(request: StaffRequest, pk: int) -> Import:
    sees = Import.objects.visible_to(request.user)
    return get_object_or_404(sees.select_related("fonds", "category", "job", "made_by"), pk=pk)


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
    form = forms.StartForm(request.POST or None, request.FILES or None, by=request.user)
    if done := attempt(form, actions.start, by=request.user, at=timezone.now()):
        return go(request, done.made)
    has_fonds = Fonds.objects.visible_to(request.user).exists()
    context = {"form": form, "has_fonds": has_fonds}
    return page(request, "records/imports/create.html", context, "form")


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
        "columns": pages.columns(source),
        "changes": pages.changes(source),
        "excerpt": pages.excerpt(source),
        "faults": pages.faults(source),
        "chosen": chosen,
        "problems": pages.problems(source, chosen.chosen(), Place.of(request.GET)),
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
