"""What was sent in, what ran, and what was done."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from records.admin.readonly import ReadOnlyAdmin
from records.audit.models import Entry
from records.audit.rules import words
from records.imports.models import Import
from records.jobs.models import Job
from records.organisation.rules import Role

OF_A_PERSON = ("by__username", "by__name")


@admin.register(Job)
class JobAdmin(ReadOnlyAdmin):
    readers = (Role.SUPERVISOR,)
    list_display = ("title", "by", "queued_at", "started_at", "finished_at", "state")
    list_select_related = ("by",)
    list_filter = ("state",)
    search_fields = ("title", *OF_A_PERSON)


@admin.register(Import)
class ImportAdmin(ReadOnlyAdmin):
    readers = (Role.SUPERVISOR,)
    list_display = ("name", "fonds", "stage", "read", "committed", "made_by", "made_at")
    list_select_related = ("fonds", "made_by")
    list_filter = ("stage", "fonds")
    search_fields = ("name", "made_by__username", "made_by__name")


@admin.register(Entry)
class EntryAdmin(ReadOnlyAdmin):
    """The trail as a table; its own page opens what an act was about."""

    list_display = ("at", "who", "act", "kind", "label", "address")
    list_select_related = ("by",)
    found_by = ("by__username",)
    search_help_text = _("A whole staff number. The trail's own page finds more.")
    in_words = {"verb": "act", "table": "kind", "by": "who"}

    @admin.display(description=_("by"), ordering="by")
    def who(self, entry: Entry) -> str:
        return entry.who

    @admin.display(description=_("act"), ordering="verb")
    def act(self, entry: Entry) -> str:
        return str(words(entry.verb, entry.model))

    @admin.display(description=_("kind of object"), ordering="table")
    def kind(self, entry: Entry) -> str:
        return entry.kind
