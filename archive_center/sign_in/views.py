from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout, update_session_auth_hash
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView, LogoutView
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from archive_center.sign_in import actions
from archive_center.sign_in.forms import OwnPasswordForm, SignInForm
from records.audit.actions import note
from records.organisation.models import User
from records.web import StaffRequest, attempt, go, page


class SignIn(LoginView):
    """Coming in. Wrong passwords are counted by django-axes, which locks after the limit."""

    authentication_form = SignInForm
    redirect_authenticated_user = True

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Say why the page is shown: a cookie without its session means that it ended."""
        had_session = settings.SESSION_COOKIE_NAME in self.request.COOKIES
        return super().get_context_data(
            session_ended=had_session and bool(self.get_redirect_url()),
            idle_minutes=settings.SESSION_COOKIE_AGE // 60,
            longest_hours=settings.SESSION_LONGEST_SECONDS // 3600,
            failure_limit=settings.AXES_FAILURE_LIMIT,
            lock_minutes=int(settings.AXES_COOLOFF_TIME * 60),
            **kwargs,
        )

    @transaction.atomic
    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        response = super().form_valid(form)
        if isinstance(person := form.get_user(), User):
            note("sign in", person, by=person, at=timezone.now())
        return response


class SignOut(LogoutView):
    """Going, by POST."""

    @transaction.atomic
    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if isinstance(request.user, User):
            note("sign out", request.user, by=request.user, at=timezone.now())
        return super().post(request, *args, **kwargs)


@sensitive_post_parameters()
def password(request: StaffRequest) -> HttpResponse:
    """Choose a new password; the session goes on. Who guesses at the old one is put out."""
    form = OwnPasswordForm(request, request.user, request.POST or None)

    def change(new_password1: str, **_rest: str) -> None:
        actions.change_password(request.user, new=new_password1, at=timezone.now())

    if attempt(form, change):
        update_session_auth_hash(request, request.user)
        messages.success(request, _("Your new password is in force."))
        return go(request, "desk")
    if getattr(request, "axes_locked_out", False):
        logout(request)
    return page(request, "sign_in/password.html", {"form": form}, "form")


def admin_door(request: HttpRequest) -> HttpResponse:
    """The admin has no sign-in of its own; whoever may not enter is told so."""
    if request.user.is_authenticated:
        raise PermissionDenied
    return redirect(f"{reverse('login')}?{request.GET.urlencode()}")


def new_password_first(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: who was given a password reaches no other page before choosing one."""

    def answer(request: HttpRequest) -> HttpResponse:
        open_to_all = {reverse(name) for name in ("password_change", "logout", "set_language")}
        if getattr(request.user, "must_change_password", False) and request.path not in open_to_all:
            return go(request, "password_change")
        return get_response(request)

    return answer
