"""Coming, going and the password: acts that the trail keeps like any other."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from records.audit.actions import note
from records.organisation.models import User
from records.rules import Refused


@transaction.atomic
def change_password(person: User, *, new: str, at: datetime) -> None:
    """Set the password that the person chose; the duty to choose one ends with it.

    Refused: the one in force, which whoever gave it as a temporary one knows too.
    """
    if person.check_password(new):
        raise Refused(_("This is the password that you have. Choose another one."))
    person.set_password(new)
    person.must_change_password = False
    person.save(update_fields=["password", "must_change_password"])
    note("change password", person, by=person, at=at)
