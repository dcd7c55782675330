"""The people who sign in, kept by supervisors."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.auth.models import Group
from django.db.models import QuerySet
from django.http import HttpRequest
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from records.admin.editable import EditableAdmin, EditableForm
from records.loans.actions import close_account
from records.locks import Lock
from records.organisation.models import User
from records.reference import actions

admin.site.unregister(Group)  # what people may do follows from their role


class PersonForm(EditableForm):
    """A person. Nobody gives a password here: people choose it themselves, by a link."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if (field := self.fields.get("username")) is not None:
            field.label, field.help_text = _("Staff number"), ""
        if (field := self.fields.get("name")) is not None:
            field.label = capfirst(_("full name"))


@admin.register(User)
class UserAdmin(EditableAdmin):
    form = PersonForm
    in_turn = Lock.PEOPLE
    change_form_before_template = "admin/password_link.html"
    list_display = ("number", "full_name", "role", "department", "is_active", "last_login")
    list_select_related = ("department",)
    list_filter = ("role", "is_active", "must_change_password")
    search_fields = ("username", "name", "department__name")
    ordering = ("username",)
    actions = ("unlock", *EditableAdmin.actions)

    @admin.display(description=gettext_lazy("Staff number"), ordering="username")
    def number(self, person: User) -> str:
        return person.username

    @admin.display(description=gettext_lazy("full name"), ordering="name")
    def full_name(self, person: User) -> str:
        return person.name

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        if not self.has_change_permission(request, obj):
            return super().get_fields(request, obj)
        named = ("username", "name", "role", "department")
        return (*named, *(("is_active",) if obj else ()))

    def response_add(self, request: HttpRequest, obj: Any, *args: Any, **kwargs: Any) -> Any:
        """Whoever was let in needs a link next."""
        return redirect("password-link", obj.pk)

    def add_row(self, **values: Any) -> User:
        return actions.add_user(**values)

    def change_row(self, row: User, *, by: User, at: Any, **values: Any) -> None:
        """Each difference is an act of its own."""
        role, department = values["role"], values["department"]
        actions.correct_user(row, username=values["username"], name=values["name"], by=by, at=at)
        if role != row.role:
            actions.change_role(row, role=role, department=department, by=by, at=at)
        elif department != row.department:
            actions.move_user(row, department=department, by=by, at=at)
        if values["is_active"] != row.is_active:
            act = actions.reactivate_user if values["is_active"] else close_account
            act(row, by=by, at=at)

    @admin.action(description=gettext_lazy("Unlock the sign-in"), permissions=["change"])
    def unlock(self, request: HttpRequest, chosen: QuerySet[User]) -> None:
        by: Any = request.user
        for person in chosen:
            actions.unlock(person.username, by=by, at=timezone.now())
        messages.success(request, _("The sign-in of the chosen people is open again."))
