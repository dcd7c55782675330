from typing import Any, NoReturn

from django.contrib import admin
from django.core.paginator import InvalidPage
from django.http import Http404, HttpResponse

from records.web import StaffRequest


def closed(request: StaffRequest, row: str) -> NoReturn:
    """Django's way from the admin to any row by its number asks nobody who may see it."""
    raise Http404


def search(request: StaffRequest) -> HttpResponse:
    """The admin's own search; a page that it does not have is not found."""
    site: Any = admin.site
    try:
        found: HttpResponse = site.admin_view(site.search)(request)
    except (InvalidPage, ValueError) as wrong:
        raise Http404 from wrong
    return found
