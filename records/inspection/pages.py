"""What is damaged and what to restore from where; whose pages differ."""

from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from records.days import moment
from records.inspection.models import CopyFault, PageDifference
from records.inspection.page_counts_sql import Pages, differing


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
