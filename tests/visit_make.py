"""Uses at the centre for tests, led on by the real actions."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from records.holdings.models import Record
from records.holdings.rules import Stage as Filing
from records.organisation.models import User
from records.visits import actions
from records.visits.models import Certificate, Visit
from records.visits.rules import Wanted
from tests import make

CITIZEN = "11010519491231002X"  # the example of GB 11643


def entry(**given: Any) -> dict[str, Any]:
    """What is written down of somebody from outside who has the consent."""
    return {
        "used_on": timezone.localdate(),
        "name": "顾闻笛",
        "unit": "清岚市地方志办公室",
        "department": None,
        "identity_kind": "citizen",
        "identity_number": CITIZEN,
        "letter": "清志函〔2026〕18号",
        "contact": "",
        "purpose_kind": "chronicle",
        "purpose": "续修市志",
        "manner": "read",
        "consent": "清财办函〔2026〕7号",
        "note": "",
        **given,
    }


def reading(*read: tuple[Record, int], by: User | None = None, **given: Any) -> Visit:
    """Somebody who is here, with the records seen and the pages copied of each."""
    archivist, now = by or make.archivist(), timezone.now()
    visit = actions.register(**entry(**given), by=archivist, at=now)
    if read:
        wanted = [Wanted(record.pk, copied) for record, copied in read]
        actions.bring(visit, wanted=wanted, by=archivist, at=now)
    return visit


def left(*read: tuple[Record, int], days: int = 0, **given: Any) -> Visit:
    """Somebody whose use has ended, some days ago."""
    read = read or ((make.record(Filing.ACCEPTED, pages=9), 0),)
    day = timezone.localdate() - timedelta(days=days)
    visit = reading(*read, **{"used_on": day, **given})
    actions.leave(visit, by=visit.registered_by, at=timezone.now())
    return Visit.objects.get(pk=visit.pk)


def certified(visit: Visit, **given: Any) -> Certificate:
    """A certificate of the first page of the only record of a use."""
    said = {"item": visit.items.get().pk, "pages": "1", "sets": 1, **given}
    return actions.certify(visit, **said, by=make.archivist(), at=timezone.now())
