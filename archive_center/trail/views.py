from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from archive_center.trail import spreadsheet
from archive_center.trail.conditions import told
from archive_center.trail.filters import EntryFilter
from records.audit.actions import note
from records.audit.models import Entry
from records.audit.soundness import verify
from records.organisation.rules import READS_TRAIL
from records.pagination import Order, Place, turn
from records.rules import Refused
from records.tables.writer import XLSX
from records.values.marks import refuse_secrets
from records.web import StaffRequest, go, page, role_required

SHOWN = 50
NEWEST = Order(Entry, "at", "id", down=True)
EXPORTED = 20_000


@role_required(*READS_TRAIL)
def listing(request: StaffRequest) -> HttpResponse:
    """A page of the trail, the newest first; an act on a set is one line that opens."""
    chosen = EntryFilter(request.GET, request.user)
    turned = turn(chosen.lines, NEWEST, Place.of(request.GET), size=SHOWN)
    context = {"form": chosen.form, "page": turned, "opened": request.GET.get("batch")}
    return page(request, "trail/list.html", context, "entries")


@role_required(*READS_TRAIL)
def detail(request: StaffRequest, pk: int) -> HttpResponse:
    """One entry, with what was before beside what was after."""
    entry = get_object_or_404(Entry.objects.visible_to(request.user).select_related("by"), pk=pk)
    rows = told(entry, request.user)
    return page(request, "trail/detail.html", {"entry": entry, "rows": rows})


@require_POST
@role_required(*READS_TRAIL)
def export(request: StaffRequest) -> HttpResponse:
    """The newest entries that the filter lets through, as XLSX; taking them is an act, too."""
    chosen = EntryFilter(request.GET, request.user)
    try:
        refuse_secrets(dict(request.GET.lists()))
    except Refused as refusal:
        messages.warning(request, str(refusal))
        return go(request, "trail")
    made = spreadsheet.workbook(chosen.entries[:EXPORTED], request.user)
    note(
        "export",
        request.user,
        by=request.user,
        at=timezone.now(),
        after={"trail": request.GET.urlencode()},
    )
    return HttpResponse(
        made,
        content_type=XLSX,
        headers={"Content-Disposition": 'attachment; filename="trail.xlsx"'},
    )


@require_POST
@role_required(*READS_TRAIL)
def check(request: StaffRequest) -> HttpResponse:
    """Verify the trail itself; what was found is an entry of it, which is shown."""
    found = verify()
    entry = note("verify trail", request.user, by=request.user, at=timezone.now(), after=found.told)
    if found.is_sound:
        messages.success(request, _("The trail is whole: nothing was found wrong with it."))
    else:
        messages.warning(request, _("The trail is not whole. What was found stands below."))
    return go(request, reverse("trail-entry", args=[entry.pk]))
