from pathlib import Path

from django.http import FileResponse, Http404, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404

from records.printing.qr import qr
from records.web import StaffRequest
from transfers.packages.models import Package
from transfers.packages.rules import OTHERS, spoken_digest
from transfers.packages.tarball import tar, tar_size

LIST = "移交清册.PDF"


def download(request: StaffRequest, pk: int) -> HttpResponseBase:
    """The package as one uncompressed tar, made while it is sent."""
    package = get_object_or_404(Package.objects.visible_to(request.user), pk=pk)
    place = Path(package.path)
    if not place.is_dir():
        raise Http404
    response = StreamingHttpResponse(tar(place), content_type="application/x-tar")
    response["Content-Length"] = tar_size(place)
    response["Content-Disposition"] = f'attachment; filename="{package.name}.tar"'
    return response


def transfer_list(request: StaffRequest, pk: int) -> HttpResponseBase:
    """移交清册 as it lies in the package."""
    package = get_object_or_404(Package.objects.visible_to(request.user), pk=pk)
    path = Path(package.path, "data", OTHERS, LIST)
    if not path.is_file():
        raise Http404
    return FileResponse(path.open("rb"), filename=f"{package.name} {LIST}")


def code(request: StaffRequest, pk: int) -> HttpResponse:
    """The root digest as a QR code."""
    package = get_object_or_404(Package.objects.visible_to(request.user), pk=pk)
    return HttpResponse(
        qr(spoken_digest(package.name, package.sha256)), content_type="image/svg+xml"
    )
