"""Records and what belongs to them, for supervisors to read; they are changed on the pages."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from records.admin.readonly import ReadOnlyAdmin
from records.amendments.models import Amendment
from records.copies.models import DigitalCopy
from records.holdings.models import CodeAlias, Grant, Hold, NumberSeries, Record
from records.loans.models import Loan
from records.organisation.rules import Role
from records.requests.models import AccessRequest
from records.visits.models import Certificate, Visit

RECORDS_ARE_READ_BY = (Role.SUPERVISOR,)


@admin.register(Record)
class RecordAdmin(ReadOnlyAdmin):
    readers = RECORDS_ARE_READ_BY
    list_display = ("archival_code", "title", "fonds", "year", "term", "stage")
    list_display_links = ("archival_code", "title")
    list_select_related = ("fonds",)
    list_filter = ("stage", "level", "access", "fonds", "category")
    found_by = ("code_key",)
    search_help_text = _(
        "A whole archival code. Parts of titles and numbers are found on the search page."
    )


@admin.register(CodeAlias)
class CodeAliasAdmin(ReadOnlyAdmin):
    readers = RECORDS_ARE_READ_BY
    list_display = ("code", "record", "reason", "by", "at")
    list_select_related = ("record", "by")
    found_by = ("code", "record__code_key")
    search_help_text = _("A whole archival code, the old one or the one in force.")


@admin.register(Hold)
class HoldAdmin(ReadOnlyAdmin):
    readers = RECORDS_ARE_READ_BY
    list_display = ("record", "reason", "by", "at", "released_at")
    list_display_links = ("reason",)
    list_select_related = ("record", "by")
    list_filter = (("released_at", admin.EmptyFieldListFilter),)
    found_by = ("record__code_key",)
    search_help_text = _("The whole archival code of the record.")


@admin.register(Amendment)
class AmendmentAdmin(ReadOnlyAdmin):
    readers = RECORDS_ARE_READ_BY
    list_display = (
        *("__str__", "stage", "year", "term", "of_components"),
        *("reason", "proposed_by", "approved_by"),
    )
    list_select_related = ("proposed_by", "approved_by")
    list_filter = ("stage", "of_components")
    found_by = ("items__record__code_key",)
    search_help_text = _("The whole archival code of the record.")


@admin.register(Loan)
class LoanAdmin(ReadOnlyAdmin):
    readers = RECORDS_ARE_READ_BY
    list_display = (
        *("__str__", "stage", "borrower", "department", "purpose"),
        *("lent_at", "due_on", "renewals"),
    )
    list_select_related = ("borrower", "department")
    list_filter = ("stage",)
    found_by = ("items__record__code_key",)
    search_help_text = _("The whole archival code of the record.")


@admin.register(Visit)
class VisitAdmin(ReadOnlyAdmin):
    readers = RECORDS_ARE_READ_BY
    list_display = (
        *("__str__", "stage", "used_on", "name", "unit", "department"),
        *("purpose_kind", "purpose", "registered_by"),
    )
    list_select_related = ("department", "registered_by")
    list_filter = ("stage", "purpose_kind")
    found_by = ("name", "items__record__code_key")
    search_help_text = _("The whole name of the reader, or the whole archival code of a record.")


@admin.register(Certificate)
class CertificateAdmin(ReadOnlyAdmin):
    readers = RECORDS_ARE_READ_BY
    list_display = ("__str__", "archival_code", "pages", "sets", "visit", "made_by", "made_at")
    list_select_related = ("visit", "made_by")
    found_by = ("archival_code",)
    search_help_text = _("The whole archival code of the record.")


@admin.register(AccessRequest)
class AccessRequestAdmin(ReadOnlyAdmin):
    readers = RECORDS_ARE_READ_BY
    list_display = ("__str__", "stage", "asker", "department", "of", "purpose", "until", "asked_at")
    list_select_related = ("asker", "department", "of")
    list_filter = ("stage",)
    found_by = ("items__record__code_key",)
    search_help_text = _("The whole archival code of the record.")


@admin.register(Grant)
class GrantAdmin(ReadOnlyAdmin):
    readers = RECORDS_ARE_READ_BY
    list_display = ("record", "person", "department", "until", "granted_at", "ended_at", "ended_by")
    list_select_related = ("record", "person", "department", "ended_by")
    found_by = ("record__code_key",)
    search_help_text = _("The whole archival code of the record.")


@admin.register(NumberSeries)
class NumberSeriesAdmin(ReadOnlyAdmin):
    readers = RECORDS_ARE_READ_BY
    list_display = ("fonds", "category", "year", "term", "unit", "volume", "level", "last")
    list_select_related = ("fonds", "category", "unit", "volume")
    list_filter = ("fonds", "category", "level")
    found_by = ("fonds__number",)
    search_help_text = _("The whole number of a fonds.")


@admin.register(DigitalCopy)
class DigitalCopyAdmin(ReadOnlyAdmin):
    readers = RECORDS_ARE_READ_BY
    list_display = ("name", "format", "size", "component", "stored_by", "stored_at")
    list_select_related = ("component", "stored_by")
    found_by = ("sha256", "component__record__code_key")
    search_help_text = _("A whole SHA-256, or the whole archival code of the record.")
