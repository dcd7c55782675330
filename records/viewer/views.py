from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from records.copies.models import DigitalCopy
from records.holdings import pages as holdings
from records.holdings.cards import Look, cards
from records.holdings.models import Record
from records.holdings.views import FROM_LIST, GREATEST
from records.organisation.rules import DESCRIBES
from records.recognition import actions as recognition
from records.rules import Refused
from records.viewer import actions, images, pages, text_layer
from records.viewer.forms import TextForm
from records.viewer.rules import WIDTHS
from records.web import StaffRequest, attempt, go, page, role_required

# In the address; the rest of it is the list that the reader came from.
PAGE, FIND = "page", "find"
MOST_WORDS = 100  # characters that are searched for
PLAIN = "text/plain; charset=utf-8"
LACKS = "Page-Lacks"  # by which the script is told what of a page is left out
AS_IT_SAYS = {"X-Content-Type-Options": "nosniff"}
View = Callable[..., HttpResponse]
JOINED = ("fonds__department", "category", "unit", "described_by")


def _record(request: StaffRequest, pk: int) -> Record:
    """The record, if the person may see it; else it does not exist for them."""
    return get_object_or_404(Record.objects.visible_to(request.user).select_related(*JOINED), pk=pk)


def _list(request: StaffRequest) -> str:
    """The list that the reader came from, as the address has it."""
    came = request.GET.copy()
    for own in (PAGE, FIND):
        came.pop(own, None)
    return came.urlencode() if FROM_LIST in came else ""


def _page_of(request: StaffRequest, pk: int, number: int) -> DigitalCopy:
    """The copy, if the person may see its record and it has such a page."""
    found = pages.seen(request.user, pk).rows if pk <= GREATEST else []
    if not found:
        raise Http404
    copy = found[0]
    if number not in pages.open_of(copy, request.user):
        raise Http404
    return copy


def said(view: View) -> View:
    """A refusal of what is no page of ours is a sentence (422)."""

    @wraps(view)
    def answer(request: StaffRequest, *args: Any, **given: Any) -> HttpResponse:
        try:
            return view(request, *args, **given)
        except Refused as refusal:
            return HttpResponse(str(refusal), status=422, content_type=PLAIN)

    return answer


@said
def image(request: StaffRequest, pk: int, number: int, width: int) -> HttpResponse:
    """The picture of a page in one of the widths."""
    if width not in WIDTHS:
        raise Http404
    copy = _page_of(request, pk, number)
    made = actions.look(copy, number, width, by=request.user, at=timezone.now())
    lacks = {LACKS: " ".join(made.lacks)}
    return HttpResponse(made.picture, content_type="image/jpeg", headers=AS_IT_SAYS | lacks)


@said
def text(request: StaffRequest, pk: int, number: int) -> HttpResponse:
    """What a page says, and where that comes from."""
    copy = _page_of(request, pk, number)
    words = actions.say(copy, number, by=request.user, at=timezone.now())
    closed = recognition.why_not_correct(copy, words, request.user)
    context = {"copy": copy, "number": number, "said": words, "is_open": not closed}
    return page(request, "records/viewer/text.html", context, "said")


@role_required(*DESCRIBES)
@said
def correct(request: StaffRequest, pk: int, number: int) -> HttpResponse:
    """Correct what a page says as it was recognised."""
    copy = _page_of(request, pk, number)
    words = actions.say(copy, number, by=request.user, at=timezone.now())
    if recognition.why_not_correct(copy, words, request.user):
        raise PermissionDenied
    text = words.text if words else ""
    form = TextForm(
        request.POST if request.method == "POST" else None, initial={"text": text, "seen": text}
    )
    told = {"by": request.user, "at": timezone.now()}
    if attempt(form, recognition.correct, copy, number, **told):
        messages.success(
            request, _("The text of page %(number)d is corrected.") % {"number": number}
        )
        to = reverse("records:record-read", args=[copy.component.record_id, copy.pk])
        return go(request, f"{to}?{PAGE}={number}")
    context = {"copy": copy, "number": number, "said": words, "form": form}
    return page(request, "records/viewer/correct.html", context)


