"""Wrong passwords that count, who is locked out, and opening the lock."""

from typing import Any

from axes.models import AccessAttempt, AccessLog
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from records.admin.readonly import ReadOnlyAdmin
from records.organisation.rules import Role
from records.reference import actions


class SignIns(ReadOnlyAdmin):
    search_help_text = gettext_lazy("A whole staff number.")
    found_by = ("username",)


@admin.register(AccessAttempt)
class AccessAttemptAdmin(SignIns):
    list_display = ("username", "failures_since_start", "attempt_time", "ip_address")
    actions = ("unlock", *ReadOnlyAdmin.actions)

    def has_unlock_permission(self, request: HttpRequest) -> bool:
        return getattr(request.user, "role", None) == Role.SUPERVISOR

    @admin.action(description=gettext_lazy("Unlock the sign-in"), permissions=["unlock"])
    def unlock(self, request: HttpRequest, chosen: QuerySet[AccessAttempt]) -> None:
        by: Any = request.user
        for username in chosen.order_by().values_list("username", flat=True).distinct():
            actions.unlock(username or "", by=by, at=timezone.now())
        messages.success(request, _("The sign-in of the chosen people is open again."))


@admin.register(AccessLog)
class AccessLogAdmin(SignIns):
    list_display = ("username", "attempt_time", "logout_time", "ip_address")
