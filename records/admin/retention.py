"""Due rules: published and ended here, never rewritten."""

from datetime import date
from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from records.admin.editable import EditableAdmin, EditableForm
from records.organisation.models import User
from records.retention import actions
from records.retention.models import DueRule


class DueRuleForm(EditableForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if (field := self.fields.get("period")) is not None:
            field.help_text = _("Y for ever, D30 or D10 a number of years, C and D before 2006.")


@admin.register(DueRule)
class DueRuleAdmin(EditableAdmin):
    form = DueRuleForm
    list_display = (
        "duty",
        "of_period",
        "category",
        "archive",
        "applies",
        "years",
        "in_force_from",
        "in_force_until",
        "version",
    )
    in_words = {"period": "of_period"}
    list_select_related = ("category", "archive")
    list_filter = ("duty", "applies")
    search_fields = ("period", "law", "category__code", "category__name")
    ordering = ("duty", "period", "-in_force_from")
    kept = (
        "duty",
        "period",
        "category",
        "archive",
        "applies",
        "years",
        "in_force_from",
        "law",
        "evidence",
    )

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        if obj and self.has_change_permission(request, obj):
            return (*self.kept, "version", "in_force_until")
        return super().get_fields(request, obj)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        if obj and self.has_change_permission(request, obj):
            return (*self.kept, "version")
        return super().get_readonly_fields(request, obj)

    def add_row(self, **values: Any) -> DueRule:
        return actions.publish_rule(**values)

    def change_row(self, row: DueRule, *, by: User, at: Any, **values: Any) -> None:
        """A rule that was published is only ended; another one is a new version."""
        until: date | None = values["in_force_until"]
        if until and until != row.in_force_until:
            actions.end_rule(row, until=until, by=by, at=at)

    @admin.display(description=_("retention period"), ordering="period")
    def of_period(self, rule: DueRule) -> str:
        return str(rule.of_period)
