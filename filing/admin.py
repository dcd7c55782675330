"""Yearly batches, for supervisors to read; they are worked on their pages."""

from django.contrib import admin

from filing.batches.models import FilingBatch
from records.admin.readonly import ReadOnlyAdmin
from records.organisation.rules import Role


@admin.register(FilingBatch)
class FilingBatchAdmin(ReadOnlyAdmin):
    readers = (Role.SUPERVISOR,)
    list_display = ("__str__", "fonds", "year", "stage", "handed_in_by", "accepted_by")
    list_select_related = ("fonds", "handed_in_by", "accepted_by")
    list_filter = ("stage", "year", "fonds")
    search_fields = ("fonds__number", "fonds__name")
