"""The people who sign in, kept by supervisors."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.models import Group
from django.contrib.auth.password_validation import password_validators_help_texts
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.widgets import UnfoldAdminTextInputWidget

from records.admin.editable import EditableAdmin, EditableForm
from records.locks import Lock
from records.organisation.models import User
from records.reference import actions

admin.site.unregister(Group)  # what people may do follows from their role


class PersonForm(EditableForm):
    """A person; a password given here is temporary and has to be changed at the sign-in."""

    unread = ("temporary_password",)
    temporary_password = forms.CharField(
        required=False,
        strip=False,
        label=gettext_lazy("Temporary password"),
        widget=UnfoldAdminTextInputWidget(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if (field := self.fields.get("username")) is not None:
            field.label, field.help_text = _("Staff number"), ""
        if (field := self.fields.get("name")) is not None:
            field.label = capfirst(_("full name"))
        if (field := self.fields.get("temporary_password")) is not None:
            field.required = self.instance.pk is None
            field.help_text = " ".join(password_validators_help_texts())


@admin.register(User)
class UserAdmin(EditableAdmin):
    form = PersonForm
    in_turn = Lock.PEOPLE
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
        return (*named, *(("is_active",) if obj else ()), "temporary_password")

    def add_row(self, **values: Any) -> User:
        return actions.add_user(password=values.pop("temporary_password"), **values)

    def change_row(self, row: User, *, by: User, at: Any, **values: Any) -> None:
        """Each difference is an act of its own."""
        role, department = values["role"], values["department"]
        actions.correct_user(row, username=values["username"], name=values["name"], by=by, at=at)
        if role != row.role:
            actions.change_role(row, role=role, department=department, by=by, at=at)
        elif department != row.department:
            actions.move_user(row, department=department, by=by, at=at)
        if values["is_active"] != row.is_active:
            act = actions.reactivate_user if values["is_active"] else actions.deactivate_user
            act(row, by=by, at=at)
        if password := values["temporary_password"]:
            actions.set_temporary_password(row, password=password, by=by, at=at)

    @admin.action(description=gettext_lazy("Unlock the sign-in"), permissions=["change"])
    def unlock(self, request: HttpRequest, chosen: QuerySet[User]) -> None:
        by: Any = request.user
        for person in chosen:
            actions.unlock(person.username, by=by, at=timezone.now())
        messages.success(request, _("The sign-in of the chosen people is open again."))
