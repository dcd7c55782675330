"""What an entry tells, with the lists that were taken said by their conditions, in words."""

from typing import Any
from urllib.parse import parse_qs

from django.db.models import QuerySet
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from archive_center.trail.filters import EntryFilter
from records.audit.models import Entry
from records.audit.pages import Difference, differences
from records.catalogue.filters import PERIODS, RecordFilter
from records.catalogue.query import spoken
from records.organisation.models import Category, Department, Fonds, Unit, User
from records.retention.rules import Period

LISTS = ("records", "trail")  # values that are the address of what was asked for
MOST = 200  # rows of one condition that are looked up


def _known(reader: User) -> dict[str, QuerySet[Any]]:
    """The rows that a condition may name, as far as the reader may know them."""
    fonds = Fonds.objects.visible_to(reader)
    return {
        "department": Department.objects.visible_to(reader),
        "fonds": fonds,
        "category": Category.objects.all(),
        "unit": Unit.objects.filter(fonds__in=fonds),
    }


def told(entry: Entry, reader: User) -> list[Difference]:
    """The values that the entry keeps, as its reader may know them.

    The conditions are read anew from the address that was kept: in the reader's language,
    and with what the reader may choose; what is no longer offered is left as it was written.
    """
    return [_in_words(one, entry, reader) for one in differences(entry, reader)]


def _in_words(one: Difference, entry: Entry, reader: User) -> Difference:
    address = entry.after.get(one.key)
    if one.key not in LISTS or not isinstance(address, str):
        return one
    said = _of_records(address, reader) if one.key == "records" else _of_trail(address, reader)
    return one._replace(name=_("Conditions"), after=said)


def _of_records(address: str, reader: User) -> str:
    asked = spoken(parse_qs(address))
    pairs = [
        (str(RecordFilter.base_filters[name].label), _listed(_called(name, values, reader)))
        for name, values in asked.items()
        if name in RecordFilter.base_filters
    ]
    return _said(pairs)


def _called(name: str, values: list[str], reader: User) -> list[str]:
    """The values of one condition as people call them; what is gone since as it was written."""
    known = _known(reader)
    if name in known:
        keys = [value for value in values if value.isdecimal()][:MOST]
        rows = {str(row.pk): str(row) for row in known[name].filter(pk__in=keys)}
        return [rows.get(value, value) for value in values]
    if name == "period":
        return [str(Period(one)) if one in PERIODS else one for one in values]
    words = dict(RecordFilter.base_filters[name].extra.get("choices", ()))
    return [str(words.get(value, value)) for value in values]


def _of_trail(address: str, reader: User) -> str:
    chosen = EntryFilter(MultiValueDict(parse_qs(address)), reader)
    return _said(chosen.conditions) if chosen.is_valid() else address


def _listed(values: list[str]) -> str:
    return pgettext("between words", ", ").join(values)


def _said(pairs: list[tuple[str, str]]) -> str:
    said = (_("%(name)s: %(value)s") % {"name": name, "value": value} for name, value in pairs)
    return pgettext("between conditions", "; ").join(said) or _("all, without conditions")
