"""The code that a description would get if it were accepted now."""

from typing import Any, NamedTuple

from records.holdings.codes import ArchivalCode, CodeError, Widths, build
from records.holdings.models import NumberSeries, Record
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
    number = (series.values_list("last", flat=True).first() or 0) + 1
    by_volume = level == Level.VOLUME
    inside = volume.number if volume else None
    code = ArchivalCode(
        fonds.number,
        category.code,
        year,
        period,
        unit.code if unit else "",
        number if by_volume else inside,
        None if by_volume else number,
    )
    widths = Widths(number=fonds.number_width, unit=fonds.unit_width)
    try:
        return Preview(code=build(code, fonds.code_pattern, widths))
    except CodeError as error:
        return Preview(error=str(error))
