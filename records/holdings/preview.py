"""The code that a description would get if it were accepted now."""

from itertools import count
from typing import Any, NamedTuple

from records.holdings.codes import ArchivalCode, CodeError, Widths, build
from records.holdings.models import Record
from records.holdings.numbers import CodeAlias, NumberSeries
from records.holdings.rules import Level
from records.organisation.models import Category, Fonds, Unit


class Preview(NamedTuple):
    """A code, or the sentence that says why there is none yet."""

    code: str = ""
    error: str = ""


def preview(
    *,
    fonds: Fonds | None = None,
    category: Category | None = None,
    year: int | None = None,
    period: str = "",
    unit: Unit | None = None,
    level: str = Level.ITEM,
    volume: Record | None = None,
    **_rest: Any,
) -> Preview:
    """What acceptance would write, as far as the parts are chosen; others may be faster."""
    if not (fonds and category and year and period):
        return Preview()
    series = NumberSeries.objects.filter(
        fonds=fonds,
        category=category,
        year=year,
        period=period,
        unit=unit,
        level=level,
        volume=volume,
    )
    last = series.values_list("last", flat=True).first() or 0
    inside = volume.number if volume else None
    office = unit.code if unit else ""
    widths = Widths(number=fonds.number_width, unit=fonds.unit_width)

    def code(number: int) -> str:
        numbers = (number, None) if level == Level.VOLUME else (inside, number)
        parts = ArchivalCode(fonds.number, category.code, year, period, office, *numbers)
        return build(parts, fonds.code_pattern, widths)

    aliases = CodeAlias.objects.all()
    try:
        free = (it for it in map(code, count(last + 1)) if not aliases.filter(code=it).exists())
        return Preview(code=next(free))
    except CodeError as error:
        return Preview(error=str(error))
