"""Records are described, edited and discarded."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from records.audit.actions import note
from records.holdings import elements, snapshot
from records.holdings.actions.holds import refuse_held, why_held
from records.holdings.actions.rights import OWN, refuse_foreign
from records.holdings.codes import is_of
from records.holdings.models import Record
from records.holdings.models.description import FURTHER
from records.holdings.rules import FLOW, Stage
from records.organisation.models import Category, User
from records.retention.rules import read_period
from records.rules import Refused, Unreadable
from records.sentences import gettext as _
from records.sentences import labelled
from records.values.element import Element
from records.values.marks import refuse_secrets
from records.values.readers import (
    refuse_reversed,
)
from records.values.rules import Level
from records.values.text import further_form, normal_description
from records.workflow.acts import does


@transaction.atomic
def describe(*, by: User, at: datetime, **fields: Any) -> Record:
    """Make a draft from the fields of its description (DA/T 18-2022, file level).

    Refused for another department's fonds, for state secrets, and for an item that
    differs from its volume.
    """
    refuse_foreign(fields["fonds"], by)
    record = Record(described_by=by, described_at=at)
    put(record, fields, localdate(at))
    record.save(force_insert=True)
    note("describe", record, by=by, at=at, after=snapshot.filled(record))
    return record


@does(FLOW, "edit", only=OWN, unless=[why_held])
def edit(record: Record, /, *, by: User, at: datetime, seen: str = "", **fields: Any) -> None:
    """Change a description; the trail keeps what each changed field was and is.

    `seen` is the fingerprint of the description that the changes were made to; where it
    is given, a description that somebody else changed meanwhile is not written over.

    What the code is made of stays once the record is accepted (DA/T 13-2022). A draft
    that brought its code from a catalogue loses it when a part of it is changed.
    """
    snapshot.refuse_changed(record, seen)
    before = snapshot.snapshot(record)
    put(record, fields, localdate(at))
    _keep_code_true(record, before)
    refuse_foreign(record.fonds, by)
    was, now = snapshot.differences(before, snapshot.snapshot(record))
    if was or now:
        record.save(force_update=True)
        note("edit", record, by=by, at=at, before=was, after=now)


def _keep_code_true(record: Record, before: dict[str, Any]) -> None:
    """A code never says what its record does not."""
    fixed = [one for one in elements.ELEMENTS if one.fixed]
    changed = [one for one in fixed if snapshot.told(record, one.column) != before[one.column]]
    if not changed:
        return
    if record.stage != Stage.DRAFT:
        names = _(", ").join(str(one.field.verbose_name) for one in changed)
        raise Refused(
            _(
                "%(code)s is fixed, and with it its %(parts)s. Propose a correction of year or"
                " period, or log the code that it should bear."
            )
            % {"code": record.archival_code, "parts": names}
        )
    if any(before[one.column] not in (None, "") for one in changed):
        record.archival_code = record.number = None


def why_not_alone(record: Record, by: User) -> str:
    """A draft goes without what hangs on it."""
    if record.items.exists() or record.components.filter(copies__isnull=False).exists():
        return _("The draft has items or digital copies: discard those first.")
    return ""


@does(FLOW, "discard", only=OWN, unless=[why_held, why_not_alone])
def discard(record: Record, *, by: User, at: datetime) -> None:
    """Throw a draft away; the trail keeps its description. An accepted record stays."""
    note("discard", record, by=by, at=at, before=snapshot.filled(record))
    record.delete()


def put(record: Record, fields: dict[str, Any], today: date) -> None:
    """Set described fields and what follows from them; refuse what no description may say.

    Every value passes the check of its element, the same as in forms and imports.
    """
    unknown = set(fields) - set(elements.described())
    if unknown:
        raise TypeError(f"not described by hand: {', '.join(sorted(unknown))}")
    for name, value in fields.items():
        setattr(record, name, value)
    for one in elements.ELEMENTS:
        if one.column in fields:
            _check(record, one, today)
    record.dated_on = record.written_date.first_day if record.date_text else None
    record.normal_text = normal_description(
        title=record.title,
        document_number=record.document_number,
        responsible=record.responsible,
    )
    record.further_text = further_form(*(getattr(record, name) for name in FURTHER))
    refuse_secrets(*(getattr(record, name) for name in elements.spoken()))
    if {"level", "category"} & set(fields):
        _refuse_wrong_level(record)
    _refuse_wrong_place(record)
    try:
        refuse_reversed(record.date_text, record.until)
    except Unreadable as fault:
        raise Refused(str(fault)) from fault


def _check(record: Record, one: Element, today: date) -> None:
    """Put a value into its form, or refuse it by the name of its element."""
    value = getattr(record, one.column)
    if one.is_chosen or (value in (None, "") and one.key != "title"):
        return
    try:
        if one.key == "period":
            read_period(value, record.year)
        elif one.key == "date":
            record.date_text = one.check(value, today).text
        else:
            setattr(record, one.column, one.check(str(value), today))
    except Unreadable as fault:
        raise Refused(labelled(one.label, fault)) from fault


def _refuse_wrong_level(record: Record) -> None:
    """A volume is of a category that is kept by volume."""
    if record.level != Level.VOLUME:
        return
    by_volume = Category.objects.filter(by_volume=True).values_list("code", flat=True)
    if not is_of(record.category.code, list(by_volume)):
        raise Refused(
            _("%(category)s is kept by item: choose a category that is kept by volume.")
            % {"category": record.category}
        )


def _refuse_wrong_place(record: Record) -> None:
    """An item lies in a volume of its own class; an office belongs to its fonds."""
    if record.unit and record.unit.fonds_id != record.fonds_id:
        raise Refused(
            _("%(unit)s is no office of fonds %(fonds)s: choose one of that fonds.")
            % {"unit": record.unit, "fonds": record.fonds}
        )
    volume = record.volume
    if volume is None:
        return
    refuse_held(volume)
    if volume.level != Level.VOLUME or record.level == Level.VOLUME:
        raise Refused(_("Only an item lies in a volume: choose a volume (案卷) for an item (件)."))
    parts = ("fonds_id", "category_id", "year", "period", "unit_id")
    if any(getattr(volume, part) != getattr(record, part) for part in parts):
        raise Refused(
            _(
                "The item differs from its volume in fonds, category, year, period or office:"
                " give it those of %(volume)s, or another volume."
            )
            % {"volume": volume}
        )
