"""Which fonds are expected to hand in a year at all."""

from django.db.models import Exists, OuterRef

from records.holdings.models import Record
from records.holdings.rules import Stage
from records.organisation.models import Fonds


def filed_otherwise(year: int) -> Exists:
    """Whether files of the year came into custody on another way: by import, one by one."""
    found = Record.objects.filter(fonds=OuterRef("pk"), year=year).exclude(stage=Stage.DRAFT)
    return Exists(found.order_by())


def ended_before(fonds: Fonds, year: int) -> bool:
    """Whether the body was no more when the year began: nothing of it is awaited."""
    ended = fonds.department.valid_until
    return ended is not None and ended.year < year
