"""A description as it stands: what the trail keeps of it, and how two of them differ."""

import hashlib
import json
from collections.abc import Collection
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Case, CharField, Expression, F, Model, TextField, Value, When
from django.db.models.functions import Cast, Coalesce, Concat, JSONObject, NullIf

from records.audit.models import Entry
from records.holdings.elements import described
from records.holdings.models import Record
from records.rules import Refused
from records.sentences import gettext as _

LOOKED_AT = 50  # changes of one description


def told(record: Model, name: str) -> Any:
    """A field as the trail keeps it: rows by what they are called, the rest by value."""
    return plain(getattr(record, name))


def plain(value: Any) -> Any:
    """A row by what it is called, anything else as it is."""
    return str(value) if isinstance(value, Model) else value


def snapshot(record: Model) -> dict[str, Any]:
    """The described fields and the code, as the trail keeps them."""
    return {name: told(record, name) for name in (*described(), "archival_code")}


def fingerprint(record: Model) -> str:
    """A mark of a description as it stands; a form carries the one that it was opened with."""
    return _mark(snapshot(record))


def _mark(values: dict[str, Any]) -> str:
    text = json.dumps(values, cls=DjangoJSONEncoder, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def as_seen(record: Model, seen: str) -> dict[str, Any] | None:
    """The description as it was when it bore a mark, read back from the trail.

    None where the trail does not tell: of many changes only the last are looked at.
    """
    values = snapshot(record)
    for entry in Entry.objects.about(record).filter(verb="edit")[:LOOKED_AT]:
        values |= {name: entry.before[name] for name in values if name in entry.before}
        if _mark(values) == seen:
            return values
    return None


def refuse_changed(record: Model, seen: str) -> None:
    """Refuse to write over what somebody else changed since the form was opened."""
    if seen and seen != fingerprint(record):
        raise Refused(
            _(
                "Somebody changed this description after you opened it. What you typed is kept:"
                " compare both and save again."
            )
        )


def differences(
    before: dict[str, Any], after: dict[str, Any]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """What changed, as it was and as it is."""
    names = [name for name in before if before[name] != after[name]]
    return {name: before[name] for name in names}, {name: after[name] for name in names}


def filled(record: Model) -> dict[str, Any]:
    """What a new description says: the fields that are not empty."""
    return {name: value for name, value in snapshot(record).items() if value not in (None, "")}


# What rows that are chosen are called, as their models have it.
CALLED = {
    "fonds": Concat("fonds__number", Value(" "), "fonds__name"),
    "category": Concat("category__name", Value(" "), "category__code"),
    "unit": Concat("unit__code", Value(" "), "unit__name"),
    "volume": Concat(
        Coalesce("volume__archival_code", Value("…")),
        Value(" "),
        Cast("volume__title", CharField()),
    ),
}


def filled_in_rows(*, silent: Collection[str] = ()) -> Expression:
    """The same of every record of a set, as a JSON object that PostgreSQL makes.

    `silent` are fields that are known to be empty in all of them.
    """
    names = (*described(), "archival_code")
    return JSONObject(**{name: _filled(name) for name in names if name not in silent})


def _filled(name: str) -> Any:
    field = Record._meta.get_field(name)
    if field.is_relation:
        return Case(When(**{f"{name}__isnull": False}, then=CALLED[name]), default=None)
    if isinstance(field, CharField | TextField):
        return NullIf(F(name), Value(""))
    return F(name)
