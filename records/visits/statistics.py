"""The use of a period as it is shown and taken away: its figures beside those of a year before."""

from calendar import monthrange
from collections.abc import Iterator, Mapping
from datetime import date
from io import BytesIO
from typing import Any, NamedTuple

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from records.days import day
from records.loans.rules import Purpose
from records.organisation.models import Department, User
from records.rules import Refused
from records.sentences import gettext as _
from records.sentences import gettext_lazy
from records.tables.writer import Column, write_table
from records.values.readers import FIRST_YEAR
from records.visits.use_sql import Counted, Use, count

MOST_MONTHS = 36
MOST_LABELS = 14
WIDE, HIGH, FOOT, LEFT = 720, 220, 24, 36  # of the chart, in its own units


class Line(NamedTuple):
    """One value of a heading."""

    label: str
    use: Use


class Month(NamedTuple):
    """A month, with the people of the same month a year before."""

    label: str
    use: Use
    before: int


class Bar(NamedTuple):
    """A month in the chart: where its column stands, how high its parts are."""

    month: Month
    label: str
    x: float
    width: float
    read_y: float
    read_height: float
    lent_y: float
    lent_height: float
    before_x: float
    before_y: float


class Statistics(NamedTuple):
    """The use from one day to another."""

    first: date
    last: date
    whole: Use
    before: Use
    months: list[Month]
    purposes: list[Line]
    departments: list[Line]
    owners: list[Line]

    @property
    def most(self) -> dict[str, int]:
        """The most people under each heading: how long the longest bar is."""
        parts = {"purposes": self.purposes, "departments": self.departments, "owners": self.owners}
        return {
            name: max((line.use.people for line in lines), default=0)
            for name, lines in parts.items()
        }


def statistics(first: date, last: date, by: User) -> Statistics:
    """What was used in a period, under each heading, and of a year before what is compared.

    Refused: a period that ends before it begins, or is longer than three years; and to others
    than the centre, for it tells of all departments.
    """
    if not by.sees_all_records:
        raise Refused(_("The use of all departments is told to the centre alone."))
    if not first.year >= FIRST_YEAR or not 0 < months_between(first, last) <= MOST_MONTHS:
        raise Refused(_("The period is from one day to a later one, at most three years."))
    now, then = list(count(first, last)), list(count(_year_before(first), _year_before(last)))
    names = dict(Department.objects.visible_to(by).values_list("pk", "name"))
    past = {one.value: one.use.people for one in then if one.heading == "month"}
    found = {one.value: one.use for one in now if one.heading == "month"}
    months = [
        Month(day(month)[:7], found.get(month, Use()), past.get(_year_before(month), 0))
        for month in _months(first, last)
    ]
    return Statistics(
        *(first, last, _whole(now), _whole(then), months),
        purposes=_ordered(now, "purpose", {kind.value: str(kind.label) for kind in Purpose}),
        departments=_ordered(now, "department", names, nobody=_("from outside")),
        owners=_ordered(now, "owner", names, nobody=""),
    )


def _whole(found: list[Counted]) -> Use:
    return next((one.use for one in found if not one.heading), Use())


def _ordered(
    found: list[Counted], heading: str, names: Mapping[Any, str], nobody: str = ""
) -> list[Line]:
    """The values of a heading, the most used first; what has no name is nobody's."""
    known: dict[Any, str] = {**names, None: nobody}
    lines = [Line(known[one.value], one.use) for one in found if one.heading == heading]
    named = [line for line in lines if line.label]
    return sorted(named, key=lambda line: (-line.use.people, line.label))


def _year_before(on: date) -> date:
    """The same day a year before; of a leap day the last of February."""
    return on.replace(year=on.year - 1, day=min(on.day, monthrange(on.year - 1, on.month)[1]))


def _months(first: date, last: date) -> Iterator[date]:
    """The first day of each month that the period touches."""
    for month in range(first.year * 12 + first.month - 1, last.year * 12 + last.month):
        yield date(month // 12, month % 12 + 1, 1)


def months_between(first: date, last: date) -> int:
    """How many months a period touches; 0 for one that ends before it begins."""
    if last < first:
        return 0
    return (last.year - first.year) * 12 + last.month - first.month + 1


class Chart(NamedTuple):
    """The months drawn: columns, the line of the year before, the lines of the scale."""

    bars: list[Bar]
    line: str
    scale: list[tuple[float, int]]

    @classmethod
    def of(cls, months: list[Month]) -> "Chart":
        """Whatever the figures are, the highest column fits and the scale is of whole people."""
        most = max((max(month.use.people, month.before) for month in months), default=0)
        step = _step(most)
        top = step * (-(-most // step) or 1)
        unit, across = (HIGH - FOOT - 8) / top, (WIDE - LEFT) / max(len(months), 1)
        bars = [
            _bar(month, _label(month.label, n, len(months)), LEFT + across * n, across, unit)
            for n, month in enumerate(months)
        ]
        line = " ".join(f"{bar.before_x},{bar.before_y}" for bar in bars)
        scale = [(round(HIGH - FOOT - unit * at, 1), at) for at in range(0, top + 1, step)]
        return cls(bars, line, scale)


def _label(month: str, place: int, months: int) -> str:
    """The month below its column, with the year where it begins; of many, these alone."""
    if place == 0 or month.endswith("-01"):
        return month
    return month[5:] if months <= MOST_LABELS else ""


def _step(most: int) -> int:
    """The distance of the scale's lines: 1, 2 or 5 of some power of ten, five lines at most."""
    power = 1
    while power * 50 < most:
        power *= 10
    return next((n * power for n in (1, 2, 5) if n * power * 5 >= most), 10 * power)


def _bar(month: Month, label: str, x: float, across: float, unit: float) -> Bar:
    read, lent, ground = month.use.read * unit, month.use.lent * unit, HIGH - FOOT
    return Bar(
        month,
        label,
        x=round(x + across * 0.2, 1),
        width=round(across * 0.6, 1),
        read_y=round(ground - read, 1),
        read_height=round(read, 1),
        lent_y=round(ground - read - lent, 1),
        lent_height=round(lent, 1),
        before_x=round(x + across / 2, 1),
        before_y=round(ground - month.before * unit, 1),
    )


COLUMNS: tuple[Column, ...] = (
    (gettext_lazy("Heading"), 18),
    (gettext_lazy("Value"), 30),
    (pgettext_lazy("of use", "People"), 10),
    (gettext_lazy("Of them reading"), 12),
    (gettext_lazy("Of them borrowing"), 12),
    (pgettext_lazy("of use", "Volumes"), 10),
    (pgettext_lazy("of use", "Items"), 10),
    (gettext_lazy("Pages copied"), 12),
)


def as_workbook(found: Statistics) -> bytes:
    """All of it as one table, which can be added up by its headings."""
    made = BytesIO()
    write_table(made, f"{found.first} {found.last}", COLUMNS, _rows(found))
    return made.getvalue()


def _rows(found: Statistics) -> Iterator[list[str | int]]:
    parts: list[tuple[str | Promise, list[Line]]] = [
        (_("All"), [Line(f"{found.first} – {found.last}", found.whole)]),
        (_("By month"), [Line(month.label, month.use) for month in found.months]),
        (_("By purpose"), found.purposes),
        (_("By department of the reader"), found.departments),
        (_("By whose files"), found.owners),
    ]
    for heading, lines in parts:
        for label, use in lines:
            yield [str(heading), label, use.people, *use]
