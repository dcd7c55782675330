from itertools import islice
from uuid import UUID

from django.conf import settings
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from records.catalogue import actions, pages, suggestions, work
from records.catalogue import export as catalogue
from records.catalogue.filters import AcceptForm, RecordFilter
from records.catalogue.pages import asked, chips, hit, written
from records.catalogue.query import DEFAULT, ORDERS
from records.catalogue.scope import Scope
from records.catalogue.search import words
from records.holdings.models import Record
from records.holdings.rules import FLOW, Stage
from records.jobs.models import Job
from records.jobs.rules import State
from records.pagination import Place, turn
from records.web import StaffRequest, attempt, go, page, role_required

SHOWN = 20
EXPORT = "records.export_records"
MORE = (
    "year_from",
    "year_to",
    "dated_from",
    "dated_to",
    "fonds",
    "stage",
    "level",
    "access",
)


def chosen(request: StaffRequest) -> RecordFilter:
    """What the person asked for, of what they may see."""
    records = Record.objects.visible_to(request.user)
    return RecordFilter(request.GET, records, Scope(request.user))


def order(request: StaffRequest) -> str:
    name = request.GET.get("order", "")
    return name if name in ORDERS else DEFAULT


def listing(request: StaffRequest) -> HttpResponse:
    """One page of what was found, how the query was read, and how to narrow it down."""
    found = chosen(request)
    figures = pages.Figures(found.qs if found.is_valid() else found.queryset.none())
    rows = figures.records.select_related("fonds__department", "category", "unit")
    turned = turn(rows, ORDERS[order(request)], Place.of(request.GET), size=SHOWN)
    typed = words(found.chosen.get("q", ""))
    empty = not turned.rows and found.is_valid()
    context = {
        "form": found.form,
        "hits": [hit(record, typed, found.scope) for record in turned.rows],
        "page": turned,
        "figures": figures,
        "facets": pages.facets(found, figures),
        "chips": chips(found, typed),
        "orders": [(name, one.label, name == order(request)) for name, one in ORDERS.items()],
        "suggestions": suggestions.suggestions(found.queryset, found) if empty else [],
        "query": written(asked(request.GET)),
        "typed": typed,
        "number_typed": any(word.is_number for word in typed),
        "more": [found.form[name] for name in MORE],
        "may_accept": request.user.role in FLOW["accept"].roles
        and Stage.DRAFT in found.chosen.get("stage", []),
        "open": any(name in found.form.errors or name in found.chosen for name in MORE),
    }
    return page(request, "records/catalogue/list.html", context, "results")


@role_required(*FLOW["accept"].roles)
def accept(request: StaffRequest) -> HttpResponse:
    """The binding page: how many drafts of the list come into custody; a worker then does it."""
    found = chosen(request)
    drafts = work.drafts(found)
    count = drafts.complete().count()
    form = AcceptForm(request.POST or None, initial={"count": count})
    made: list[Job] = []
    given = {"query": written(asked(request.GET)), "by": request.user, "at": timezone.now()}
    if request.method == "POST" and attempt(
        form, lambda **told: made.append(actions.accept_later(**told)), **given
    ):
        return go(request, made[0])
    context = {
        "form": form,
        "count": count,
        "lacking": drafts.count() - count,
        "chips": chips(found, words(found.chosen.get("q", ""))),
        "query": given["query"],
    }
    return page(request, "records/catalogue/accept.html", context, "form")


@require_POST
def export(request: StaffRequest) -> HttpResponseBase:
    """The whole list as XLSX: at once, or by a worker where it is longer than the limit."""
    found = chosen(request)
    query, by, at = written(asked(request.GET)), request.user, timezone.now()
    if not found.is_valid():
        return listing(request)
    limit = settings.EXPORT_AT_ONCE
    if found.qs.order_by()[: limit + 1].count() > limit:
        return go(request, actions.take_later(query=query, order=order(request), by=by, at=at))
    made = actions.take(
        found.qs, order(request), query=query, by=by, at=at, told=lambda _done: None
    )
    return FileResponse(made, as_attachment=True, filename=_file_name())


def exported(request: StaffRequest, name: UUID) -> HttpResponseBase:
    """The file that a worker made, for who asked for it and may still see what is in it."""
    mine = Job.objects.visible_to(request.user).filter(by=request.user, task=EXPORT)
    made = {"file": str(name), "made_for": actions.rights(request.user)}
    job = get_object_or_404(mine, arguments__contains=made, state=State.DONE)
    path = work.stored(job.arguments["file"])
    if not default_storage.exists(path):
        raise Http404
    return FileResponse(default_storage.open(path), as_attachment=True, filename=_file_name())


def _file_name() -> str:
    return f"{_('Filing catalogue')}-{timezone.localdate():%Y%m%d}.xlsx"


def printed(request: StaffRequest) -> HttpResponse:
    """The list as a filing catalogue on paper; of a longer one the first lines, and it says so."""
    found = chosen(request)
    records = found.qs if found.is_valid() else found.queryset.none()
    limit = settings.PRINT_AT_ONCE
    rows = list(islice(catalogue.lines(records, ORDERS[order(request)]), limit + 1))
    context = {
        "form": found.form,
        "heads": [label for label, _width in catalogue.COLUMNS],
        "rows": rows[:limit],
        "limit": limit if len(rows) > limit else 0,
        "chips": chips(found, words(found.chosen.get("q", ""))),
        "query": written(asked(request.GET)),
    }
    return page(request, "records/catalogue/print.html", context)
