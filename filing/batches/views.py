from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from filing.batches import actions, pages
from filing.batches.actions.content import put_in_words
from filing.batches.actions.papers import PAPERS, print_paper
from filing.batches.forms import (
    AccountForm,
    FitsForm,
    ItemsForm,
    OpenForm,
    PointForm,
    RemarkForm,
    ReplyForm,
)
from filing.batches.models import BatchItem, FilingBatch
from filing.batches.pages import PAGES
from filing.batches.rules import FILLED_AT
from filing.checks.finders import faulty
from filing.checks.rules import CHECKS
from records.organisation.models import Fonds
from records.organisation.rules import DESCRIBES, SEES_ALL_RECORDS
from records.pagination import Order, Place, turn
from records.web import StaffRequest, act, attempt, go, page, role_required
from records.workflow.views import moves, show

SHOWN = 50
TEMPLATE = "filing/batches/detail.html"
BY_RECORD = Order(BatchItem, "id")
FILES = tuple({*DESCRIBES, *SEES_ALL_RECORDS})
LOOKS = actions.receipt.LOOKS


def one(request: StaffRequest, pk: int) -> FilingBatch:
    """The batch, for who may see it."""
    seen = FilingBatch.objects.visible_to(request.user)
    joined = seen.select_related("fonds__department", "opened_by", "handed_in_by", "job")
    return get_object_or_404(joined, pk=pk)


def _item(request: StaffRequest, pk: int) -> BatchItem:
    items = BatchItem.objects.visible_to(request.user)
    return get_object_or_404(items.select_related("batch__fonds__department", "record"), pk=pk)


@role_required(*FILES)
def listing(request: StaffRequest) -> HttpResponse:
    """How every fonds that the person files or looks through stands in a year."""
    asked = request.GET.get("year", "")
    year = int(asked) if asked.isascii() and asked.isdigit() and len(asked) == 4 else 0
    today = timezone.localdate()
    if not 0 < year <= today.year:  # of a year that is still to come nothing is awaited
        year = pages.default_year()
    seen = Fonds.objects.visible_to(request.user).select_related("department")
    context = {
        "year": year,
        "due": pages.due_day(year),
        "standings": pages.standings(seen, year, today),
        "opens": request.user.describes,
    }
    return page(request, "filing/batches/list.html", context, "list")


@role_required(*DESCRIBES)
def create(request: StaffRequest) -> HttpResponse:
    """Open the batch of a year, or a supplement of one that was taken in."""
    seen = Fonds.objects.visible_to(request.user)
    given = {name: request.GET[name] for name in ("fonds", "year") if name in request.GET}
    form = OpenForm(request.POST or None, fonds=seen, initial=given)
    if done := attempt(form, _open, by=request.user, at=timezone.now()):
        messages.success(request, _("The year is open. Put its files in."))
        return go(request, done.made)
    return page(request, "filing/batches/create.html", {"form": form}, "form")


def _open(*, fonds: Fonds, **given: Any) -> FilingBatch:
    return actions.open_year(fonds, **given)


def detail(request: StaffRequest, pk: int) -> HttpResponse:
    """A batch: what is in it, what the checks find, what the centre says, what is next."""
    return _shown(request, one(request, pk))


def _shown(request: StaffRequest, batch: FilingBatch, form: Form | None = None) -> HttpResponse:
    asked = request.GET.get("show", "")
    items = batch.items.select_related("record__category")
    turned = turn(_narrowed(batch, items, asked), BY_RECORD, Place.of(request.GET), size=SHOWN)
    said, meaning = pages.lateness(batch, timezone.localdate())
    context = {
        "batch": batch,
        "page": turned,
        "lines": pages.lines(batch, turned.rows, request.user),
        "asked": asked,
        "late": said,
        "meaning": meaning,
        "account": pages.account_form(batch, request.user),
        "refused": form,
        "papers": PAPERS,
        "fills": batch.stage in FILLED_AT and request.user.describes,
        **pages.figures(batch),
        **pages.receipt(batch, request.user),
    }
    if form:
        context |= {"form": form, **PAGES.of(batch, request.user)}
        return page(request, TEMPLATE, context)
    return show(request, batch, PAGES, TEMPLATE, context)


