"""Reads the bytes of every copy of a handover once, for the tests that need them."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field

from django.core.files.storage import default_storage
from django.db.models import Sum

from records.copies.models import DigitalCopy
from transfers.handover.models import Handover
from transfers.handover.rules import ACCEPTED, BEGINNINGS, PASSING, Outcome

BLOCK = 1 << 20


@dataclass
class Bytes:
    """Archival codes of the records whose copies are not as they should be."""

    missing: list[str] = field(default_factory=list)
    differing: list[str] = field(default_factory=list)
    short: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    disguised: list[str] = field(default_factory=list)
    passing: list[str] = field(default_factory=list)


def read_all(handover: Handover, tell: Callable[[int, int, str], None]) -> Bytes:
    """Stream every copy; progress is told in bytes."""
    copies = DigitalCopy.objects.filter(
        component__record__handover_items__handover=handover,
        component__record__handover_items__outcome=Outcome.PENDING,
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
    kind = copy.format.upper()
    if kind not in ACCEPTED:
        found.refused.append(code)
    if kind in PASSING:
        found.passing.append(code)
    sha256, size, beginning = hashlib.sha256(), 0, b""
    try:
        with default_storage.open(copy.path, "rb") as file:
            while block := file.read(BLOCK):
                beginning = beginning or block[:16]
                sha256.update(block)
                size += len(block)
    except FileNotFoundError:
        found.missing.append(code)
        return
    if size != copy.size:
        found.short.append(code)
    if sha256.hexdigest() != copy.sha256:
        found.differing.append(code)
    if kind in BEGINNINGS and not beginning.startswith(BEGINNINGS[kind]):
        found.disguised.append(code)
