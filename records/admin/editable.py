"""Reference data that supervisors keep here: the form's answer is that of the action."""

from http import HTTPStatus
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from records.admin.readonly import ReadOnlyAdmin
from records.locks import Lock, wait_for
from records.organisation.models import User
from records.organisation.rules import Role
from records.rules import Refused
from records.web import Unmarked
from records.web.sent import once


class EditableForm(Unmarked, forms.ModelForm):
    """Reads what was entered; what the action refused of it is an error of the form.

    It carries what its fields said when it was opened, so that only what the person
    changed is written, and not what somebody else has changed meanwhile is undone.
    """

    refusal = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.show_hidden_initial = self.instance.pk is not None

    def untouched(self) -> list[str]:
        """The fields that say what they said when the form was opened."""
        opened = [name for name in self.fields if self[name].html_initial_name in self.data]
        return [name for name in opened if name not in self.changed_data]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.refusal:
            raise ValidationError(self.refusal)
        return cleaned


class Unkept(Exception):
    """The form was not kept; its page is the answer."""

    def __init__(self, response: HttpResponse) -> None:
        super().__init__()
        self.response = response


class EditableAdmin(ReadOnlyAdmin):
    """Rows that supervisors add and change through the actions that a page would call."""

    keepers: ClassVar[tuple[Role, ...]] = (Role.SUPERVISOR,)
    form = EditableForm
    sortable_by: tuple[str, ...] | None = None
    kept: ClassVar[tuple[str, ...]] = ()
    in_turn: ClassVar[Lock | None] = None  # what the action waits for, taken before the row is

    def add_row(self, *, by: User, at: Any, **values: Any) -> Model:
        raise NotImplementedError

    def change_row(self, row: Any, *, by: User, at: Any, **values: Any) -> None:
        raise NotImplementedError

    def has_add_permission(self, request: HttpRequest) -> bool:
        return getattr(request.user, "role", None) in self.keepers

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return getattr(request.user, "role", None) in self.keepers

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        if self.has_change_permission(request, obj):
            return self.kept
        return super().get_fields(request, obj)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        if self.has_change_permission(request, obj):
            return ()
        return super().get_readonly_fields(request, obj)

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> Any:
        form = super().get_form(request, obj, change=change, **kwargs)
        form.refusal = getattr(request, "refusal", "")
        return form

    def changeform_view(
        self, request: HttpRequest, object_id: Any = None, *args: Any, **kwargs: Any
    ) -> Any:
        """The form and its action are one transaction; a refusal undoes it and is answered.

        A form does its work once: sent again, it leads to the list that has the row.
        """

        def answered() -> Any:
            response = super(EditableAdmin, self).changeform_view(
                request, object_id, *args, **kwargs
            )
            if response.status_code != HTTPStatus.FOUND:
                raise Unkept(response)
            return response

        try:
            made = once(answered)
        except Unkept as kept:
            return kept.response
        except Refused as refusal:
            request.refusal = str(refusal)  # type: ignore[attr-defined]
            return super().changeform_view(request, object_id, *args, **kwargs)
        return made or redirect(f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist")

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Let the action keep the row, with its entry in the trail."""
        by: Any = request.user
        obj.pk = self._kept(by, form, obj.pk).pk
        obj.refresh_from_db()

    def _kept(self, by: User, form: EditableForm, pk: Any) -> Model:
        values, at = form.cleaned_data, timezone.now()
        if pk is None:
            return self.add_row(by=by, at=at, **values)
        if self.in_turn is not None:
            wait_for(self.in_turn)
        # the form has already written its values into its own copy of the row
        row: Model = self.model._default_manager.select_for_update().get(pk=pk)
        untouched = {name: getattr(row, name, values[name]) for name in form.untouched()}
        self.change_row(row, by=by, at=at, **values | untouched)
        return row

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        """Nothing: the trail has it."""

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        """Nothing: the trail has it."""
