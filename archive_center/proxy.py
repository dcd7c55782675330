"""Behind our own proxy, a request's address is the one that the proxy saw."""

from collections.abc import Callable
from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest, HttpResponse


def client_address(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[..., HttpResponse]:
    """Middleware: take the last forwarded address, the only one a client can't make up.

    Only a proxy named in TRUSTED_PROXIES is believed. The trail and the lock-out of
    sign-ins then name the person's machine instead of the proxy.
    """

    def answer(request: HttpRequest) -> HttpResponse:
        if request.META.get("REMOTE_ADDR") in settings.TRUSTED_PROXIES:
            forwarded = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
            if readable(forwarded):
                request.META["REMOTE_ADDR"] = forwarded
        return get_response(request)

    return answer


def readable(address: str) -> bool:
    try:
        ip_address(address)
    except ValueError:
        return False
    return True
