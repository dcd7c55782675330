"""A wrong code is corrected by another that leads to the record."""

from datetime import datetime

from records.audit.actions import note
from records.holdings import numbering
from records.holdings.actions.holds import why_held
from records.holdings.codes import CodeError, Widths, recognise
from records.holdings.models import CodeAlias, Record
from records.holdings.rules import FLOW
from records.organisation.models import Category, User
from records.rules import Refused
from records.sentences import gettext as _
from records.values.marks import refuse_secrets
from records.workflow.acts import does


@does(FLOW, "correct", unless=[why_held])
def correct_code(record: Record, *, code: str, reason: str, by: User, at: datetime) -> CodeAlias:
    """Log the code that the record should bear as an alias that leads to it.

    The code itself is never changed (DA/T 13-2022, stability). Refused where the text is
    no code by either pattern, and where it belongs to a record already.
    """
    numbering.hold_codes()
    refuse_secrets(reason)
    tidy = _read_code(code, record)
    if Record.objects.filter(archival_code=tidy).exists():
        raise Refused(_("%(code)s is the code of a record already.") % {"code": tidy})
    if CodeAlias.objects.filter(code=tidy).exists():
        raise Refused(_("%(code)s leads to a record already.") % {"code": tidy})
    alias = CodeAlias.objects.create(record=record, code=tidy, reason=reason, by=by, at=at)
    note("correct code", record, by=by, at=at, after={"code": tidy, "reason": reason})
    return alias


def _read_code(text: str, record: Record) -> str:
    """The code in its right writing, by the fonds's own pattern or else by the other."""
    widths = Widths(number=record.fonds.number_width, unit=record.fonds.unit_width)
    by_volume = Category.objects.filter(by_volume=True).values_list("code", flat=True)
    try:
        return recognise(text, record.fonds.code_pattern, widths, list(by_volume))
    except CodeError as error:
        raise Refused(str(error)) from error
