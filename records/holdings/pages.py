"""A record as its page shows it: facts, stamp, what was done to it, the code it would get."""

from collections.abc import Callable, Iterable
from datetime import datetime
from itertools import count
from typing import Any, NamedTuple

from django.db.models import Max
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from records.audit.models import Entry
from records.audit.pages import Difference, differences
from records.audit.rules import words
from records.holdings import elements
from records.holdings.codes import ArchivalCode, CodeError, Widths, build
from records.holdings.models import CodeAlias, Grant, NumberSeries, Record
from records.holdings.models.grants import Released, grants, own_fonds
from records.holdings.rules import Access
from records.organisation.models import Category, Fonds, Unit, User
from records.values.dates import WrittenDate
from records.values.element import Element
from records.values.rules import Level
from records.workflow.pages import Pages

SAID_ELSEWHERE = {"title", "document_number", "level", "year"}
WIDE = {"keywords", "persons", "abstract", "remarks"}


def granted(record: Record, user: User) -> Grant | None:
    """By what a person of another department reads the record; None where it needs none."""
    if not _needs_grant(record, user):
        return None
    return most_of(grants(user, record.pk))


def most_of(known: Iterable[Grant]) -> Grant | None:
    """Of several the one that allows most, then the longest."""
    return next(reversed([*known]), None)


def _needs_grant(record: Record, user: User) -> bool:
    return record.access != Access.SHARED and not is_own(record, user)


def open_pages(record: Record, user: User) -> list[Released] | None:
    """Which pages of a record's copies a person who sees it may read; None where all.

    They are counted through the copies in the order of the components, as the pages of a
    file are numbered. No list is empty but where what released them has ended just now.
    """
    if not _needs_grant(record, user):
        return None
    return Grant.objects.of(user).filter(record=record).open_pages()


class Fact(NamedTuple):
    label: str
    value: Any
    wide: bool = False


class Event(NamedTuple):
    """One act of the trail in words."""

    at: datetime
    text: str
    who: str
    differences: list[Difference]


def _place(name: str) -> Callable[[Record], str]:
    return lambda record: reverse(name, args=[record.pk])


PAGES = Pages(
    index="records:record-list",
    title=gettext_lazy("Search"),
    facts=lambda record: [
        (_("Fonds"), record.fonds),
        (_("Year"), record.year),
        (_("Period"), record.kept_for),
    ],
    said={
        "accept": gettext_lazy("The record is in custody, and its code is fixed."),
        "discard": gettext_lazy("The draft is discarded; the trail keeps its description."),
        "share": gettext_lazy("All departments may now read this record."),
        "unshare": gettext_lazy("Only its own department and the centre may now read this record."),
    },
    effects={
        "accept": lambda record: lacks_office(record.fonds, record.unit, record.archival_code)
    },
    places={
        "edit": _place("records:record-edit"),
        "add": _place("records:component-add"),
        "rename": Record.get_absolute_url,
        "arrange": Record.get_absolute_url,
        "remove": Record.get_absolute_url,
        "correct": _place("records:record-alias"),
        "borrow": lambda record: f"{reverse('records:loan-create')}?code={record.archival_code}",
        "amend": _place("records:record-amend"),
        "amend_parts": _place("records:record-amend-components"),
        "upload": Record.get_absolute_url,
        "withdraw": Record.get_absolute_url,
    },
)


def lacks_office(fonds: Fonds | None, unit: Unit | None, code: str | None = None) -> str:
    """What to look at before a code is fixed: none of the offices that the fonds uses is named."""
    if fonds is None or unit or code or not Unit.objects.filter(fonds=fonds).exists():
        return ""
    return _(
        "Fonds %(fonds)s uses offices or matters (机构或问题), and none is named here: the code"
        " will be fixed without it."
    ) % {"fonds": fonds.number}


def is_own(record: Record, user: User) -> bool:
    """Of the person's department, or anybody's for the centre; not what others share."""
    return user.department_id is None or bool(own_fonds(user, record.fonds_id))


