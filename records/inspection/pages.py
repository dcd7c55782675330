"""What is damaged and what to restore from where; whose pages differ."""

from typing import Any, NamedTuple

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from records.days import moment
from records.holdings.cards import Look, card
from records.holdings.models import Component
from records.inspection.models import CopyFault, PageDifference
from records.inspection.page_counts_sql import Pages, differing
from records.organisation.models import User
from records.organisation.questions import Asked, question


def remedy(fault: CopyFault) -> str:
    """From which backup the file is fetched, and where it belongs."""
    copy = fault.copy
    told = {
        "path": copy.path,
        "since": moment(fault.intact_at or copy.stored_at),
        "found": moment(fault.found_at),
    }
    return (
        _(
            "Fetch the file %(path)s from a backup of the media directory (MEDIA_ROOT) made after"
            " %(since)s and before %(found)s, put it into its place, then verify it here."
        )
        % told
    )


def said(pages: Pages) -> str:
    """The accounts that are known, in words."""
    known = (
        (pages.catalogued, _("catalogued %(pages)d")),
        (pages.scanned, _("scanned %(pages)d")),
        (pages.counted, _("counted on paper %(pages)d")),
    )
    parts = [text % {"pages": number} for number, text in known if number is not None]
    return pgettext("between words", ", ").join(parts)


class Line(NamedTuple):
    """One record whose pages differ, with the accounts of now."""

    row: PageDifference
    pages: Pages


def lines(rows: list[PageDifference]) -> list[Line]:
    """Those of the rows that differ still."""
    now = {pages.record: pages for pages in differing([row.record_id for row in rows])}
    return [Line(row, now[row.record_id]) for row in rows if row.record_id in now]


@question
def _copies(_user: User, record: int) -> QuerySet[Component, Any]:
    """A component of the record that has a copy, where there is any."""
    found = Component.objects.filter(record=record, copies__isnull=False).order_by()
    return found.values_list("pk")[:1]


@card(lambda look: [_copies(look.user, look.record.pk)])
def differing_pages(look: Look, copies: Asked[Any]) -> str:
    """How the pages of a record that has copies differ; empty where they agree."""
    found = next(differing([look.record.pk]), None) if copies else None
    return said(found) if found else ""
