"""Who may still try a password, and what is kept of a wrong one."""

from datetime import timedelta
from typing import Any

from axes.handlers.database import AxesDatabaseHandler
from axes.helpers import get_client_username
from axes.models import AccessAttempt, AccessLog
from django.conf import settings
from django.db.models import Q, Sum
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

from archive_center.sign_in.actions import note_wrong_password
from records.organisation.models import User
from records.organisation.rules import Role

HOMES = 3  # from so many of the last sign-ins a place is known as a person's own
SLOW = timedelta(minutes=5)
Credentials = dict[str, Any] | None


def kept_name(request: HttpRequest, credentials: Credentials = None) -> str:
    """The staff number as it is kept of a try; what nobody has may be a password: its mark."""
    typed = str((credentials or request.POST).get("username") or "").strip()
    if User.objects.filter(username=typed).exists():
        return typed
    return f"?{salted_hmac('sign-in', typed, algorithm='sha256').hexdigest()[:12]}"


class Door(AxesDatabaseHandler):  # type: ignore[misc]
    """Few tries for a number from one address, more for a number or an address in all.

    So from one address nobody can lock a person out elsewhere, nor try one password on
    everybody. Tries made elsewhere do not close the place from which a person lately signed
    in; to a supervisor, who opens locks, tries on others do not close it either, and tries
    on her own number only slow her down there.
    """

    def get_failures(self, request: Any, credentials: Credentials = None) -> int:
        """As many as leave the tries that the strictest of the limits leaves."""
        left = min(limit - failed for limit, failed in _counted(request, credentials))
        return max(0, settings.AXES_FAILURE_LIMIT - left)

    def user_login_failed(
        self,
        sender: Any,
        credentials: dict[str, Any],
        request: Any = None,
        **kwargs: Any,
    ) -> None:
        """Count it and keep it in the trail; what was not even tried is neither."""
        tried = request is not None and not request.axes_locked_out
        super().user_login_failed(sender, credentials, request, **kwargs)
        if request is not None and tried:
            name, locked = get_client_username(request, credentials), request.axes_locked_out
            note_wrong_password(name, locked=bool(locked), at=timezone.now())


def cool_off() -> timedelta:
    return timedelta(hours=settings.AXES_COOLOFF_TIME)


def _counted(request: Any, credentials: Credentials) -> list[tuple[int, int]]:
    """Each limit that holds here, with the wrong passwords that count against it."""
    name, address = get_client_username(request, credentials), request.axes_ip_address
    of_name, of_address = Q(username=name), Q(ip_address=address)
    known = _is_known_place(name, address)
    if known and User.objects.filter(username=name, role=Role.SUPERVISOR).exists():
        return [(settings.SIGN_IN_TRIES_AT_HOME, _failed(of_name & of_address, SLOW))]
    counted = [
        (settings.AXES_FAILURE_LIMIT, _failed(of_name & of_address, cool_off())),
        (settings.SIGN_IN_TRIES_OF_ADDRESS, _failed(of_address, cool_off())),
    ]
    if not known:
        counted.append((settings.SIGN_IN_TRIES_OF_NAME, _failed(of_name, cool_off())))
    return counted


def _is_known_place(name: str, address: str | None) -> bool:
    """Whether the person has lately signed in from this address."""
    last = AccessLog.objects.filter(username=name).order_by("-attempt_time")
    return address in last.values_list("ip_address", flat=True)[:HOMES]


def _failed(which: Q, within: timedelta) -> int:
    newest = AccessAttempt.objects.filter(which, attempt_time__gte=timezone.now() - within)
    return newest.aggregate(total=Sum("failures_since_start"))["total"] or 0
