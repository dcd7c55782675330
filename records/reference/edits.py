"""How the centre's reference rows are written: by supervisors, checked, with their trace."""

from datetime import datetime
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Model

from records.audit.actions import note
from records.organisation.models import User
from records.rules import Refused
from records.sentences import gettext as _

Row = TypeVar("Row", bound=Model)

UNTOLD = {"password", "is_superuser", "last_login", "date_joined"}


def supervisors_only(by: User | None) -> None:
    """Departments, fonds, people and rules belong to supervisors; None is the command line.

    Asked is the database, not what the request knew of the person when it began.
    """
    if by is None:
        return
    person = User.objects.get(pk=by.pk)
    if not person.is_active:
        raise Refused(_("Your account is closed."))
    if not person.supervises:
        raise Refused(
            _("Only a supervisor may change this; your role is %(role)s.")
            % {"role": person.get_role_display()}
        )


def checked(row: Model) -> None:
    """Refuse, in their own words, what the fields and constraints of a row do not allow."""
    try:
        row.full_clean()
    except ValidationError as wrong:
        raise Refused(" ".join(_named(row, wrong))) from wrong


def _named(row: Model, wrong: ValidationError) -> list[str]:
    """The messages, each after the name of the column that it is about."""
    labels = {field.name: f"{field.verbose_name}: " for field in row._meta.fields}
    return [
        labels.get(name, "") + message
        for name, messages in wrong.message_dict.items()
        for message in messages
    ]


def _keep(row: Model, **how: Any) -> None:
    checked(row)
    try:
        with transaction.atomic():
            row.save(**how)
    except IntegrityError as taken:  # by somebody else, since the check
        raise Refused(
            _("Somebody else has just entered “%(row)s”. Load the list again.") % {"row": row}
        ) from taken


def add(row: Row, verb: str, *, by: User | None, at: datetime) -> Row:
    """Keep a new row, with its entry in the trail."""
    _keep(row, force_insert=True)
    fields = [field.name for field in row._meta.concrete_fields if field.name != "id"]
    note(verb, row, by=by, at=at, after=facts(row, fields))
    return row


def change(
    row: Model, verb: str, *, by: User | None, at: datetime, **values: Any
) -> dict[str, Any]:
    """Keep what differs of a row, with what it was before; nothing different, nothing written.

    Returns the values as they were, by name of the column.
    """
    differing = [name for name, value in values.items() if getattr(row, name) != value]
    if not differing:
        return {}
    before = facts(row, differing)
    for name in differing:
        setattr(row, name, values[name])
    _keep(row, update_fields=differing)
    note(verb, row, by=by, at=at, before=before, after=facts(row, differing))
    return before


def facts(row: Model, names: list[str]) -> dict[str, Any]:
    """Columns as the trail keeps them: other rows by what they are called, no secrets."""
    told = {}
    for name in names:
        value = getattr(row, name)
        told[name] = str(value) if isinstance(value, Model) else value
    return {name: value for name, value in told.items() if name not in UNTOLD}
