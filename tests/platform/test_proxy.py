"""The address of a request behind nginx, and behind nobody."""

import pytest
from django.http import HttpResponse  # noqa: TID251 the middleware is asked directly
from django.test import RequestFactory

from archive_center.proxy import client_address

PROXY = "10.0.0.1"


def address_of(*, sender: str, forwarded: str) -> str:
    request = RequestFactory().get("/", REMOTE_ADDR=sender, HTTP_X_FORWARDED_FOR=forwarded)
    client_address(lambda request: HttpResponse())(request)
    return str(request.META["REMOTE_ADDR"])


@pytest.mark.parametrize(
    ("sender", "forwarded", "seen"),
    [
        (PROXY, "10.1.2.3", "10.1.2.3"),
        (PROXY, "made up, 10.1.2.3", "10.1.2.3"),  # the client wrote the first itself
        (PROXY, "fd00::7", "fd00::7"),
        (PROXY, "", PROXY),
        (PROXY, "<script>", PROXY),
        ("10.9.9.9", "10.1.2.3", "10.9.9.9"),  # nobody we know
    ],
)
def test_only_our_own_proxy_is_believed(settings, sender, forwarded, seen):
    settings.TRUSTED_PROXIES = [PROXY]

    assert address_of(sender=sender, forwarded=forwarded) == seen
