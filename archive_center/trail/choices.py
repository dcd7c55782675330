"""The kinds of rows and the acts, as the trail's filter offers them."""

from collections.abc import Iterator
from itertools import chain

from django.apps import apps
from django.db.models import Model
from django.utils.functional import Promise
from django.utils.text import capfirst

from records.audit.rules import ACTS

APPS = ("records", "transfers", "stacks", "filing")


def models() -> Iterator[type[Model]]:
    """Everything that an act can be done to; a proxy only has triggers of its own."""
    for app in APPS:
        yield from (one for one in apps.get_app_config(app).get_models() if not one._meta.proxy)


def kinds() -> list[tuple[str, str]]:
    """The kinds of rows, as the trail's filter offers them."""
    found = ((model._meta.label, str(capfirst(model._meta.verbose_name))) for model in models())
    return sorted(found, key=lambda kind: kind[1])


def acts() -> list[tuple[str, str | Promise]]:
    """The acts, as the trail's filter offers them: the moves of the workflows, then the rest.

    What two workflows call by longer and shorter words is one act here, by the shorter.
    """
    moves: dict[str, str | Promise] = {}
    for move in chain.from_iterable(getattr(model, "FLOW", ()) for model in models()):
        moves[move.name] = min(moves.get(move.name, move.label), move.label, key=len_of)
    return list((moves | ACTS).items())


def len_of(label: str | Promise) -> int:
    return len(str(label))
