"""What every view needs: its request, the page or a part of it, and an action's answer."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, Generic, NamedTuple, ParamSpec, TypeVar

from django.contrib import messages
from django.core.exceptions import BadRequest, PermissionDenied
from django.forms import BaseForm, Form
from django.forms.renderers import TemplatesSetting
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.cache import patch_vary_headers

from records.audit.actions import acting_from
from records.organisation.models import User
from records.rules import Refused
from records.values.marks import StateSecret, refuse_secrets
from records.web.sent import NotDone, once

Given = ParamSpec("Given")
Made = TypeVar("Made")


class StaffRequest(HttpRequest):
    """A request of somebody who is signed in (LoginRequiredMiddleware sees to it)."""

    user: User


class HouseFormRenderer(TemplatesSetting):
    """One look for every form and field: `templates/forms/`."""

    form_template_name = "forms/form.html"
    field_template_name = "forms/field.html"


class Unmarked(BaseForm):
    """A form whose texts and names of files may not bear the mark of a state secret.

    Every form is one that takes something in: a mark is the fault of its field, and no
    action hears of it. What a password says is not repeated, so it is not looked at.
    """

    unread: tuple[str, ...] = ()  # fields that are passwords

    def full_clean(self) -> None:
        super().full_clean()
        for name, value in list(getattr(self, "cleaned_data", {}).items()):
            if name in self.unread:
                continue
            try:
                refuse_secrets(value)
            except StateSecret as refusal:
                self.add_error(name if name in self.fields else None, str(refusal))


class HouseForm(Unmarked, Form):
    """A form of a page of ours."""


def page(
    request: HttpRequest, template: str, context: dict[str, Any], part: str = ""
) -> HttpResponse:
    """Render the page, or for htmx only its `part`; a form with errors answers 422."""
    if part and request.headers.get("HX-Request"):
        template = f"{template}#{part}"
    form = context.get("form")
    response = render(request, template, context, status=422 if form and form.errors else 200)
    patch_vary_headers(response, ["HX-Request"])
    return response


def go(request: HttpRequest, to: Any) -> HttpResponse:
    """Send the browser to `to`, whether htmx asked or the browser did."""
    response = redirect(to)
    if request.headers.get("HX-Request"):
        return HttpResponse(headers={"HX-Redirect": response["Location"]})
    return response


class Done(NamedTuple, Generic[Made]):
    """An action that was done, and what it made (None for most). Always true."""

    made: Made


def attempt(
    form: Form, action: Callable[..., Made], *args: Any, **kwargs: Any
) -> Done[Made] | None:
    """Run the action with the cleaned form; a refusal becomes an error of the form.

    Gives back what the action made; nothing where the form or the action said no. A form
    that is sent twice does its work once (`records.web.sent`).
    """

    def act() -> Made:
        if not form.is_valid():
            raise NotDone
        return action(*args, **form.cleaned_data, **kwargs)

    try:
        return Done(once(act)) if form.is_bound else None
    except NotDone:
        return None
    except Refused as refusal:
        form.full_clean()
        form.add_error(None, str(refusal))
        return None


def act(request: StaffRequest, action: Callable[..., object], *args: Any, done: str = "") -> None:
    """Do a thing that needs no form; the next page says that it is done, or why not."""
    try:
        action(*args, by=request.user, at=timezone.now())
    except Refused as refusal:
        messages.warning(request, str(refusal))
    else:
        if done:
            messages.success(request, done)


View = Callable[Concatenate[StaffRequest, Given], HttpResponse]


def role_required(*roles: str) -> Callable[[View[Given]], View[Given]]:
    """Open a page to these roles only; everybody else gets the page that says so (403)."""

    def guard(view: View[Given]) -> View[Given]:
        @wraps(view)
        def answer(
            request: StaffRequest, /, *args: Given.args, **kwargs: Given.kwargs
        ) -> HttpResponse:
            if request.user.role not in roles:
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return answer

    return guard


def address(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[..., HttpResponse]:
    """Middleware: name the address that the acts of a request come from."""

    def answer(request: HttpRequest) -> HttpResponse:
        with acting_from(request.META.get("REMOTE_ADDR") or None):
            return get_response(request)

    return answer


def legible(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[..., HttpResponse]:
    """Middleware: a query with the character NUL, which no text here can hold, is not read."""

    def answer(request: HttpRequest) -> HttpResponse:
        if "%00" in request.META.get("QUERY_STRING", ""):
            raise BadRequest
        return get_response(request)

    return answer
