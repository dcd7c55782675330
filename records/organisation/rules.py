"""Who people are here, and which roles may do what."""

from django.db.models import TextChoices

from records.sentences import gettext_lazy as _


class Role(TextChoices):
    READER = "reader", _("reader")
    FILING_OFFICER = "filing_officer", _("filing officer")
    ARCHIVIST = "archivist", _("archivist")
    SUPERVISOR = "supervisor", _("supervisor")
    AUDITOR = "auditor", _("auditor")


OF_A_DEPARTMENT = (Role.READER, Role.FILING_OFFICER)
SEES_ALL_RECORDS = (Role.ARCHIVIST, Role.SUPERVISOR)
LOOKS_UP = tuple(role for role in Role if role != Role.AUDITOR)
READS_TRAIL = (Role.SUPERVISOR, Role.AUDITOR)
DESCRIBES = (Role.FILING_OFFICER, Role.ARCHIVIST)


class CodePattern(TextChoices):
    """The two live patterns of the archival code; chosen per fonds (domain: DA/T 22, DA/T 13)."""

    DAT22 = "DAT22", _("DA/T 22-2015 (Z109-WS·2011-Y-BGS-0001)")
    DAT13 = "DAT13", _("DA/T 13-2022 (Z109-WS·2011·Y·办公室-0001)")


FONDS_NUMBER = r"^([A-Z][0-9]{3}|[0-9]{4})$"  # DA/T 13-2022; DA/T 22 also allows four digits
CATEGORY_CODE = r"^[A-Z]{2}(·[A-Z0-9]+){0,3}$"  # DA/T 13-2022: up to four levels
OFFICE_13 = r"[A-Z0-9\u4e00-\u9fff]+"  # DA/T 13-2022: the code of an office, or its name
OFFICE_22 = r"[A-Z0-9]{%d}"  # DA/T 22-2015: always as long as the fonds has it
