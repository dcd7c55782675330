"""An entry in the words of the house: what was acted on, and what is different after."""

import json
from collections.abc import Iterator
from typing import Any, NamedTuple

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from records.audit.models import Entry
from records.audit.rules import ACTS

APPS = ("records", "transfers")


class Difference(NamedTuple):
    """One value of the row before and after the act."""

    name: str
    before: str
    after: str
    changed: bool


def models() -> Iterator[type[Model]]:
    """Everything that an act can be done to."""
    for app in APPS:
        yield from apps.get_app_config(app).get_models()


def kinds() -> list[tuple[str, str]]:
    """The kinds of rows, as the trail's filter offers them."""
    found = ((model._meta.label, str(capfirst(model._meta.verbose_name))) for model in models())
    return sorted(found, key=lambda kind: kind[1])


def acts() -> list[tuple[str, str | Promise]]:
    """The acts, as the trail's filter offers them: the moves of the workflows, then the rest."""
    moves = {move.name: move.label for model in models() for move in getattr(model, "FLOW", ())}
    return list((moves | ACTS).items())


def differences(entry: Entry) -> list[Difference]:
    """The values that the entry keeps, those after beside those before."""
    model = apps.get_model(entry.table)
    return [
        Difference(
            name=_label(model, name),
            before=_value(model, name, entry.before.get(name)),
            after=_value(model, name, entry.after.get(name)),
            changed=entry.before.get(name) != entry.after.get(name),
        )
        for name in dict.fromkeys((*entry.before, *entry.after))
    ]


def _field(model: type[Model], name: str) -> Any:
    try:
        return model._meta.get_field(name)
    except FieldDoesNotExist:
        return None


def _label(model: type[Model], name: str) -> str:
    return str(capfirst(getattr(_field(model, name), "verbose_name", name.replace("_", " "))))


def _value(model: type[Model], name: str, value: Any) -> str:
    choices = dict(getattr(_field(model, name), "flatchoices", ()))
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if value is None:
        return ""
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False)
    return str(choices.get(value, value))
