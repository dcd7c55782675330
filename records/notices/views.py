from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from records.notices import actions
from records.notices.forms import AddressForm
from records.notices.models import Notice, NoticeAddress
from records.pagination import Order, Place, turn
from records.web import StaffRequest, attempt, go, page

SHOWN = 50
NEWEST = Order(Notice, "id", down=True)
INDEX = "records:notice-list"


def listing(request: StaffRequest) -> HttpResponse:
    """What the person was told of, the newest first."""
    own = Notice.objects.visible_to(request.user)
    context = {"page": turn(own, NEWEST, Place.of(request.GET), size=SHOWN)}
    return page(request, "records/notices/list.html", context | {"mails": actions.mails()}, "list")


@require_POST
def read(request: StaffRequest, pk: int) -> HttpResponse:
    """Mark a notice as read, and go where it leads."""
    notice = get_object_or_404(Notice.objects.visible_to(request.user), pk=pk)
    actions.read(request.user, at=timezone.now(), key=notice.pk)
    return go(request, notice.get_absolute_url() or INDEX)


@require_POST
def read_all(request: StaffRequest) -> HttpResponse:
    """Mark all as read."""
    actions.read(request.user, at=timezone.now())
    return go(request, INDEX)


def address(request: StaffRequest) -> HttpResponse:
    """Whether the person wants notices by e-mail, too, and where."""
    kept = {"address": NoticeAddress.of(request.user)}
    form = AddressForm(request.POST or None, initial=kept)
    if attempt(form, actions.choose_address, by=request.user, at=timezone.now()):
        messages.success(request, _("Kept."))
        return go(request, INDEX)
    context = {"form": form, "mails": actions.mails()}
    return page(request, "records/notices/address.html", context, "form")
