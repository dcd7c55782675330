"""The content security policy of the admin's pages, the only ones that need more than 'self'."""

from collections.abc import Callable

from csp.constants import SELF, UNSAFE_EVAL
from django.http import HttpRequest, HttpResponse

# The admin's theme evaluates the expressions in its attributes (Alpine); see the decision notes.
ADMIN = {"script-src": [SELF, UNSAFE_EVAL]}


def admin_policy(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: widen the policy for the pages of the admin and for no others."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        found = request.resolver_match
        if found and found.app_name == "admin":
            response._csp_update = ADMIN  # type: ignore[attr-defined]
        return response

    return answer
