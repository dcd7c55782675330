"""An entry in the words of the house: what is different after the act."""

import re
from collections.abc import Iterable
from typing import Any, NamedTuple

from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model
from django.utils.dateparse import parse_datetime
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from records.audit.models import Entry
from records.audit.rules import NAMES
from records.days import clock
from records.organisation.models import User

MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+(Z|[+-][0-9:]{5})$")


class Difference(NamedTuple):
    """One value of the row before and after the act; `key` is what the entry calls it."""

    name: str
    before: str
    after: str
    changed: bool
    key: str = ""


def differences(entry: Entry, reader: User) -> list[Difference]:
    """The values that the entry keeps, those after beside those before.

    Who reads acts but no records is not told what a description says, only that it was
    changed: a model names these values in `TOLD_WITH_THE_ROW`.
    """
    model = entry.model
    concealed = getattr(model, "TOLD_WITH_THE_ROW", ()) if reader.reads_acts_alone else ()

    def told(name: str, values: dict[str, Any]) -> str:
        value = _value(model, name, values.get(name))
        return _("(not shown)") if value and name in concealed else value

    return [
        Difference(
            name=_label(model, name),
            before=told(name, entry.before),
            after=told(name, entry.after),
            changed=entry.before.get(name) != entry.after.get(name),
            key=name,
        )
        for name in _in_order(model, {**entry.before, **entry.after})
    ]


def _in_order(model: type[Model] | None, names: Iterable[str]) -> list[str]:
    """Names as the model tells them or has its fields, then what is no field.

    The store keeps no order.
    """
    known = [field.name for field in model._meta.get_fields()] if model else []
    order = [*getattr(model, "TOLD_IN_ORDER", ()), *known, *NAMES]
    return sorted(names, key=lambda name: order.index(name) if name in order else len(order))


def _field(model: type[Model] | None, name: str) -> Any:
    try:
        return model and model._meta.get_field(name)
    except FieldDoesNotExist:
        return None


def _label(model: type[Model] | None, name: str) -> str:
    told = NAMES.get(name, name.replace("_", " "))
    return capfirst(str(getattr(_field(model, name), "verbose_name", told)))


def _value(model: type[Model] | None, name: str, value: Any) -> str:
    choices = dict(getattr(_field(model, name), "flatchoices", ()))
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if value is None:
        return ""
    if isinstance(value, str) and MOMENT.match(value):
        return clock(parse_datetime(value))
    if isinstance(value, dict):
        parts = [f"{_label(model, key)} {_value(model, key, one)}" for key, one in value.items()]
        return pgettext("between words", ", ").join(parts)
    if isinstance(value, list):
        return pgettext("between words", ", ").join(_value(model, name, one) for one in value)
    return str(choices.get(value, value))