def facts(record: Record) -> list[Fact]:
    """The description in the order of its elements; what is empty is left out."""
    shown = [one for one in elements.ELEMENTS if one.group and one.key not in SAID_ELSEWHERE]
    narrow = [one for one in shown if one.key not in WIDE]
    found = [_fact(record, one) for one in (*narrow, *(one for one in shown if one.key in WIDE))]
    found.append(Fact(capfirst(_("described by")), record.described_by))
    return [fact for fact in found if fact.value not in (None, "")]


def _fact(record: Record, one: Element) -> Fact:
    value = getattr(record, one.column)
    shown = getattr(record, f"get_{one.column}_display", None)
    if one.key == "date":
        value = record.shown_date
    elif one.key == "until":
        value = WrittenDate(value).said("-")
    elif one.key == "period":
        value = record.kept_for
    elif shown and (value or one.key == "security"):  # that it bears no mark is said too
        value = shown()
    return Fact(one.label, value, one.key in WIDE)


def stamp(record: Record) -> list[Fact]:
    """The six cells of the filing stamp (归档章; DA/T 22-2015 5.4.4), in two rows of three."""
    item = record.level == Level.ITEM
    width = record.fonds.number_width if item else Widths().volume
    number = f"{record.number:0{width}d}" if record.number else ""
    return [
        Fact(_("Fonds no."), record.fonds.number),
        Fact(_("Year"), record.year or ""),
        Fact(_("Item no.") if item else _("Volume no."), number),
        Fact(_("Office"), record.unit.name if record.unit else ""),
        Fact(_("Period"), record.kept_for or ""),
        Fact(_("Pages"), record.pages or ""),
    ]


def history(record: Record, user: User) -> list[Event]:
    """All that was done to a record. Who may see the record may see this.

    Who has read it is told to the centre's people alone, and to everybody the own reading.
    """
    entries = Entry.objects.about(record).told_to(user).select_related("by__department")
    return events(entries, user, own=is_own(record, user))


def events(entries: Iterable[Entry], user: User, *, own: bool) -> list[Event]:
    """What was done to a record, in words, in the order of the entries.

    What an act changed is told to the record's own department and to the centre: what the
    description said before, or the volume that the record lies in, is not shared with it.
    """
    return [_event(entry, user, own=own) for entry in entries]


def _event(entry: Entry, user: User, *, own: bool) -> Event:
    changed = [one for one in differences(entry, user) if one.changed and own]
    values = (entry.after or entry.before) if own else {}
    told = values.get("code") or values.get("name") or values.get("component")
    detail = told or (
        pgettext("between words", ", ").join(one.name for one in changed)
        if entry.verb == "edit"
        else ""
    )
    act = str(words(entry.verb, Record))
    return Event(
        at=entry.at,
        text=_("%(act)s: %(detail)s") % {"act": act, "detail": detail} if detail else act,
        who=_who(entry),
        differences=changed,
    )


def _who(entry: Entry) -> str:
    if entry.by is None or entry.by.department is None:
        return entry.who
    return _("%(who)s, %(department)s") % {"who": entry.by, "department": entry.by.department}


class Preview(NamedTuple):
    """A code, or the sentence that says why there is none yet; what to look at before."""

    code: str = ""
    error: str = ""
    look: str = ""


def _last(fonds: Fonds, **lowest: Any) -> int:
    """The last number of a lowest class; a series does not know yet what a catalogue brought."""
    known = NumberSeries.objects.filter(fonds=fonds, **lowest).aggregate(last=Max("last"))
    borne = fonds.records.filter(**lowest).aggregate(last=Max("number"))
    return max(known["last"] or 0, borne["last"] or 0)


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
    of_class = {"category": category, "year": year, "period": period, "unit": unit}
    last = _last(fonds, **of_class, level=level, volume=volume)
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
        return Preview(code=next(free), look=lacks_office(fonds, unit))
    except CodeError as error:
        return Preview(error=str(error))
