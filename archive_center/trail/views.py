from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_POST

from archive_center.trail import spreadsheet
from archive_center.trail.filters import EntryFilter
from records.audit.actions import note
from records.audit.models import Entry, EntryQuerySet
from records.audit.pages import differences
from records.pagination import Order, Place, turn
from records.web import StaffRequest, page

SHOWN = 50
NEWEST = Order(Entry, "id", down=True)
EXPORTED = 20_000


def readable(request: StaffRequest) -> EntryQuerySet:
    """The trail, newest first, for those whose duty it is to read it."""
    if not request.user.reads_trail:
        raise PermissionDenied
    return Entry.objects.visible_to(request.user).select_related("by").order_by("-id")


def listing(request: StaffRequest) -> HttpResponse:
    """A page of the trail, the newest first."""
    chosen = EntryFilter(request.GET, readable(request))
    entries = chosen.qs if chosen.is_valid() else chosen.qs.none()
    turned = turn(entries, NEWEST, Place.of(request.GET), size=SHOWN)
    context = {"form": chosen.form, "page": turned}
    return page(request, "trail/list.html", context, "entries")


def detail(request: StaffRequest, pk: int) -> HttpResponse:
    """One entry, with what was before beside what was after."""
    entry = get_object_or_404(readable(request), pk=pk)
    rows = differences(entry)
    return page(request, "trail/detail.html", {"entry": entry, "rows": rows})


@require_POST
def export(request: StaffRequest) -> HttpResponse:
    """The newest entries that the filter lets through, as XLSX; taking them is an act, too."""
    chosen = EntryFilter(request.GET, readable(request))
    entries = chosen.qs if chosen.is_valid() else chosen.qs.none()
    made = spreadsheet.workbook(entries[:EXPORTED])
    note(
        "export",
        request.user,
        by=request.user,
        at=timezone.now(),
        after={"trail": request.GET.urlencode()},
    )
    return HttpResponse(
        made,
        content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        headers={"Content-Disposition": 'attachment; filename="trail.xlsx"'},
    )
