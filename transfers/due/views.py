import re
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from records.amendments import views as amendments
from records.amendments.actions import propose
from records.holdings.cards import Look
from records.holdings.models import Record
from records.holdings.models.holds import held_for
from records.organisation.rules import SEES_ALL_RECORDS, Role
from records.pagination import Order, Place, turn
from records.retention.models import DueRule
from records.retention.rules import Duty
from records.rules import Refused
from records.web import StaffRequest, go, page, role_required
from records.web.sent import once
from transfers.due import actions, explanation, pages
from transfers.due.filters import DueFilter, UncomputableFilter
from transfers.due.models import Due, DueCount, DueRun, Uncomputable, UncomputableCount
from transfers.due.rules import AMENDED, When

SHOWN = 20
RUNS = 30
CLASS = Order(Due, "fonds_id", "year", "period", "id")
ROW = (
    *("fonds", "year", "years", "period", "due_on", "rule_version"),
    *("record__archival_code", "record__title"),
)
RUN = Order(DueRun, "id", down=True)
KEY = re.compile("[0-9]{1,18}")
LINE = Order(Uncomputable, "reason", "fonds_id", "duty", "id")


def listing(request: StaffRequest) -> HttpResponse:
    """What is due for one duty: counted by fonds or by year, and one by one."""
    mine = DueCount.objects.visible_to(request.user)
    data = request.GET.copy()
    data.setdefault("duty", Duty.TRANSFER)
    chosen = DueFilter(data, Due.objects.visible_to(request.user).open(), request=request)
    flags = chosen.qs if chosen.is_valid() else chosen.queryset.none()
    classes = chosen.filter_queryset(mine) if chosen.is_valid() else mine.none()
    fonds = chosen.form.cleaned_data.get("fonds")
    rows = flags.select_related("record").only(*ROW)
    turned = turn(rows, CLASS, Place.of(request.GET), size=SHOWN)
    counts = mine.by_duty()
    by_year = bool(fonds) or request.GET.get("by") == "year"
    today = timezone.localdate()
    groups = classes.by_year(today) if by_year else classes.by_fonds(today)
    within = narrowed(request, str(data["duty"]), by_year=by_year)
    total, arrears = sum(one.flags for one in groups), sum(one.arrears for one in groups)
    context = {
        "form": chosen.form,
        "tabs": [(duty, counts.get(duty, 0)) for duty in Duty],
        "duty": data["duty"],
        "fonds": fonds,
        "groups": groups,
        "group_rows": pages.groups(groups, narrowed=within, total=total, by_year=by_year),
        "by_year": by_year,
        "total": total,
        "figures": {When.THIS_YEAR: total - arrears, When.ARREARS: arrears},
        "page": turned,
        "flags": pages.flags(turned.rows),
        **standing(request),
    }
    return page(request, "transfers/due/list.html", context, "due")


def narrowed(request: StaffRequest, duty: str, *, by_year: bool) -> str:
    """The address of the list without what a group adds to it: one for all groups."""
    query = request.GET.copy()
    for name in ("after", "before", *(("year_from", "year_to", "by") if by_year else ("fonds",))):
        query.pop(name, None)
    query["duty"] = duty
    return query.urlencode()


def standing(request: StaffRequest) -> dict[str, Any]:
    """What the pages say besides: how many dates are unknown, and when it was last worked out."""
    return {
        "uncomputable": UncomputableCount.objects.visible_to(request.user).total(),
        "last_run": DueRun.objects.visible_to(request.user).finished().first(),
    }


def uncomputable(request: StaffRequest) -> HttpResponse:
    """Records of which nobody can say when something is due, each with what would mend it."""
    mine = Uncomputable.objects.visible_to(request.user)
    chosen = UncomputableFilter(request.GET, mine, request=request)
    lines = chosen.qs if chosen.is_valid() else mine.none()
    rows = lines.select_related("record", "fonds").with_holds()
    turned = turn(rows, LINE, Place.of(request.GET), size=SHOWN)
    context = {
        "form": chosen.form,
        "reasons": UncomputableCount.objects.visible_to(request.user).by_reason(),
        "proposes": request.user.role in amendments.PROPOSES,
        "page": turned,
    }
    return page(request, "transfers/due/uncomputable.html", context, "lines")


@role_required(*amendments.PROPOSES)
def amend(request: StaffRequest) -> HttpResponse:
    """Propose one correction for many: for those that are ticked, or for all of the filter."""
    mine = Uncomputable.objects.visible_to(request.user).filter(reason__in=AMENDED)
    chosen = UncomputableFilter(request.GET, mine, request=request)
    lines = chosen.qs if chosen.is_valid() else mine.none()
    if ticked := [int(key) for key in request.GET.getlist("record") if KEY.fullmatch(key)]:
        lines = lines.filter(record__in=ticked)
    keys = lines.order_by().values_list("record_id", flat=True)
    free = Record.objects.visible_to(request.user).filter(pk__in=keys).free()
    back = reverse("transfers:uncomputable-list")
    return amendments.propose(request, free, partial(propose, free), back=back)


@role_required(*SEES_ALL_RECORDS)
def runs(request: StaffRequest) -> HttpResponse:
    """The last runs: for which day, how long, what they did. For the centre's people."""
    known = DueRun.objects.visible_to(request.user).select_related("by")
    context = {"page": turn(known, RUN, Place.of(request.GET), size=RUNS)}
    return page(request, "transfers/due/runs.html", context, "runs")


@require_POST
@role_required(Role.SUPERVISOR)
def run_now(request: StaffRequest) -> HttpResponse:
    """Start a run for today; the supervisor is led to its job."""
    link, at = reverse("transfers:due-runs"), timezone.now()
    try:
        today, ask = timezone.localdate(at), partial(actions.ask_for_run, link=link, at=at)
        job = once(ask, today=today, by=request.user)
    except Refused as refusal:
        messages.warning(request, str(refusal))
        return go(request, "transfers:due-runs")
    return go(request, job)


def why(request: StaffRequest, pk: int) -> HttpResponse:
    """Why a record is due, or not, as its page says it: a page of its own to print."""
    seen = Record.objects.visible_to(request.user)
    record = get_object_or_404(seen.select_related("fonds", "volume"), pk=pk)
    volume = seen.filter(pk=record.volume_id).first() if record.volume_id else None
    look, held = (
        Look(record, request.user, request.GET),
        held_for(request.user, record.pk, record.volume_id or 0),
    )
    context = {"record": record, "volume": volume, "why": explanation.why(look, held)}
    return page(request, "transfers/due/why.html", context)


def rules(request: StaffRequest) -> HttpResponse:
    """The due rules in force today; with `all`, also those that ended or are still to begin."""
    known = DueRule.objects.visible_to(request.user).select_related("category", "archive")
    today = timezone.localdate()
    shown = known if request.GET.get("all") else known.in_force(today)
    context = {"rules": shown.order_by("-duty", "-period", "-in_force_from"), "today": today}
    return page(request, "transfers/due/rules.html", context, "rules")
