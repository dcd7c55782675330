"""An approved correction of year or period is carried out: new codes, and what is due anew."""

from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import F, OuterRef, Subquery
from django.db.models.functions import JSONObject
from django.utils.timezone import localdate

from records.amendments import codes_sql as sql
from records.amendments.actions.proposal import freed
from records.amendments.models import Amendment, AmendmentItem
from records.audit.actions import note_all
from records.days import machine
from records.holdings import numbering
from records.holdings.models import RecordQuerySet
from records.jobs import actions as jobs
from records.organisation.models import User
from records.sentences import gettext as _


def carry_out(amendment: Amendment, *, by: User, at: datetime) -> None:
    """All its records get their new codes, or none; the former code of each leads to it.

    What is due is worked out anew.
    """
    numbering.hold_codes()
    chosen = freed(amendment)
    _renew(amendment, by=by, at=at)
    _tell(amendment, chosen, by=by, at=at)
    today = localdate(at)
    title = _("Due dates for %(day)s") % {"day": today}
    link = amendment.get_absolute_url()
    jobs.queue("transfers.flag_due_now", title=title, by=by, at=at, link=link, today=machine(today))


def _renew(amendment: Amendment, *, by: User, at: datetime) -> None:
    given: dict[str, Any] = {"amendment": amendment.pk, "reason": amendment.reason}
    given |= {"by": by.pk, "at": at}
    with numbering.arriving(sql.RENEWED, given), connection.cursor() as cursor:
        for statement in (sql.NAME_CODES, sql.WRITE_CODES, sql.KEEP_FORMER):
            cursor.execute(statement, given)


def _tell(amendment: Amendment, records: RecordQuerySet, *, by: User, at: datetime) -> None:
    """The trail of each record: what it said before, as the correction keeps it, and says now."""
    item = AmendmentItem.objects.filter(amendment=amendment, record=OuterRef("pk"))
    names = ("former_code", "former_year", "former_period")
    code, year, period = (Subquery(item.values(name)) for name in names)
    note_all(
        "amend",
        records,
        label="archival_code",
        by=by,
        at=at,
        before=JSONObject(archival_code=code, year=year, period=period),
        after={"reason": amendment.reason},
        each=JSONObject(archival_code=F("archival_code"), year=F("year"), period=F("period")),
    )
