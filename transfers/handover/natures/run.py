"""The four-nature test before a package is built: what can be computed (DA/T 70-2018).

A test fails on what the archive would send back for: a broken code, a missing element, a
digest that differs, a format it does not take. What it would only remark is a reminder.
What only a person can say is left to one, and said so.
"""

import hashlib
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.conf import settings
from django.core.files import File
from django.core.files.storage import default_storage
from django.db.models import QuerySet, Sum

from records.copies.digests import CHUNK
from records.copies.models import DigitalCopy
from records.copies.rules import BY_NAME, HEAD, Format, read_through
from records.holdings.models import Record
from records.holdings.rules import Stage as RecordStage
from records.jobs.rules import Progress
from records.rules import Refused
from transfers.handover.models.handovers import Handover
from transfers.handover.natures.findings import Finding, among, descriptions, numbers, worst
from transfers.handover.natures.rules import BY_PACKAGE, BY_PERSON, PASSING, TESTS, Result
from transfers.handover.rules import Outcome


@dataclass
class Bytes:
    """Archival codes of the records whose copies are not as they should be."""

    missing: list[str] = field(default_factory=list)
    differing: list[str] = field(default_factory=list)
    short: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    disguised: list[str] = field(default_factory=list)
    passing: list[str] = field(default_factory=list)


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
    copied = records.filter(
        components__position__isnull=False, components__copies__isnull=False
    ).values("pk")
    count = records.exclude(pk__in=copied).count()
    if not count:
        return Finding("1-11", Result.PASSED)
    return Finding("1-11", Result.WARNING, "paper", {"count": count})


def _counted(handover: Handover, records: QuerySet[Record]) -> Finding:
    listed = handover.items.count()
    held = records.filter(stage=RecordStage.ACCEPTED).count()
    result = Result.PASSED if listed == held > 0 else Result.FAILED
    return Finding("2-1", result, "counted", {"listed": listed, "held": held})


def read_all(handover: Handover, tell: Progress) -> Bytes:
    """Stream every copy; progress is told in bytes."""
    copies = DigitalCopy.objects.filter(
        component__record__handover_items__handover=handover,
        component__record__handover_items__outcome=Outcome.PENDING,
        component__position__isnull=False,
    )
    found, done = Bytes(), 0
    total = copies.aggregate(total=Sum("size"))["total"] or 0
    related = copies.select_related("component__record").order_by("pk")
    for copy in related.iterator(chunk_size=500):
        code = str(copy.component.record.archival_code)
        _look(copy, code, found)
        done += copy.size
        tell(done, total, code)
    return found


def _look(copy: DigitalCopy, code: str, found: Bytes) -> None:
    kind = BY_NAME.get(copy.format.upper())
    if kind is None:
        found.refused.append(code)
    if copy.format.upper() in PASSING:
        found.passing.append(code)
    try:
        with default_storage.open(copy.path, "rb") as file:
            size, sha256 = _measure(file)
            disguised = kind is not None and not _is(kind, file)
    except FileNotFoundError:
        found.missing.append(code)
        return
    if size != copy.size:
        found.short.append(code)
    if sha256 != copy.sha256:
        found.differing.append(code)
    if disguised:
        found.disguised.append(code)


def _measure(file: "File[bytes]") -> tuple[int, str]:
    sha256, size = hashlib.sha256(), 0
    while block := file.read(CHUNK):
        sha256.update(block)
        size += len(block)
    return size, sha256.hexdigest()


def _is(kind: Format, file: Any) -> bool:
    """Whether the bytes are of the format, and not encrypted."""
    file.seek(0)
    head = file.read(HEAD)
    try:
        if kind.holds:  # a package, which may be encrypted or another one
            read_through(kind, kind.name, file, settings.COPY_MAX_PIXELS)
    except Refused:
        return False
    return kind.fits(head)
