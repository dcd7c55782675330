"""What was sent in, what ran, and what was done."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from records.admin.readonly import ReadOnlyAdmin
from records.audit.models import Entry
from records.imports.models import ColumnMapping, Import, ImportStep
from records.jobs.models import Job
from records.organisation.rules import Role

OF_A_PERSON = ("by__username", "by__name")


@admin.register(Job)
class JobAdmin(ReadOnlyAdmin):
    readers = (Role.SUPERVISOR,)
    list_display = ("title", "by", "queued_at", "started_at", "finished_at", "state")
    list_select_related = ("by",)
    list_filter = ("state", "task")
    search_fields = ("title", *OF_A_PERSON)


@admin.register(Import)
class ImportAdmin(ReadOnlyAdmin):
    readers = (Role.SUPERVISOR,)
    list_display = ("name", "fonds", "stage", "read", "committed", "made_by", "made_at")
    list_select_related = ("fonds", "made_by")
    list_filter = ("stage", "fonds")
    search_fields = ("name", "made_by__username", "made_by__name")


@admin.register(ImportStep)
class ImportStepAdmin(ReadOnlyAdmin):
    readers = (Role.SUPERVISOR,)
    list_display = ("of", "name", "source", "target", "by", "at", "reason")
    list_select_related = ("of", "by")
    list_filter = ("name",)
    search_fields = ("of__name", *OF_A_PERSON)


@admin.register(ColumnMapping)
class ColumnMappingAdmin(ReadOnlyAdmin):
    readers = (Role.SUPERVISOR,)
    list_display = ("department", "signature")
    list_select_related = ("department",)
    search_fields = ("department__name",)


@admin.register(Entry)
class EntryAdmin(ReadOnlyAdmin):
    list_display = ("at", "by", "verb", "table", "label", "address")
    list_select_related = ("by",)
    found_by = ("by__username", "verb")
    search_help_text = _("A whole staff number, or an act. The trail's own page finds more.")
