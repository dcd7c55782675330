"""What an entry tells, with the lists that were taken said by their conditions, in words."""

from urllib.parse import parse_qs

from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from archive_center.trail.filters import EntryFilter
from records.audit.models import Entry
from records.audit.pages import Difference, differences
from records.catalogue.filters import read_again
from records.organisation.models import User

LISTS = ("records", "trail")  # values that are the address of what was asked for


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
    query = read_again(address, reader)
    pairs = [(_("Words"), query.text)] if query.text else []
    pairs += [(one.label, one.shown) for one in query.conditions]
    return _said(pairs, address, is_legible=query.is_legible)


def _of_trail(address: str, reader: User) -> str:
    chosen = EntryFilter(MultiValueDict(parse_qs(address)), reader)
    return _said(chosen.conditions, address, is_legible=chosen.is_valid())


def _said(pairs: list[tuple[str, str]], address: str, *, is_legible: bool) -> str:
    if not is_legible:
        return address
    said = (_("%(name)s: %(value)s") % {"name": name, "value": value} for name, value in pairs)
    return pgettext("between conditions", "; ").join(said) or _("all, without conditions")
