from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from records.harvest.actions import date_changes
from records.harvest.pages import answer
from records.harvest.rules import Asked, Fault, read


@login_not_required
@csrf_exempt
def catalogue(request: HttpRequest) -> HttpResponse:
    """The open part of the catalogue for harvesters, where the centre has switched it on.

    The protocol asks by GET and by POST; both change nothing but the dates of what is new.
    """
    if not settings.OAI_PMH:
        raise Http404
    given = request.POST if request.method == "POST" else request.GET
    asked: Asked | Fault
    try:
        asked = read((name, value) for name, values in given.lists() for value in values)
    except Fault as fault:
        asked = fault
    base = request.build_absolute_uri(request.path)
    return HttpResponse(answer(asked, base, date_changes()), content_type="text/xml; charset=utf-8")
