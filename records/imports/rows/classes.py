"""Year, period and archival code of a row: what the sheet leaves out, the code may say."""

from dataclasses import replace
from functools import lru_cache

from records.holdings.codes import ArchivalCode, CodeError, build, is_of, normalise, read_given
from records.imports.rows.cells import Row, Target, listed
from records.imports.rules import Change
from records.retention.rules import read_period
from records.rules import Unreadable
from records.sentences import gettext as _
from records.sentences import gettext_lazy
from records.values.readers import read_year
from records.values.rules import Level

COMPARED = (
    gettext_lazy("fonds"),
    gettext_lazy("category"),
    gettext_lazy("year"),
    gettext_lazy("retention period"),
    gettext_lazy("office"),
)


def classify(row: Row, *, code: str, year: str, period: str, target: Target) -> None:
    """Give the row its year, period and code, from the cells with these texts."""
    code = code or _own_code(row, target)
    parsed = _read_code(row, code, target) if code else None
    at_fault = row.rejected
    settle_level(row, code, parsed, target)
    if row.rejected and not at_fault:  # without its volume nothing is known of its class
        return
    _read_year(row, year, parsed, target)
    _read_period(row, period, parsed, target)
    if parsed is not None:
        _compare(row, code, parsed, target)
    if "year" in row.values and "period" in row.values and not row.rejected:
        _need_code(row, period, target)
    bare = not code and not row.values["inside"] and not row.values.get("unit_id")
    if target.units and bare and not row.rejected:
        row.warn(
            "unit",
            "",
            _("The fonds uses offices or matters (机构或问题), and the row names none."),
            _("Name one, or the code will be fixed without it."),
        )


def _read_code(row: Row, written: str, target: Target) -> ArchivalCode | None:
    tidy = normalise(written).text
    level = row.values.get("level")
    code, fault = read_given(tidy, target.pattern, target.widths, target.by_volume, level=level)
    if fault:  # what the fonds has not given in other days is refused once all rows are read
        (row.warn if code else row.reject)(
            "code",
            written,
            fault,
            _("Write it like %(example)s, or leave the cell empty: the centre gives the code.")
            % {"example": _example(target)},
        )
    if code is None:
        return None
    number = code.volume if code.number is None else code.number
    row.values["archival_code"], row.values["number"] = tidy, number
    if tidy != written:
        row.put_right("code", Change.CODE, tidy)
    return code


def _example(target: Target) -> str:
    joiner = "-" if target.pattern == "DAT22" else "·"
    of_volumes = target.level == Level.VOLUME
    number = "1".zfill(target.widths.volume if of_volumes else target.widths.number)
    return f"{target.fonds}-{target.category}·{target.today.year - 1}{joiner}Y-{number}"


def _own_code(row: Row, target: Target) -> str:
    """What stands as 案卷号 of a volume may be its whole code."""
    inside = row.values.get("inside", "")
    is_volume = (row.values.get("level") or target.level) == Level.VOLUME
    return inside if is_volume and inside and not inside.isdecimal() else ""


def settle_level(row: Row, written: str, code: ArchivalCode | None, target: Target) -> None:
    """Whether the row is a volume, an item in one or an item alone: by its word, code or table.

    A volume is of a category that is kept by volume, and what else is of such lies in a volume.
    """
    values = row.values
    said, by_code = values.pop("inside", ""), code.level if code else None
    level = Level(values.get("level") or by_code or target.level)
    values["level"], values["inside"] = level, ""
    if written and code is None:  # which is told already
        return
    if by_code and level != by_code:
        row.reject(
            "code",
            written,
            _("This is the code of another level: the row is one of %(level)s.")
            % {"level": level.label},
            _("Correct the one that is wrong; to get a new code, leave the cell empty."),
        )
        return
    category = target.category_codes.get(values.get("category_id"))
    category = category or (code.category if code else target.category)
    named = _inside(values["archival_code"], code) if code and code.volume else ""
    if not _agree(row, said, named, code):
        return
    if level == Level.VOLUME:
        _settle_volume(row, said, category, target)
    else:
        _settle_item(row, said, named, category, target)


def _inside(written: str, code: ArchivalCode) -> str:
    """The code of the volume that a code names, by the pattern and digits of its own days."""
    return written if code.number is None else written.rpartition("-")[0]


def _agree(row: Row, said: str, named: str, code: ArchivalCode | None) -> bool:
    """Whether the volume that the row names is that of its code, where it says both."""
    if not (said and named and code) or said in {named, str(code.volume)}:
        return True
    row.reject(
        "volume",
        said,
        _("The archival code names volume %(volume)d.") % {"volume": code.volume or 0},
        _("Correct the one that is wrong."),
    )
    return False


def _settle_volume(row: Row, said: str, category: str, target: Target) -> None:
    """A volume has the number or the code that it names; both are its own."""
    if not is_of(category, target.by_volume):
        row.reject(
            "category",
            category,
            _("%(category)s is kept by item, and the row is a volume.") % {"category": category},
            _("Write a category that is kept by volume: %(known)s.")
            % {"known": listed(sorted(target.by_volume))},
        )
        return
    if said.isdecimal():
        row.values["number"] = int(said)
    elif "archival_code" not in row.values:
        row.values.pop("number", None)  # 件号 is of items


def _settle_item(row: Row, said: str, named: str, category: str, target: Target) -> None:
    """An item of a category that is kept by volume lies in one; others are numbered alone."""
    values = row.values
    if is_of(category, target.by_volume):
        values["inside"] = named or said
        if not values["inside"]:
            row.reject(
                "volume",
                "",
                _("%(category)s is kept by volume, and the row names no volume.")
                % {"category": category},
                _(
                    "Write the number or the code of its volume; if the rows are volumes, say so"
                    " where the columns are matched."
                ),
            )
        return
    if said or ("archival_code" not in values and values.pop("number", None)):
        row.warn(
            "volume" if said else "number",
            said,
            _("%(category)s is kept by item: it has no volumes.") % {"category": category},
            _("The number of the volume and the number in it are not taken."),
        )


def _by_code(row: Row) -> bool:
    """Whether the row names its volume by a code, which says the class, or only by a number."""
    inside: str = row.values["inside"]
    return bool(inside) and not inside.isdecimal()


def _read_year(row: Row, written: str, code: ArchivalCode | None, target: Target) -> None:
    """The year of the cell, of the code, of the whole table or of the date, in this order."""
    inside = row.values["inside"]
    said = (code.year if code else None) or (None if _by_code(row) else target.year)
    text = written or str(said or "") or ("" if inside else row.values.get("date_text", "")[:4])
    try:
        year = _year(text, target.today) if text else None
    except Unreadable as fault:
        row.reject("year", text, fault.what, fault.remedy)
        return
    if year is None and inside:  # the volume says it
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
    inside = row.values["inside"]
    said = written or (code.period if code else "")
    said = said or ("" if _by_code(row) else target.period)
    if not said and inside:  # the volume says it
        return
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
    is_volume = values["level"] == Level.VOLUME
    if values["inside"] or (lowest in target.good_classes and not is_volume):
        return
    code = ArchivalCode(
        fonds=target.fonds,
        category=target.category_codes.get(category, target.category),
        year=values["year"],
        period=values["period"],
        unit=target.unit_codes.get(unit, ""),
        volume=values.get("number", 1) if is_volume else None,
        number=None if is_volume else 1,
    )
    fault = _fault(code, target)
    if not fault and is_volume and "number" in values:
        values.setdefault("archival_code", build(code, target.pattern, target.widths))
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
        code.year in {None, values.get("year")},
        code.period in {"", values.get("period")},
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
