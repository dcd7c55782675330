from functools import partial
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import BadRequest
from django.core.files.storage import default_storage
from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from records import sentences
from records.catalogue import actions, export, pages, work
from records.catalogue.export import KINDS, XLSX, ZIP
from records.catalogue.filters import (
    AcceptForm,
    PermanentForm,
    RecordFilter,
    SearchForm,
    read_again,
)
from records.catalogue.filters import permanent as of_year
from records.catalogue.query import Query
from records.catalogue.suggestions import completions
from records.holdings.rules import FLOW
from records.index.folders import current
from records.jobs.models import Job
from records.jobs.rules import State
from records.organisation.rules import LOOKS_UP, SEES_ALL_RECORDS
from records.rules import Refused
from records.searches.actions import forget, remember, remove
from records.searches.models import LastSearch, SavedSearch
from records.searches.rules import NAME_LENGTH
from records.values.dates import digits
from records.values.quantities import amount, by_level
from records.web import StaffRequest, act, attempt, go, page, role_required
from records.web.sent import once


def asked(request: StaffRequest) -> RecordFilter:
    """What the person asks for, of what they may see: here alone the address is read."""
    return RecordFilter(request.GET, request.user)


def listing(request: StaffRequest) -> HttpResponse:
    """One page of what was found, how the query was read, and how to narrow it down."""
    found, user = asked(request), request.user
    query, at = found.query, timezone.now()
    if query.is_news and user.role in LOOKS_UP:  # theirs alone, and bounded
        remember(words=query.text, address=query.address, by=user, at=at)
    context = pages.listing(found, user) | {"instant": bool(current())}
    return page(request, "records/catalogue/list.html", context, "results")


def conditions(request: StaffRequest) -> HttpResponse:
    """The conditions that a list shows only when somebody opens them."""
    form = asked(request).form
    context = {"form": form, "more": pages.more(form)}
    return page(request, "records/catalogue/conditions.html", context, "conditions")


def suggest(request: StaffRequest) -> HttpResponse:
    """What may be meant by what is being typed into the search box."""
    context = {"texts": completions(asked(request).query)}
    return page(request, "records/catalogue/suggest.html", context, "terms")


@role_required(*FLOW["accept"].roles)
def accept(request: StaffRequest) -> HttpResponse:
    """The binding page: how many drafts of the list come into custody; a worker then does it."""
    query = asked(request).query
    drafts = work.drafts(query)
    numbers = by_level(drafts.complete())
    count = sum(numbers.values())
    bare = drafts.complete().without_office().count()
    form = AcceptForm(request.POST or None, initial={"count": count})
    later = partial(actions.accept_later, query)
    if done := attempt(form, later, by=request.user, at=timezone.now()):
        return go(request, done.made)
    lacking = drafts.count() - count
    context = {
        "form": form,
        "count": count,
        "amount": amount(numbers),
        "lacking": lacking,
        "bare": bare,
        **pages.spoken(query),
    }
    return page(request, "records/catalogue/accept.html", context, "form")


@require_POST
def take(request: StaffRequest) -> HttpResponseBase:
    """The whole list as a file: at once, or by a worker where it is longer than the limit."""
    query, by, at = asked(request).query, request.user, timezone.now()
    if not query.is_legible:
        return listing(request)
    name = request.POST.get("kind", XLSX)
    kind = KINDS.get(name)
    if kind is None:
        raise BadRequest
    limit = settings.PRINT_AT_ONCE if kind.slow else settings.EXPORT_AT_ONCE
    try:
        if query.found[: limit + 1].count() > limit:
            return go(request, once(actions.take_later, query, by=by, at=at, kind=name))
        made = actions.take(query, by=by, at=at, kind=name)
    except Refused as refusal:
        messages.warning(request, str(refusal))
        return go(request, "records:record-list")
    return _given(made, name, query)


def taken(request: StaffRequest, name: UUID) -> HttpResponseBase:
    """The file that a worker made, for who asked for it and may still see what is in it.

    A supervisor, who sees everybody's jobs and all records, may take it, too.
    """
    jobs = Job.objects.visible_to(request.user).filter(task=actions.EXPORT)
    job = get_object_or_404(jobs, arguments__contains={"file": str(name)})
    kind = job.arguments.get("kind", XLSX)
    path = work.stored(job.arguments["file"], kind)
    if job.state != State.DONE:
        return go(request, job)
    if not default_storage.exists(path):
        messages.warning(request, _("The file is not there any more: ask for the list anew."))
        return go(request, job)
    try:
        actions.take_made(job, by=request.user, at=timezone.now())
    except Refused as refusal:
        messages.warning(request, str(refusal))
        return go(request, job)
    query = read_again(job.arguments["query"], job.by)
    return _given(default_storage.open(path), kind, query)


