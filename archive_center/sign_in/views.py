from collections.abc import Callable
from datetime import timedelta
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout, update_session_auth_hash
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.forms import AuthenticationForm, SetPasswordForm
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import LoginView, LogoutView
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.forms import Form
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from archive_center.sign_in import actions
from archive_center.sign_in.forms import OwnPasswordForm, SignInForm
from records.audit.actions import note
from records.organisation.models import PasswordLink, User
from records.organisation.rules import Role
from records.reference.actions import make_link as make
from records.web import StaffRequest, attempt, go, page, role_required


class SignIn(LoginView):
    """Coming in. Wrong passwords are counted by django-axes, which locks after the limit."""

    authentication_form = SignInForm
    redirect_authenticated_user = True

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Say why the page is shown: a cookie without its session means that it ended."""
        had_session = settings.SESSION_COOKIE_NAME in self.request.COOKIES
        return super().get_context_data(
            session_ended=had_session and bool(self.get_redirect_url()),
            signed_out="out" in self.request.GET,
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


class SignInAgain(SignIn):
    """Who is signed in, with a token that is good for a form; by POST, coming in without a page.

    A page that was open when its session ended asks here before it sends what was typed.
    """

    redirect_authenticated_user = False

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return _standing(request)

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        super().form_valid(form)
        return _standing(self.request)

    def form_invalid(self, form: AuthenticationForm) -> HttpResponse:
        wrong = " ".join(str(fault) for faults in form.errors.values() for fault in faults)
        return JsonResponse({"wrong": wrong}, status=422)


def _standing(request: HttpRequest) -> JsonResponse:
    return JsonResponse({"person": request.user.pk, "token": get_token(request)})


class SignInFirst(LoginRequiredMiddleware):
    """Who is not signed in is sent to the sign-in; a part of an open page gets a bare 401."""

    def handle_no_permission(self, request: HttpRequest, view_func: Any) -> Any:
        if request.headers.get("HX-Request"):
            return HttpResponse(status=HTTPStatus.UNAUTHORIZED)
        return super().handle_no_permission(request, view_func)


class SignOut(LogoutView):
    """Going, by POST. The page that follows has the browser forget what was typed."""

    def get_default_redirect_url(self) -> str:
        return f"{super().get_default_redirect_url()}?out"

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


@role_required(Role.SUPERVISOR)
def make_link(request: StaffRequest, pk: int) -> HttpResponse:
    """Make a link for a person to choose a password; posted, the slip is shown this once."""
    person = get_object_or_404(User.objects.visible_to(request.user), pk=pk)
    form, now = Form(request.POST if request.method == "POST" else None), timezone.now()
    context: dict[str, Any] = {"form": form, "person": person}
    context |= {"hours": settings.PASSWORD_LINK_HOURS, "days": settings.LINK_BARS_APPROVAL_DAYS}
    if done := attempt(form, make, person, by=request.user, at=now):
        address = request.build_absolute_uri(reverse("password-by-link", args=[done.made]))
        until = now + timedelta(hours=settings.PASSWORD_LINK_HOURS)
        context |= {"address": address, "until": until}
    return page(request, "sign_in/link.html", context)


@login_not_required
@never_cache
@sensitive_post_parameters()
def by_link(request: HttpRequest, code: str) -> HttpResponse:
    """Choose a password by a link; whoever was signed in here before is out."""
    link = PasswordLink.objects.open(timezone.now()).of(code).select_related("person").first()
    if link is None:
        gone = page(request, "sign_in/link_ended.html", {})
        gone.status_code = 410
        return gone
    form = SetPasswordForm(link.person, request.POST or None)

    def choose(new_password1: str, **_rest: str) -> None:
        actions.choose_password(code, new=new_password1, at=timezone.now())

    if attempt(form, choose):
        logout(request)
        messages.success(request, _("Your password is in force. Sign in with it."))
        return go(request, "login")
    return page(request, "sign_in/by_link.html", {"form": form, "person": link.person})


def admin_door(request: HttpRequest) -> HttpResponse:
    """The admin has no sign-in of its own; whoever may not enter is told so."""
    if request.user.is_authenticated:
        raise PermissionDenied
    return redirect(f"{reverse('login')}?{request.GET.urlencode()}")


KEPT_OPEN = ("password_change", "logout", "set_language", "sign-in-again")


def new_password_first(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: who was given a password reaches no other page before choosing one."""

    def answer(request: HttpRequest) -> HttpResponse:
        bound = getattr(request.user, "must_change_password", False)
        if bound and request.path not in map(reverse, KEPT_OPEN):
            return go(request, "password_change")
        return get_response(request)

    return answer
