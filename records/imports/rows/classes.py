"""Year, period and archival code of a row: what the sheet leaves out, the code may say."""

from dataclasses import replace
from functools import lru_cache

from records.holdings.codes import ArchivalCode, CodeError, build, normalise, parse
from records.imports.rows.cells import Row, Target, listed
from records.imports.rules import Change
from records.retention.rules import read_period
from records.rules import Unreadable
from records.sentences import gettext as _
from records.sentences import gettext_lazy
from records.values.readers import read_year

COMPARED = (
    gettext_lazy("fonds"),
    gettext_lazy("category"),
    gettext_lazy("year"),
    gettext_lazy("retention period"),
    gettext_lazy("office"),
)


def classify(row: Row, *, code: str, year: str, period: str, target: Target) -> None:
    """Give the row its year, period and code, from the cells with these texts."""
    parsed = _read_code(row, code, target) if code else None
    _read_year(row, year, parsed, target)
    _read_period(row, period, parsed, target)
    if parsed is not None:
        _compare(row, code, parsed, target)
    if "year" in row.values and "period" in row.values and not row.rejected:
        _need_code(row, period, target)
    if target.units and not code and not row.rejected and not row.values.get("unit_id"):
        row.warn(
            "unit",
            "",
            _("The fonds uses offices or matters (机构或问题), and the row names none."),
            _("Name one, or the code will be fixed without it."),
        )


def _read_code(row: Row, written: str, target: Target) -> ArchivalCode | None:
    tidy = normalise(written).text
    try:
        code = parse(tidy, target.pattern, target.widths, target.by_volume)
    except CodeError as fault:
        row.reject(
            "code",
            written,
            str(fault),
            _("Write it like %(example)s, or leave the cell empty: the centre gives the code.")
            % {"example": _example(target)},
        )
        return None
    row.values["archival_code"], row.values["number"] = tidy, code.number
    if tidy != written:
        row.put_right("code", Change.CODE, tidy)
    return code


def _example(target: Target) -> str:
    joiner = "-" if target.pattern == "DAT22" else "·"
    number = "1".zfill(target.widths.number)
    return f"{target.fonds}-{target.category}·{target.today.year - 1}{joiner}Y-{number}"


def _read_year(row: Row, written: str, code: ArchivalCode | None, target: Target) -> None:
    """The year of the cell, of the code, of the whole table or of the date, in this order."""
    said = (code.year if code else None) or target.year
    text = written or str(said or "") or row.values.get("date_text", "")[:4]
    try:
        year = _year(text, target.today) if text else None
    except Unreadable as fault:
        row.reject("year", text, fault.what, fault.remedy)
        return
    if year is None:
        row.reject(
            "year",
            "",
            _("The row has no year, and no date to take it from."),
            _("Write the year in which the file was closed."),
        )
        return
    row.values["year"] = year
    if not written and not said:
        row.put_right("year", Change.YEAR, str(year))


_year = lru_cache(maxsize=512)(read_year)  # one table has few years


def _read_period(row: Row, written: str, code: ArchivalCode | None, target: Target) -> None:
    """The period of the cell, of the code or of the whole table, in this order."""
    said = written or (code.period if code else "") or target.period
    if not said:
        row.reject(
            "period",
            "",
            _("The row has no retention period."),
            _("Write the period of the schedule: 永久, 30年 or 10年."),
        )
        return
    year = row.values.get("year")
    try:
        period = read_period(said, year).code
    except Unreadable as fault:
        row.reject("period", written, fault.what, fault.remedy)
        return
    row.values["period"] = period
    if period != written:
        row.put_right("period", Change.PERIOD, period)


def _need_code(row: Row, written: str, target: Target) -> None:
    """Whether acceptance will be able to make a code of this class: it is told now, not then."""
    values = row.values
    category, unit = values.get("category_id"), values.get("unit_id")
    lowest = (category, values["year"], values["period"], unit)
    if lowest in target.good_classes:
        return
    code = ArchivalCode(
        fonds=target.fonds,
        category=target.category_codes.get(category, target.category),
        year=values["year"],
        period=values["period"],
        unit=target.unit_codes.get(unit, ""),
        number=1,
    )
    fault = _fault(code, target)
    if not fault:
        target.good_classes.add(lowest)
    elif code.unit and not _fault(replace(code, unit=""), target):
        row.reject("unit", code.unit, fault, _("Leave the cell empty, or name another office."))
    else:
        row.reject("period", written, fault, _("Look the period up in the schedule."))


def _fault(code: ArchivalCode, target: Target) -> str:
    """What keeps a code from being made, if anything."""
    try:
        build(code, target.pattern, target.widths)
    except CodeError as fault:
        return str(fault)
    return ""


def _compare(row: Row, written: str, code: ArchivalCode, target: Target) -> None:
    """A code that names another class than its row says leads nobody to the file."""
    values = row.values
    category = values.setdefault("category_id", target.categories.get(code.category))
    unit = target.units.get(code.unit) if code.unit else None
    if code.unit and "unit_id" not in values:
        values["unit_id"] = unit
    alike = (
        code.fonds == target.fonds,
        category == target.categories.get(code.category) is not None,
        code.year == values.get("year"),
        code.period == values.get("period"),
        values.get("unit_id") == unit and (unit is not None) == bool(code.unit),
    )
    differs = [name for name, same in zip(COMPARED, alike, strict=True) if not same]
    if differs and not row.rejected:
        row.reject(
            "code",
            written,
            _("The code and its row differ in %(parts)s.") % {"parts": listed(differs)},
            _("Correct the one that is wrong; to get a new code, leave the cell empty."),
        )
