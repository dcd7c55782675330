from django.http import HttpResponse

from filing.checks.rules import AT_THE_DOOR, CHECKS
from records.organisation.rules import DESCRIBES, SEES_ALL_RECORDS
from records.web import StaffRequest, page, role_required


@role_required(*{*DESCRIBES, *SEES_ALL_RECORDS})
def listing(request: StaffRequest) -> HttpResponse:
    """All checks: what a finding means, what helps, and what is refused at the door."""
    context = {"checks": CHECKS.values(), "at_the_door": AT_THE_DOOR}
    return page(request, "filing/checks/list.html", context)