@said
def marks(request: StaffRequest, pk: int, number: int) -> HttpResponse:
    """Where on a page the text stands that is searched for, for the script."""
    copy, wanted = _page_of(request, pk, number), _wanted(request)
    found = actions.mark(copy, number, wanted, by=request.user, at=timezone.now())
    return JsonResponse(found, safe=False)


def first(request: StaffRequest, pk: int) -> HttpResponse:
    """To the record's first copy that can be read; where there is none, to the record."""
    record = _record(request, pk)
    copies = pages.readable(record, request.user)
    to = record.get_absolute_url()
    if copies:
        to = reverse("records:record-read", args=[record.pk, copies[0].pk])
    came = _list(request)
    return go(request, f"{to}?{came}" if came else to)


def read(request: StaffRequest, pk: int, copy: int) -> HttpResponse:
    """One page of a copy, with the others in a list and the catalogue entry beside it."""
    record = _record(request, pk)
    copies = pages.readable(record, request.user)
    chosen = next((one for one in copies if one.pk == copy), None)
    if chosen is None:
        raise Http404
    opened, why, lacks = _opened(request, chosen)
    if opened is None and not why:
        raise Http404
    wanted, came = _wanted(request), _list(request)
    context = {
        "record": record,
        "copies": copies,
        "copy": chosen,
        "opened": opened,
        "why": why,
        "lacking": pages.lacking(chosen, lacks),
        "list": came,
        "kept": "&".join(filter(None, [urlencode({FIND: wanted}) if wanted else "", came])),
        "came": list(QueryDict(came).items()),
        "facts": holdings.facts(record),
        "granted": holdings.granted(record, request.user),
        "acts": pages.acts(),
        "searched": _searched(request, chosen, wanted),
        **cards(Look(record, request.user, QueryDict(came)), {}, ["beside"]),
    }
    return page(request, "records/viewer/read.html", context)


def _wanted(request: StaffRequest) -> str:
    return " ".join(request.GET.get(FIND, "").split())[:MOST_WORDS]


def _searched(request: StaffRequest, copy: DigitalCopy, wanted: str) -> dict[str, Any] | None:
    """What was found of what is searched for; None where the copy brings no text by its format."""
    if not text_layer.has_text(copy):
        return None
    told: dict[str, Any] = {"text": wanted, "most": MOST_WORDS, "hits": [], "why": ""}
    if wanted:
        try:
            found = actions.search(copy, wanted, by=request.user, at=timezone.now())
            shown = pages.open_of(copy, request.user)
            told["hits"] = [hit for hit in found if hit.number in shown]
        except Refused as refusal:
            told["why"] = str(refusal)
    return told


def _opened(request: StaffRequest, copy: DigitalCopy) -> tuple[pages.Opened | None, str, list[str]]:
    """The copy at the page asked for, else its first; why that is not shown; what it lacks."""
    opened = None
    asked = request.GET.get(PAGE, "")
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 7 else 0
    try:
        shown = pages.open_of(copy, request.user)
        if not shown:
            return None, _("No page of this copy is open to you."), []
        opened = pages.opened(copy, number if asked else shown[0], request.user)
        if opened is None:
            return None, "", []
        lacks = images.lacks(images.plain(copy, opened.here.number, WIDTHS[1]))
        leaves = actions.small(opened.leaves, by=request.user, at=timezone.now())
        return opened._replace(leaves=leaves), "", lacks
    except Refused as refusal:
        return opened, str(refusal), []


def thumbnails(request: StaffRequest, pk: int) -> HttpResponse:
    """The first pages of a record's copies, small, for its own page."""
    record = _record(request, pk)
    shown = pages.thumbnails(pages.readable(record, request.user), request.user)
    leaves = actions.small(shown.leaves, by=request.user, at=timezone.now())
    shown = shown._replace(leaves=leaves)
    context = {"record": record, "shown": shown, "list": _list(request)}
    return page(request, "records/viewer/thumbnails.html", context, "thumbnails")
