from typing import Any, NoReturn

from django.contrib import admin
from django.core.paginator import InvalidPage
from django.http import Http404, HttpResponse
from django.utils import timezone

from archive_center.oversight import health
from records.index import work
from records.organisation.rules import Role
from records.web import StaffRequest, page, role_required


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


@role_required(Role.SUPERVISOR)
def index(request: StaffRequest) -> HttpResponse:
    """How the search index is, how far behind, how large, and what is to be done."""
    state = work.state()
    context = {
        "health": health.health(state),
        "facts": health.facts(state),
        "machines": health.machines(at=timezone.now()),
    }
    return page(request, "oversight/index.html", context)
