from django.http import HttpResponse

from records.web import StaffRequest, page


def desk(request: StaffRequest) -> HttpResponse:
    return page(request, "home/desk.html", {})
