"""Whose a file is, for who may not see it: told only where the centre lets it be known."""

from typing import Any, NamedTuple

from django.conf import settings

from records.holdings.models import Record
from records.holdings.rules import Stage
from records.organisation.models import Department, Fonds, User


class Keeper(NamedTuple):
    """The fonds of a file, and the department whose people answer for it today."""

    fonds: Fonds
    department: Department


def keeper(reader: User, **which: Any) -> Keeper | None:
    """Who keeps the record that `which` filters for; None where that is not told.

    It is told of no draft, to nobody without a department (the auditor), and only with
    `NAME_OTHER_DEPARTMENTS`: else what may not be seen looks like what does not exist.
    """
    if not settings.NAME_OTHER_DEPARTMENTS or reader.department_id is None:
        return None
    known = Record.objects.exclude(stage=Stage.DRAFT).filter(**which)
    record = known.select_related("fonds__department__heir").first()
    if record is None or Record.objects.visible_to(reader).filter(pk=record.pk).exists():
        return None
    department = record.fonds.department
    return Keeper(record.fonds, department.heir or department)
