"""A description as it stands: what the trail keeps of it, and how two of them differ."""

import hashlib
import json
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Model
from django.utils.translation import gettext as _

from records.holdings.elements import described
from records.rules import Refused


def told(record: Model, name: str) -> Any:
    """A field as the trail keeps it: rows by what they are called, the rest by value."""
    value = getattr(record, name)
    return str(value) if isinstance(value, Model) else value


def snapshot(record: Model) -> dict[str, Any]:
    """The described fields and the code, as the trail keeps them."""
    return {name: told(record, name) for name in (*described(), "archival_code")}


def fingerprint(record: Model) -> str:
    """A mark of a description as it stands; a form carries the one that it was opened with."""
    text = json.dumps(snapshot(record), cls=DjangoJSONEncoder, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def refuse_changed(record: Model, seen: str) -> None:
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


def filled(record: Model) -> dict[str, Any]:
    """What a new description says: the fields that are not empty."""
    return {name: value for name, value in snapshot(record).items() if value not in (None, "")}
