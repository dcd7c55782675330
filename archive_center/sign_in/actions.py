"""Coming, going and the password: acts that the trail keeps like any other."""

from datetime import datetime

from django.db import transaction

from records.audit.actions import note
from records.organisation.models import User


@transaction.atomic
def change_password(person: User, *, new: str, at: datetime) -> None:
    """Set the password that the person chose; the duty to choose one ends with it."""
    person.set_password(new)
    person.must_change_password = False
    person.save(update_fields=["password", "must_change_password"])
    note("change password", person, by=person, at=at)
