"""Which file a code means; and whose one is, for who may not see it, where that may be known."""

from typing import Any, NamedTuple

from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Q, Value

from records.holdings import codes
from records.holdings.models import CodeAlias, Record, RecordQuerySet
from records.holdings.models.description import CodeKey
from records.holdings.rules import Stage
from records.organisation.models import Department, Fonds, User
from records.organisation.questions import IsAnyOf


class Keeper(NamedTuple):
    """The fonds of a file, and the department whose people answer for it today."""

    fonds: Fonds
    department: Department


def of_code(records: RecordQuerySet, code: str) -> RecordQuerySet:
    """Of some records what bears a code, however its signs are typed, or what bore it.

    Each of the two has its index: in a join neither would be used.
    """
    written = codes.normalise(code).text
    bore = CodeAlias.objects.filter(code=written).order_by().values("record")
    bears = Q(code_key=CodeKey(Value(written)))
    return records.filter(bears | Q(IsAnyOf("id", ArraySubquery(bore))))


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
