"""How long a session lives, and that nothing it was shown stays behind on the machine."""

from collections.abc import Callable
from http import HTTPStatus

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

BEGAN = "began"
SEEN = "seen"
ENDED = "ended"  # keeps the cookie, so that the sign-in can say why it is shown

Answer = Callable[[HttpRequest], HttpResponse]


def longest_life(get_response: Answer) -> Answer:
    """Middleware: however busy a session is, after SESSION_HOURS one signs in again.

    That it is busy is noted once in a twelfth of its idle time (SESSION_MINUTES), which
    begins anew then: whoever only reads has nothing written but that.
    """

    def answer(request: HttpRequest) -> HttpResponse:
        if not request.user.is_authenticated:
            return get_response(request)
        now = timezone.now().timestamp()
        if now - request.session.get(SEEN, 0) >= settings.SESSION_COOKIE_AGE / 12:
            request.session[SEEN] = now
        if now - request.session.setdefault(BEGAN, now) < settings.SESSION_LONGEST_SECONDS:
            return get_response(request)
        logout(request)
        request.session[ENDED] = True
        if request.path == reverse("sign-in-again"):
            return get_response(request)
        if request.headers.get("HX-Request"):
            return HttpResponse(status=HTTPStatus.UNAUTHORIZED)
        return redirect_to_login(request.get_full_path() if request.method == "GET" else "")

    return answer


def kept_nowhere(get_response: Answer) -> Answer:
    """Middleware: no browser and no proxy keeps what a person who is signed in was shown."""

    def answer(request: HttpRequest) -> HttpResponse:
        was_in = request.user.is_authenticated
        response = get_response(request)
        if was_in or request.user.is_authenticated:
            response["Cache-Control"] = "private, no-store"
        return response

    return answer
