"""Who may describe a fonds, and the record held while somebody changes it."""

from django.utils.translation import gettext as _

from records.holdings.models import Record
from records.organisation.models import Fonds, User
from records.rules import Refused


def locked(record: Record) -> Record:
    """The record as it stands, locked until the transaction ends."""
    return Record.objects.select_for_update().get(pk=record.pk)


def refuse_foreign(fonds: Fonds, by: User) -> None:
    """Filing officers describe their own department's fonds, archivists every fonds."""
    if by.describes and Fonds.objects.visible_to(by).filter(pk=fonds.pk).exists():
        return
    raise Refused(
        _("Fonds %(fonds)s is described by its own filing officers and by the centre.")
        % {"fonds": fonds}
    )
