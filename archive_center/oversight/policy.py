"""The content security policy of the admin's pages, the only ones that need more than 'self'."""

from collections.abc import Callable

from csp.constants import SELF, UNSAFE_EVAL, UNSAFE_INLINE
from django.http import HttpRequest, HttpResponse

# The admin's theme evaluates the expressions in its attributes and sets widths by attribute
# (Alpine), and its htmx adds one style, named here by its digest; see the decision notes.
ADMIN = {
    "script-src": [SELF, UNSAFE_EVAL],
    "style-src": [SELF, "'sha256-bsV5JivYxvGywDAZ22EZJKBFip65Ng9xoJVLbBg7bdo='"],
    "style-src-attr": [UNSAFE_INLINE],
}


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
