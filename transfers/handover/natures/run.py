"""The four-nature test before a package is built: what can be computed (DA/T 70-2018).

A test fails on what the archive would send back for: a broken code, a missing element, a
digest that differs, a format it does not take. What it would only remark is a reminder.
What only a person can say is left to one, and said so.
"""

from datetime import date

from django.db.models import QuerySet

from records.holdings.models import Record
from records.holdings.rules import Stage as RecordStage
from records.jobs.rules import Progress
from transfers.handover.models.handovers import Handover
from transfers.handover.natures.bytes import Bytes, read_all
from transfers.handover.natures.descriptions import descriptions
from transfers.handover.natures.findings import Finding, among, worst
from transfers.handover.natures.gaps import numbers
from transfers.handover.natures.rules import BY_PACKAGE, BY_PERSON, TESTS, Result
from transfers.handover.rules import Outcome


def examine(handover: Handover, *, on: date, tell: Progress) -> list[Finding]:
    """Every test that can be made before packaging; reads all bytes of all copies."""
    records = Record.objects.filter(
        handover_items__handover=handover, handover_items__outcome=Outcome.PENDING
    )
    found = [
        *descriptions(records, handover.fonds, on),
        *_copies(read_all(handover, tell), records),
        numbers(handover),
        _counted(handover, records),
        Finding("3-2", Result.PASSED, "read", {"count": records.count()}),
        *(Finding(item, Result.LATER) for item in BY_PACKAGE),
        *(Finding(item, Result.MANUAL) for item in BY_PERSON),
    ]
    order = list(TESTS)
    return sorted(found, key=lambda finding: order.index(finding.item))


def _copies(read: Bytes, records: QuerySet[Record]) -> list[Finding]:
    """What the bytes of the copies say."""
    return [
        among("1-1", read.differing, "differing"),
        among("1-10", read.short, "short"),
        worst(among("1-11", read.missing, "missing"), _paper(records)),
        among("2-7", [*read.missing, *read.short], "short"),
        among("3-3", read.refused, "refused"),
        among("3-4", read.disguised, "disguised"),
        among("3-5", read.passing, "passing", Result.WARNING),
    ]


def _paper(records: QuerySet[Record]) -> Finding:
    copied = records.filter(components__copies__isnull=False).values("pk")
    count = records.exclude(pk__in=copied).count()
    if not count:
        return Finding("1-11", Result.PASSED)
    return Finding("1-11", Result.WARNING, "paper", {"count": count})


def _counted(handover: Handover, records: QuerySet[Record]) -> Finding:
    listed = handover.items.count()
    held = records.filter(stage=RecordStage.ACCEPTED).count()
    result = Result.PASSED if listed == held > 0 else Result.FAILED
    return Finding("2-1", result, "counted", {"listed": listed, "held": held})
