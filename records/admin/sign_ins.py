"""Wrong passwords that count, who is locked out, and opening the lock."""

from typing import Any

from axes.models import AccessAttempt
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from records.admin.readonly import ReadOnlyAdmin
from records.days import moment
from records.organisation.rules import Role
from records.reference import actions


@admin.register(AccessAttempt)
class AccessAttemptAdmin(ReadOnlyAdmin):
    """Who may not sign in for a while, after wrong passwords."""

    search_help_text = gettext_lazy("A whole staff number.")
    found_by = ("username",)
    list_display = ("number", "failures", "tried_at", "from_address")
    in_words = {
        "username": "number",
        "failures_since_start": "failures",
        "attempt_time": "tried_at",
        "ip_address": "from_address",
    }
    actions = ("unlock", *ReadOnlyAdmin.actions)

    @admin.display(description=gettext_lazy("Staff number"), ordering="username")
    def number(self, attempt: AccessAttempt) -> str:
        return attempt.username or ""

    @admin.display(description=gettext_lazy("wrong passwords"), ordering="failures_since_start")
    def failures(self, attempt: AccessAttempt) -> int:
        return int(attempt.failures_since_start)

    @admin.display(description=gettext_lazy("last tried at"), ordering="attempt_time")
    def tried_at(self, attempt: AccessAttempt) -> str:
        return moment(attempt.attempt_time)

    @admin.display(description=gettext_lazy("from address"), ordering="ip_address")
    def from_address(self, attempt: AccessAttempt) -> str:
        return attempt.ip_address or ""

    def has_unlock_permission(self, request: HttpRequest) -> bool:
        return getattr(request.user, "role", None) == Role.SUPERVISOR

    @admin.action(description=gettext_lazy("Unlock the sign-in"), permissions=["unlock"])
    def unlock(self, request: HttpRequest, chosen: QuerySet[AccessAttempt]) -> None:
        by: Any = request.user
        for username in chosen.order_by().values_list("username", flat=True).distinct():
            actions.unlock(username or "", by=by, at=timezone.now())
        messages.success(request, _("The sign-in of the chosen people is open again."))
