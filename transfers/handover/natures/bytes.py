"""Reads the bytes of every copy of a handover once, for the tests that need them."""

import hashlib
from dataclasses import dataclass, field
from typing import Any

from django.core.files import File
from django.core.files.storage import default_storage
from django.db.models import Sum

from records.copies.digests import CHUNK
from records.copies.models import DigitalCopy
from records.copies.rules import BY_NAME, HEAD, Format
from records.jobs.rules import Progress
from records.rules import Refused
from transfers.handover.models.handovers import Handover
from transfers.handover.natures.rules import PASSING
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


def read_all(handover: Handover, tell: Progress) -> Bytes:
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
        return kind.fits(head, file)
    except Refused:
        return False
