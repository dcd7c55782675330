from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from records.copies.models import DigitalCopy
from records.inspection import actions, pages
from records.inspection.models import CopyFault, Inspection, PageDifference
from records.organisation.rules import DESCRIBES, SEES_ALL_RECORDS
from records.pagination import Order, Place, turn
from records.web import StaffRequest, go, page, role_required

SHOWN = 50
NEWEST, BY_RECORD = Order(CopyFault, "id", down=True), Order(PageDifference, "record_id")


@role_required(*SEES_ALL_RECORDS)
def damaged(request: StaffRequest) -> HttpResponse:
    """What is damaged or gone now, with what to restore from where; the last run."""
    seen = CopyFault.objects.visible_to(request.user).open()
    seen = seen.select_related("copy__component__record")
    turned = turn(seen, NEWEST, Place.of(request.GET), size=SHOWN)
    context = {
        "page": turned,
        "rows": [(fault, pages.remedy(fault)) for fault in turned.rows],
        "last": Inspection.objects.visible_to(request.user).order_by("pk").last(),
    }
    return page(request, "records/inspection/damaged.html", context, "list")


@role_required(*{*DESCRIBES, *SEES_ALL_RECORDS})
def differences(request: StaffRequest) -> HttpResponse:
    """The records whose pages as catalogued, scanned and counted on paper differ."""
    seen = PageDifference.objects.visible_to(request.user).select_related("record__fonds")
    turned = turn(seen, BY_RECORD, Place.of(request.GET), size=SHOWN)
    context = {"page": turned, "lines": pages.lines(turned.rows)}
    return page(request, "records/inspection/differences.html", context, "list")


@require_POST
def verify(request: StaffRequest, pk: int) -> HttpResponse:
    """Work the digests of a copy out anew."""
    copies = DigitalCopy.objects.visible_to(request.user).select_related("component__record")
    copy = get_object_or_404(copies, pk=pk)
    if actions.verify(copy, by=request.user, at=timezone.now()):
        messages.success(request, _("“%(name)s” is intact.") % {"name": copy.name})
    else:
        messages.error(
            request,
            _("“%(name)s” is not what was stored. Fetch it from the backup.") % {"name": copy.name},
        )
    return go(request, copy.component.record)
