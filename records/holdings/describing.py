"""What a description is made of, and what follows from it in the same row."""

import hashlib
import json
from collections.abc import Callable
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Field, Model
from django.utils.translation import gettext as _

from records.holdings import document_numbers
from records.holdings.dates import WrittenDate
from records.holdings.models import Record
from records.holdings.normal import normal_description
from records.holdings.rules import Level, Stage
from records.holdings.security import refuse_secrets
from records.organisation.models import Fonds, User
from records.rules import Refused

CLASS = ("fonds", "category", "year", "period", "unit", "level", "volume")
DESCRIBED = (
    *CLASS,
    "document_number",
    "title",
    "responsible",
    "date_text",
    "date_is_inferred",
    "pages",
    "security",
    "opening",
    "disclosure",
    "origin",
    "genre",
    "draft",
    "medium",
    "persons",
    "keywords",
    "abstract",
    "remarks",
    "box_number",
)
HOLDS: list[Callable[[Record], str]] = []  # each says why it holds a record, or nothing
SPOKEN = (
    "title",
    "document_number",
    "responsible",
    "genre",
    "draft",
    "medium",
    "persons",
    "keywords",
    "abstract",
    "remarks",
    "box_number",
)


def put(record: Record, fields: dict[str, Any]) -> None:
    """Set described fields and what follows from them; refuse what no description may say."""
    unknown = set(fields) - set(DESCRIBED)
    if unknown:
        raise TypeError(f"not described by hand: {', '.join(sorted(unknown))}")
    for name, value in fields.items():
        setattr(record, name, value)
    record.document_number = document_numbers.normalise(record.document_number)
    record.dated_on = WrittenDate(record.date_text).first_day if record.date_text else None
    record.normal_text = normal_description(
        title=record.title,
        document_number=record.document_number,
        responsible=record.responsible,
    )
    refuse_secrets(*(getattr(record, name) for name in SPOKEN))
    _refuse_wrong_place(record)


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
    if why := why_held(volume):
        raise Refused(why)
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


def refuse_foreign(fonds: Fonds, by: User) -> None:
    """Filing officers describe their own department's fonds, archivists every fonds."""
    if by.describes and Fonds.objects.visible_to(by).filter(pk=fonds.pk).exists():
        return
    raise Refused(
        _("Fonds %(fonds)s is described by its own filing officers and by the centre.")
        % {"fonds": fonds}
    )


def refuse_uneditable(record: Record, by: User) -> None:
    """Drafts are edited by their filing officers and archivists, accepted records by archivists."""
    if record.stage == Stage.TRANSFERRED:
        raise Refused(_("The record has been transferred: its description is no longer ours."))
    if not Record.objects.editable_by(by).filter(pk=record.pk).exists():
        raise Refused(
            _(
                "This record is no longer a draft of your department: ask the centre's"
                " archivists to correct it."
            )
        )
    if why := why_held(record):
        raise Refused(why)


def why_held(record: Record) -> str:
    """What holds the record as it is, in a sentence; empty where nothing does.

    What holds records are subjects above this one, so they add themselves to HOLDS.
    """
    return next(filter(None, (hold(record) for hold in HOLDS)), "")


def told(record: Record, name: str) -> Any:
    """A field as the trail keeps it: rows by what they are called, the rest by value."""
    value = getattr(record, name)
    return str(value) if isinstance(value, Model) else value


def snapshot(record: Record) -> dict[str, Any]:
    """The described fields and the code, as the trail keeps them."""
    return {name: told(record, name) for name in (*DESCRIBED, "archival_code")}


def fingerprint(record: Record) -> str:
    """A mark of a description as it stands; a form carries the one that it was opened with."""
    text = json.dumps(snapshot(record), cls=DjangoJSONEncoder, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def refuse_changed(record: Record, seen: str) -> None:
    """Refuse to write over what somebody else changed since the form was opened."""
    if seen and seen != fingerprint(record):
        raise Refused(
            _(
                "Somebody changed this description after you opened it. Look at its history,"
                " open the form anew and enter your changes there."
            )
        )


def differences(
    before: dict[str, Any], after: dict[str, Any]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """What changed, as it was and as it is."""
    names = [name for name in before if before[name] != after[name]]
    return {name: before[name] for name in names}, {name: after[name] for name in names}


def filled(record: Record) -> dict[str, Any]:
    """What a new description says: the fields that are not empty."""
    return {name: value for name, value in snapshot(record).items() if value not in (None, "")}


def field(name: str) -> "Field[Any, Any]":
    """The field of a record that a trail entry names."""
    found = Record._meta.get_field(name)
    assert isinstance(found, Field)  # noqa: S101
    return found
