from typing import Any

from axes.handlers.proxy import AxesProxyHandler
from django import forms
from django.conf import settings
from django.contrib.auth import authenticate
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm, UsernameField
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from records.organisation.models import User
from records.web import StaffRequest


class OwnPasswordForm(PasswordChangeForm):
    """Choose a new password; a wrong old one counts as it does at the sign-in."""

    def __init__(self, request: StaffRequest, user: User, data: Any = None) -> None:
        super().__init__(user, data)
        self.request = request

    def clean_old_password(self) -> str:
        """Asked where everybody is asked, so that it is locked and kept in the trail alike."""
        old: str = self.cleaned_data["old_password"]
        if authenticate(self.request, username=self.user.get_username(), password=old) is None:
            raise ValidationError(
                self.error_messages["password_incorrect"], code="password_incorrect"
            )
        return old


class SignInForm(AuthenticationForm):
    """Staff number and password; what is wrong is said with the tries that are left."""

    username = UsernameField(
        label=_("Staff number"),
        max_length=User._meta.get_field("username").max_length,
        widget=forms.TextInput(attrs={"autofocus": True}),
    )

    def get_invalid_login_error(self) -> ValidationError:
        """The same words whether the number exists or not."""
        number = self.cleaned_data.get("username")
        failed = AxesProxyHandler.get_failures(self.request, {"username": number})
        left = max(0, settings.AXES_FAILURE_LIMIT - failed)
        text = ngettext(
            "The password is wrong; %(left)d try left, then %(wait)d minutes locked.",
            "The password is wrong; %(left)d tries left, then %(wait)d minutes locked.",
            left,
        )
        wait = int(settings.AXES_COOLOFF_TIME * 60)
        return ValidationError(text, code="wrong", params={"left": left, "wait": wait})
