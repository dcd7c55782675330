from django.contrib import messages
from django.http import FileResponse, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils import timezone

from records.printing.qr import qr
from records.rules import Refused
from records.web import StaffRequest, go
from transfers.packages import actions
from transfers.packages.files import tar, tar_size
from transfers.packages.models import Package
from transfers.packages.rules import spoken_digest


def download(request: StaffRequest, pk: int) -> HttpResponseBase:
    """The package as one uncompressed tar, made while it is sent; every byte is proven before."""
    package = get_object_or_404(Package.objects.visible_to(request.user), pk=pk)
    try:
        place = actions.download(package, by=request.user, at=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal))
        return go(request, package.handover)
    response = StreamingHttpResponse(tar(place), content_type="application/x-tar")
    response["Content-Length"] = tar_size(place)
    response["Content-Disposition"] = f'attachment; filename="{package.name}.tar"'
    return response


def transfer_list(request: StaffRequest, pk: int) -> HttpResponseBase:
    """移交清册 as it lies in the package; every byte of that is proven before."""
    package = get_object_or_404(Package.objects.visible_to(request.user), pk=pk)
    try:
        path = actions.take_list(package, by=request.user, at=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal))
        return go(request, package.handover)
    return FileResponse(path.open("rb"), filename=f"{package.name} {path.name}")


def code(request: StaffRequest, pk: int) -> HttpResponse:
    """The root digest as a QR code."""
    package = get_object_or_404(Package.objects.visible_to(request.user), pk=pk)
    return HttpResponse(
        qr(spoken_digest(package.name, package.sha256)), content_type="image/svg+xml"
    )