def _given(file: Any, kind: str, query: Query) -> FileResponse:
    """The file, under the name that people keep it by."""
    form = KINDS[kind]
    name = f"{export.called(query, kind)}-{digits(timezone.localdate())}.{form.suffix}"
    return FileResponse(file, as_attachment=True, filename=name, content_type=form.media_type)


@role_required(*SEES_ALL_RECORDS)
def permanent(request: StaffRequest) -> HttpResponse:
    """The yearly catalogue of permanent records for the authority (条例 25(1)), by a worker."""
    year = timezone.localdate().year - 1
    form = PermanentForm(request.POST or None, initial={"year": year})

    def later(*, year: int, **given: Any) -> Job:
        title = sentences.gettext("Catalogue of permanent records of %(year)d") % {"year": year}
        query = of_year(year, request.user)
        return actions.take_later(query, kind=ZIP, title=title, **given)

    if done := attempt(form, later, by=request.user, at=timezone.now()):
        return go(request, done.made)
    return page(request, "records/catalogue/permanent.html", {"form": form}, "form")


def printed(request: StaffRequest) -> HttpResponse:
    """The list as a filing catalogue on paper; of a longer one the first lines, and it says so."""
    found, limit = asked(request), settings.PRINT_AT_ONCE
    lines, cover = list(export.lines(found.query, limit + 1)), export.Cover()
    rows = list(cover.reading(lines[:limit]))
    try:
        actions.print_list(found.query, count=len(rows), by=request.user, at=timezone.now())
    except Refused as refusal:
        messages.warning(request, str(refusal))
        return go(request, "records:record-list")
    context = {
        "form": found.form,
        "heads": [label for label, _width in export.columns()],
        "rows": rows,
        "cover": cover.facts,
        "limit": limit if len(lines) > limit else 0,
        **pages.spoken(found.query),
    }
    return page(request, "records/catalogue/print.html", context)


@role_required(*LOOKS_UP)
def searches(request: StaffRequest) -> HttpResponse:
    """The person's own saved searches and last ones, with their conditions in words."""
    user = request.user
    saved = SavedSearch.objects.visible_to(user).listed()
    last = LastSearch.objects.visible_to(user)
    context = {"saved": pages.kept(saved, user), "last": pages.kept(last, user)}
    return page(request, "records/catalogue/searches.html", context, "own")


@role_required(*LOOKS_UP)
def save_search(request: StaffRequest) -> HttpResponse:
    """Keep the list of the address under a name."""
    query = asked(request).query
    form = SearchForm(request.POST or None, initial={"name": query.text[:NAME_LENGTH]})
    if attempt(form, actions.save_search, query, by=request.user, at=timezone.now()):
        messages.success(request, _("Saved. You find it on your desk and under “Saved searches”."))
        return go(request, f"{reverse('records:record-list')}?{query.address}")
    context = {"form": form, **pages.spoken(query)}
    return page(request, "records/catalogue/save_search.html", context, "form")


@role_required(*LOOKS_UP)
def search(request: StaffRequest, pk: int) -> HttpResponse:
    """A saved search: what it found anew, what it is called, when it is told."""
    found = get_object_or_404(SavedSearch.objects.visible_to(request.user), pk=pk)
    query = read_again(found.address, request.user)
    form = SearchForm(request.POST or None, initial={"name": found.name, "told": found.told})
    change = partial(actions.change_search, found, query)
    if attempt(form, change, by=request.user, at=timezone.now()):
        messages.success(request, _("Kept."))
        return go(request, found)
    hits = pages.fresh(found, query)
    context = {"form": form, "search": found, "hits": hits, **pages.spoken(query)}
    return page(request, "records/catalogue/search.html", context, "form")


@require_POST
@role_required(*LOOKS_UP)
def remove_search(request: StaffRequest, pk: int) -> HttpResponse:
    """Keep a saved search no longer."""
    found = get_object_or_404(SavedSearch.objects.visible_to(request.user), pk=pk)
    act(request, remove, found, done=_("Removed: %(name)s") % {"name": found.name})
    return go(request, "records:search-list")


@require_POST
@role_required(*LOOKS_UP)
def forget_searches(request: StaffRequest) -> HttpResponse:
    """Forget what the person looked for lately."""
    act(request, forget, done=_("Your last searches are forgotten."))
    return go(request, "records:search-list")
