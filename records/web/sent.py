"""An opened form does its work at most once, however often it is sent.

Each form that writes carries a token of its own (`{% opened %}`). The token is claimed in
the transaction that does the work; a second sending waits for the first at the unique
constraint and then gets what the first made. A form that was refused has claimed nothing.
"""

from collections.abc import Callable
from contextvars import ContextVar
from hashlib import blake2b
from typing import ParamSpec, TypeVar, cast
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from records.rules import Refused
from records.web.models import SentForm

Given = ParamSpec("Given")
Made = TypeVar("Made")


class NotDone(Exception):
    """What the form says cannot be read: nothing was done, and the form is still open."""


FIELD = "opened"  # of the form; the cookie tells the page which form may be forgotten
COOKIE = "sent"
_asked: ContextVar[HttpRequest | None] = ContextVar("asked", default=None)


def sending(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[..., HttpResponse]:
    """Middleware: know which form a request sends, and tell the browser that it did its work."""

    def answer(request: HttpRequest) -> HttpResponse:
        before = _asked.set(request)
        try:
            response = get_response(request)
        finally:
            _asked.reset(before)
        if token := getattr(request, "form_sent", ""):
            secure = settings.SESSION_COOKIE_SECURE
            response.set_cookie(COOKIE, token, max_age=600, secure=secure, samesite="Lax")
        return response

    return answer


def once(action: Callable[Given, Made], *args: Given.args, **given: Given.kwargs) -> Made:
    """Do the action unless the form that is being sent has done it; gives what it made.

    Refused: a form that has done its work and now says something else, or whose work is
    gone since. Its page comes back with a new token, so that it can be meant once more.
    """
    request = _asked.get()
    token, person = _token(request), request.user.pk if request else None
    if request is None or token is None or person is None:
        return action(*args, **given)
    with transaction.atomic():
        digest = _digest(request)
        form, is_new = SentForm.claim(person, token, digest=digest, at=timezone.now())
        if is_new:
            made = _done_by(form, action, *args, **given)
        else:
            made = cast("Made | NotDone", _made_before(form, digest))
    if isinstance(made, NotDone):
        raise made
    request.form_sent = str(token)  # type: ignore[attr-defined]
    return made


def _done_by(
    form: SentForm, action: Callable[Given, Made], *args: Given.args, **given: Given.kwargs
) -> Made | NotDone:
    """What the action made. What it wrote on its way to not doing it stays: counted tries do."""
    try:
        made = action(*args, **given)
    except NotDone as left:
        form.delete()
        return left
    form.keep(made)
    return made


def _token(request: HttpRequest | None) -> UUID | None:
    if request is None or request.method != "POST":
        return None
    try:
        return UUID(request.POST.get(FIELD, ""))
    except ValueError:
        return None


def _digest(request: HttpRequest) -> str:
    """Of what the form says: its fields, and name and size of its files."""
    apart = {FIELD, "csrfmiddlewaretoken"}
    fields = sorted((k, v) for k, v in request.POST.lists() if k not in apart)
    files = sorted((k, one.name, one.size) for k, v in request.FILES.lists() for one in v)
    return blake2b(repr((request.path, fields, files)).encode(), digest_size=16).hexdigest()


def _made_before(form: SentForm, digest: str) -> object:
    made = form.made()
    if form.table and made is None:
        raise Refused(
            _("This form was sent before; what it made is gone since. Send it again to make it.")
        )
    if form.digest != digest:
        if made is None:
            raise Refused(
                _("This form was sent before with other words. Send it again if these are meant.")
            )
        raise Refused(
            _("This form was sent before and made “%(made)s”. Send it again to make another one.")
            % {"made": str(made)[:60]}
        )
    return made
