"""Whose a record is: the conditions that its acts share. Each gives a sentence, or nothing."""

from records.holdings.models import Record
from records.holdings.models.grants import own_fonds
from records.holdings.rules import Stage
from records.organisation.models import Fonds, User
from records.rules import Refused
from records.sentences import gettext as _


def why_foreign(record: Record, by: User) -> str:
    """Filing officers describe their own department's fonds, archivists every fonds."""
    return _foreign(record.fonds, by)


def why_accepted(record: Record, by: User) -> str:
    """Drafts are changed by filing officers and archivists, accepted records by archivists."""
    if record.stage == Stage.DRAFT or by.sees_all_records:
        return ""
    return _(
        "This record is no longer a draft of your department: ask the centre's archivists to"
        " correct it."
    )


def refuse_foreign(fonds: Fonds, by: User) -> None:
    """The same of a fonds into which something is described."""
    if why := _foreign(fonds, by):
        raise Refused(why)


def _foreign(fonds: Fonds, by: User) -> str:
    if by.describes and own_fonds(by, fonds.pk):
        return ""
    return _("Fonds %(fonds)s is described by its own filing officers and by the centre.") % {
        "fonds": fonds
    }


OWN = (why_foreign, why_accepted)
