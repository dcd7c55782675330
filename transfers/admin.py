"""Due dates, handovers and packages, for supervisors to read; they are worked on the pages."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from records.admin.activity import OF_A_PERSON
from records.admin.readonly import ReadOnlyAdmin
from records.organisation.rules import Role
from transfers.due.models import Due, DueRun, Uncomputable
from transfers.handover.models.handovers import Handover
from transfers.handover.models.receipts import Receipt
from transfers.packages.models import Package

CODE_OF_RECORD = _("The whole archival code of the record.")


class OfRecords(ReadOnlyAdmin):
    """What says something of records is read by those who see records."""

    readers = (Role.SUPERVISOR,)


@admin.register(Due)
class DueAdmin(OfRecords):
    list_display = ("record", "duty", "due_on", "rule", "rule_version", "cleared_at")
    list_select_related = ("record", "rule")
    list_filter = ("duty", "fonds")
    found_by = ("record__code_key",)
    search_help_text = CODE_OF_RECORD


@admin.register(Uncomputable)
class UncomputableAdmin(OfRecords):
    list_display = ("record", "duty", "reason", "found_at")
    list_select_related = ("record",)
    list_filter = ("reason", "duty", "fonds")
    found_by = ("record__code_key",)
    search_help_text = CODE_OF_RECORD


@admin.register(DueRun)
class DueRunAdmin(OfRecords):
    list_display = (
        "today",
        "by",
        "started_at",
        "finished_at",
        "flagged",
        "already",
        "cleared",
        "uncomputable",
    )
    list_select_related = ("by",)
    search_fields = OF_A_PERSON


@admin.register(Handover)
class HandoverAdmin(OfRecords):
    list_display = ("__str__", "fonds", "stage", "created_by", "approved_by", "delivered_on")
    list_select_related = ("fonds", "created_by", "approved_by")
    list_filter = ("stage", "year", "fonds")
    search_fields = ("fonds__number", "fonds__name", "created_by__name", "approved_by__name")


@admin.register(Receipt)
class ReceiptAdmin(OfRecords):
    list_display = ("number", "received_on", "receiver", "entered_by", "entered_at")
    list_select_related = ("entered_by",)
    found_by = ("number",)
    search_help_text = _("The whole number of the receipt.")


@admin.register(Package)
class PackageAdmin(OfRecords):
    list_display = ("name", "records", "paper_only", "files", "bytes", "built_at")
    found_by = ("name", "sha256")
    search_help_text = _("A whole name, or a whole SHA-256.")
