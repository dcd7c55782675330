"""What the pages of volumes show: classes with loose drafts, a volume's items, its like."""

from collections.abc import Mapping
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.db.models import Count, F, QuerySet

from records.holdings.models import Record
from records.holdings.rules import Stage
from records.organisation.models import User
from records.retention.rules import Period
from records.values.rules import Level
from records.volumes.actions import items_of, loose
from records.volumes.rules import MOST, OF_THE_CLASS

SHOWN = 200  # loose drafts on a page
CLASSES = 100
KEYS = {name: name.removesuffix("_id") for name in OF_THE_CLASS}


class Class(NamedTuple):
    """A class in which drafts are loose, how many, and the address of the page that lists them."""

    fonds: str
    category: str
    year: int | None
    period: str
    unit: str
    size: int
    address: str


def classes(user: User) -> list[Class]:
    """The classes of volumes in which the person has loose drafts."""
    names = {
        "fonds_name": F("fonds__number"),
        "category_name": F("category__code"),
        "unit_name": F("unit__name"),
    }
    found = loose(user).order_by().values(*OF_THE_CLASS, **names).annotate(count=Count("pk"))
    return [
        Class(
            one["fonds_name"],
            one["category_name"],
            one["year"],
            str(Period(one["period"])) if one["period"] else "",
            one["unit_name"] or "",
            one["count"],
            urlencode({short: one[name] or "" for name, short in KEYS.items()}),
        )
        for one in found.order_by("fonds_name", "category_name", "-year")[:CLASSES]
    ]


def of_class(user: User, given: Mapping[str, str]) -> QuerySet[Record] | None:
    """The loose drafts of the class that the address names; None where it names none."""
    if any(short not in given for short in KEYS.values()):
        return None
    told: dict[str, Any] = {}
    for name, short in KEYS.items():
        value = given[short]
        if name == "period":
            told[name] = value[:3]
        elif value:
            told[name] = int(value) if value.isascii() and value.isdigit() else 0
        else:
            told[f"{name}__isnull"] = True
    return loose(user).filter(**told)


def arranged(volume: Record, user: User) -> dict[str, Any]:
    """A draft volume: its items in order, loose drafts and other volumes of its class."""
    like = {name: getattr(volume, name) for name in OF_THE_CLASS}
    beside = loose(user).filter(**like).order_by("dated_on", "pk")
    others = Record.objects.editable_by(user).filter(stage=Stage.DRAFT, level=Level.VOLUME, **like)
    items = list(items_of(volume)[:MOST])
    return {
        "items": items,
        "loose": list(beside[:SHOWN]),
        "others": others.exclude(pk=volume.pk).order_by("-pk"),
        "lacking": _lacking(volume, items),
    }


class Lacking(NamedTuple):
    """What a volume does not say, or says otherwise than its items do."""

    number: bool
    pages: bool
    dates: bool
    page_numbers: bool

    @property
    def any(self) -> bool:
        return any(self)


def _lacking(volume: Record, items: list[Record]) -> Lacking:
    pages = [one.pages for one in items]
    return Lacking(
        volume.item_count != len(items),
        all(pages) and volume.pages != sum(page or 0 for page in pages),
        bool(items) and not volume.date_text,
        any(not one.page_numbers for one in items),
    )
