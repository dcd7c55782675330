"""A wrong code is corrected by another that leads to the record."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from records.audit.actions import note
from records.holdings import numbering
from records.holdings.actions.holds import refuse_held
from records.holdings.actions.rights import locked
from records.holdings.codes import CodeError, Widths, recognise
from records.holdings.models import CodeAlias, Record
from records.holdings.rules import Stage
from records.organisation.models import Category, User
from records.organisation.rules import Role
from records.rules import Refused
from records.values.marks import refuse_secrets


@transaction.atomic
def correct_code(record: Record, *, code: str, reason: str, by: User, at: datetime) -> CodeAlias:
    """Log the code that the record should bear as an alias that leads to it.

    The code itself is never changed (DA/T 13-2022, stability). Refused where the text is
    no code by either pattern, and where it belongs to a record already.
    """
    if by.role != Role.ARCHIVIST:
        raise Refused(_("Codes are corrected by the centre's archivists."))
    numbering.hold_codes()
    stored = locked(record)
    if stored.stage == Stage.DRAFT:
        raise Refused(_("The draft has no fixed code yet: change its description instead."))
    refuse_held(stored)
    refuse_secrets(reason)
    tidy = _read_code(code, stored)
    if Record.objects.filter(archival_code=tidy).exists():
        raise Refused(_("%(code)s is the code of a record already.") % {"code": tidy})
    if CodeAlias.objects.filter(code=tidy).exists():
        raise Refused(_("%(code)s leads to a record already.") % {"code": tidy})
    alias = CodeAlias.objects.create(record=stored, code=tidy, reason=reason, by=by, at=at)
    note("correct code", stored, by=by, at=at, after={"code": tidy, "reason": reason})
    return alias


def _read_code(text: str, record: Record) -> str:
    """The code in its right writing, by the fonds's own pattern or else by the other."""
    widths = Widths(number=record.fonds.number_width, unit=record.fonds.unit_width)
    by_volume = Category.objects.filter(by_volume=True).values_list("code", flat=True)
    try:
        return recognise(text, record.fonds.code_pattern, widths, list(by_volume))
    except CodeError as error:
        raise Refused(str(error)) from error