def _narrowed(batch: FilingBatch, items: Any, asked: str) -> Any:
    """Those that the page is to show: what was found, remarked or drawn; else all."""
    if asked == "remarks":
        return items.remarked()
    if asked == "sample":
        return items.filter(sampled=True)
    codes = [asked] if asked in CHECKS else CHECKS if asked == "found" else ()
    if codes:
        return items.filter(record__in=faulty(batch.records, codes).order_by().values("pk"))
    return items


move = moves(one, PAGES)


@require_POST
@role_required(*DESCRIBES)
def put_in(request: StaffRequest, pk: int) -> HttpResponse:
    """Put all drafts of the year that lie in no batch into this one."""
    batch = one(request, pk)
    before = batch.items.count()
    act(request, partial(actions.put_in, batch))
    if more := batch.items.count() - before:
        messages.success(request, put_in_words(more))
    return go(request, batch)


@require_POST
@role_required(*DESCRIBES)
def take_out(request: StaffRequest, pk: int) -> HttpResponse:
    """Take ticked files out of the batch; they stay drafts."""
    batch = one(request, pk)
    keys = [int(key) for key in request.POST.getlist("items") if key.isascii() and key.isdigit()]
    form = ItemsForm(request.POST, keys=keys)
    action = partial(actions.take_out, batch)
    if attempt(form, action, by=request.user, at=timezone.now()):
        messages.success(request, _("They are taken out and stay drafts."))
        return go(request, batch)
    return _shown(request, batch, form)


def _said(
    request: StaffRequest, batch: FilingBatch, form: Form, action: Callable[..., Any], to: str = ""
) -> HttpResponse:
    """Keep what was said of the batch or of one of its files, or show what is wrong with it."""
    if attempt(form, action, by=request.user, at=timezone.now()):
        asked = f"?{request.GET.urlencode()}" if request.GET else ""
        return go(request, f"{batch.get_absolute_url()}{asked}{to}")
    return _shown(request, batch, form)


@require_POST
@role_required(*DESCRIBES)
def tell(request: StaffRequest, pk: int) -> HttpResponse:
    """What the department has to say of the year."""
    batch = one(request, pk)
    return _said(request, batch, AccountForm(request.POST), partial(actions.tell, batch))


@require_POST
@role_required(*LOOKS)
def remark(request: StaffRequest, pk: int) -> HttpResponse:
    """What is to be corrected of a file."""
    item = _item(request, pk)
    form, action = RemarkForm(request.POST), partial(actions.remark, item)
    return _said(request, item.batch, form, action, f"#item-{item.pk}")


@require_POST
@role_required(*DESCRIBES)
def reply(request: StaffRequest, pk: int) -> HttpResponse:
    """What the department answers to a remark."""
    item = _item(request, pk)
    form, action = ReplyForm(request.POST), partial(actions.reply, item)
    return _said(request, item.batch, form, action, f"#item-{item.pk}")


@require_POST
@role_required(*LOOKS)
def judge(request: StaffRequest, pk: int) -> HttpResponse:
    """Whether a file of the sample was found in order."""
    item = _item(request, pk)
    form, action = FitsForm(request.POST), partial(actions.judge_sample, item)
    return _said(request, item.batch, form, action, f"#item-{item.pk}")


@require_POST
@role_required(*LOOKS)
def answer_point(request: StaffRequest, pk: int) -> HttpResponse:
    """One of the five points of the receipt check."""
    batch = one(request, pk)
    form, action = PointForm(request.POST), partial(actions.answer_point, batch)
    return _said(request, batch, form, action, "#points")


def paper(request: StaffRequest, pk: int, kind: str) -> HttpResponse:
    """A paper of the batch as PDF/A."""
    if kind not in PAPERS:
        raise Http404
    made = print_paper(one(request, pk), kind, by=request.user, at=timezone.now())
    return HttpResponse(made, content_type="application/pdf")
