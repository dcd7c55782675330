"""Departments, fonds and their classification, kept by supervisors."""

from datetime import date
from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.widgets import (
    UnfoldAdminSelectWidget,
    UnfoldAdminSingleDateWidget,
)

from records.admin.editable import EditableAdmin, EditableForm
from records.locks import Lock
from records.organisation.models import (
    Category,
    Department,
    Fonds,
    ReceivingArchive,
    Unit,
    User,
)
from records.reference import actions


class DepartmentForm(EditableForm):
    """A department, and on its page the body that follows it."""

    follower = forms.ModelChoiceField(
        Department.objects.all(),
        required=False,
        label=gettext_lazy("Followed by"),
        widget=UnfoldAdminSelectWidget,
        help_text=gettext_lazy(
            "When the body was renamed or merged. Its people go over; its files stay as they are."
        ),
    )
    followed_on = forms.DateField(
        required=False,
        label=gettext_lazy("First day of the follower"),
        widget=UnfoldAdminSingleDateWidget,
    )

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        follower, day = values.get("follower"), values.get("followed_on")
        if (follower is None) != (day is None):
            raise forms.ValidationError(_("Name both the follower and its first day, or neither."))
        return values


@admin.register(Department)
class DepartmentAdmin(EditableAdmin):
    form = DepartmentForm
    in_turn = Lock.PEOPLE
    list_display = ("name", "short_name", "valid_from", "valid_until", "successor", "heir")
    list_select_related = ("successor", "heir")
    search_fields = ("name", "short_name")
    ordering = ("id",)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        if not self.has_change_permission(request, obj):
            return super().get_fields(request, obj)
        named = ("name", "short_name", "valid_from")
        if obj is None:
            return named
        ended = ("valid_until", "successor", "heir") if obj.successor_id else ()
        return (*named, *(ended or ("follower", "followed_on")))

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        if not self.has_change_permission(request, obj):
            return super().get_readonly_fields(request, obj)
        return ("valid_until", "successor", "heir")

    def add_row(self, **values: Any) -> Department:
        return actions.found_department(**_without_follower(values))

    def change_row(self, row: Department, *, by: User, at: Any, **values: Any) -> None:
        follower: Department | None = values.get("follower")
        day: date | None = values.get("followed_on")
        actions.correct_department(row, by=by, at=at, **_without_follower(values))
        if follower and day:
            actions.succeed(row, successor=follower, on=day, by=by, at=at)


def _without_follower(values: dict[str, Any]) -> dict[str, Any]:
    return {k: value for k, value in values.items() if k not in {"follower", "followed_on"}}


@admin.register(Fonds)
class FondsAdmin(EditableAdmin):
    in_turn = Lock.CODES
    list_display = ("number", "name", "department", "archive", "code_pattern")
    list_select_related = ("department", "archive")
    list_filter = ("code_pattern", "archive")
    search_fields = ("number", "name", "department__name")
    ordering = ("number",)
    kept = (
        "number",
        "name",
        "department",
        "archive",
        "code_pattern",
        "number_width",
        "unit_width",
    )

    def add_row(self, **values: Any) -> Fonds:
        return actions.open_fonds(**values)

    def change_row(self, row: Fonds, **values: Any) -> None:
        actions.edit_fonds(row, **values)


@admin.register(Unit)
class UnitAdmin(EditableAdmin):
    in_turn = Lock.CODES
    list_display = ("code", "name", "fonds")
    list_select_related = ("fonds",)
    search_fields = ("code", "name", "fonds__number", "fonds__name")
    ordering = ("fonds__number", "code")
    kept = ("fonds", "code", "name")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        if obj and self.has_change_permission(request, obj):
            return ("fonds",)
        return super().get_readonly_fields(request, obj)

    def add_row(self, **values: Any) -> Unit:
        return actions.add_unit(values.pop("fonds"), **values)

    def change_row(self, row: Unit, **values: Any) -> None:
        actions.edit_unit(row, **values)


@admin.register(Category)
class CategoryAdmin(EditableAdmin):
    in_turn = Lock.CODES
    list_display = ("code", "name", "by_volume")
    search_fields = ("code", "name")
    ordering = ("code",)
    kept = ("code", "name", "by_volume")

    def add_row(self, **values: Any) -> Category:
        return actions.add_category(**values)

    def change_row(self, row: Category, **values: Any) -> None:
        actions.edit_category(row, **values)


@admin.register(ReceivingArchive)
class ReceivingArchiveAdmin(EditableAdmin):
    list_display = ("name", "code")
    search_fields = ("name", "code")
    ordering = ("id",)
    kept = ("name", "code")

    def add_row(self, **values: Any) -> ReceivingArchive:
        return actions.add_archive(**values)

    def change_row(self, row: ReceivingArchive, **values: Any) -> None:
        actions.edit_archive(row, **values)
