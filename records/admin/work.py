"""What ran, and what was done."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from records.admin.reading import Reading
from records.audit.models import Entry
from records.jobs.models import Job


@admin.register(Job)
class JobAdmin(Reading):
    list_display = ("title", "by", "queued_at", "started_at", "finished_at", "state")
    list_select_related = ("by",)
    list_filter = ("state", "task")
    found_by = ("by__username",)
    search_help_text = _("The staff number of who asked for it.")


@admin.register(Entry)
class EntryAdmin(Reading):
    list_display = ("at", "by", "verb", "table", "label", "address")
    list_select_related = ("by",)
    found_by = ("by__username", "verb")
    search_help_text = _("A whole staff number, or an act. The trail's own page finds more.")
