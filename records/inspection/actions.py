"""Copies are read again: by a person, one; in rotation, those not read for longest."""

from datetime import datetime, timedelta
from typing import NamedTuple

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from records.audit.actions import note
from records.copies.digests import CHUNK, Digests, digest
from records.copies.models import DigitalCopy
from records.copies.rules import DRAWN
from records.inspection import page_counts_sql
from records.inspection.models import CopyFault, Inspection
from records.inspection.rules import COUNTED_AT_ONCE, Harm
from records.locks import Lock, try_for
from records.notices.actions import tell
from records.organisation.models import User
from records.organisation.rules import Role
from records.rules import Refused
from records.sentences import ngettext_lazy
from records.viewer import cache, images

FAULTS = "records:inspection"  # the page of what is damaged


class Found(NamedTuple):
    """How many copies were newly found damaged, and how many whole again."""

    faults: int
    restored: int


def verify(copy: DigitalCopy, *, by: User | None, at: datetime) -> bool:
    """Work the digests out anew and say whether the bytes are those that were stored.

    What has the same bytes is judged with it. Whoever has to restore them is told.
    """
    harm = _harm(copy)
    with transaction.atomic():
        after = {"name": copy.name, "sha256": copy.sha256, "intact": not harm}
        note("verify copy", copy.component.record, by=by, at=at, after=after)
        _tell(_keep(copy, harm, at=at, told=copy.pk), at=at)
    copy.refresh_from_db(fields=["intact", "verified_at"])
    return not harm


def _harm(copy: DigitalCopy) -> Harm | None:
    """What is wrong with the stored bytes; None where they are what they were."""
    if not default_storage.exists(copy.path):
        return Harm.MISSING
    try:
        with default_storage.open(copy.path, "rb") as file:
            found = digest(file.chunks(CHUNK))
    except OSError:
        return Harm.UNREADABLE
    return None if found == Digests(copy.size, copy.sha256, copy.sm3) else Harm.CHANGED


@transaction.atomic
def _keep(copy: DigitalCopy, harm: Harm | None, *, at: datetime, told: int = 0) -> Found:
    """Keep what was found, on all copies that have the bytes; `told` has its entry already."""
    same = DigitalCopy.objects.filter(sha256=copy.sha256)
    inside = same.select_related("component__record").order_by("pk")
    held = list(inside.select_for_update(of=("self",)))
    known = {one.copy_id: one for one in CopyFault.objects.open().filter(copy__in=held)}
    same.update(intact=not harm, verified_at=at)
    changed = [one for one in held if bool(harm) != (one.pk in known)]
    if harm:
        CopyFault.objects.bulk_create(
            CopyFault(
                copy=one, harm=harm, found_at=at, intact_at=one.verified_at if one.intact else None
            )
            for one in changed
        )
    else:
        CopyFault.objects.filter(pk__in=[one.pk for one in known.values()]).update(ended_at=at)
    if changed:
        cache.forget(copy.sha256)  # a picture may have been made of what is not the copy
        same.update(page_count=None)
    for one in changed:
        if one.pk != told:
            after = {"name": one.name, "sha256": one.sha256, "intact": not harm}
            note("verify copy", one.component.record, by=None, at=at, after=after)
    return Found(len(changed) if harm else 0, 0 if harm else len(changed))


def _tell(found: Found, *, at: datetime) -> None:
    """Tell the supervisors, who have copies restored, what was found."""
    people = User.objects.filter(role=Role.SUPERVISOR)
    if found.faults:
        said = ngettext_lazy(
            "%(count)d digital copy is damaged or gone. See what to restore from where.",
            "%(count)d digital copies are damaged or gone. See what to restore from where.",
        ) % {"count": found.faults}
        tell(people, said, at=at, to=(FAULTS, None))
    if found.restored:
        said = ngettext_lazy(
            "%(count)d digital copy is whole again.", "%(count)d digital copies are whole again."
        ) % {"count": found.restored}
        tell(people, said, at=at, to=(FAULTS, None))


def inspect(*, at: datetime) -> int:
    """Read again what is damaged, then what was not read for longest; returns how many copies.

    As many bytes as the setting says, and at least one copy; nothing twice within the days of
    the other setting. Each is kept by itself, so that nothing is lost where a worker dies.
    Another run at the same time is left alone.
    """
    with try_for(Lock.INSPECTION) as held:
        return _inspect(at) if held else 0


def _inspect(at: datetime) -> int:
    damaged = DigitalCopy.objects.filter(faults__in=CopyFault.objects.open())
    before = at - timedelta(days=settings.FIXITY_DAYS)
    waiting = DigitalCopy.objects.filter(Q(verified_at=None) | Q(verified_at__lt=before))
    waiting = waiting.order_by(F("verified_at").asc(nulls_first=True), "pk")
    copies = size = faults = restored = 0
    again = {copy.sha256: copy for copy in damaged.order_by("pk")}
    for copy in again.values():
        found = _keep(copy, _harm(copy), at=at)
        copies, size, restored = copies + 1, size + copy.size, restored + found.restored
    left = settings.FIXITY_BYTES
    while left > 0 and (oldest := waiting.exclude(sha256__in=again).first()):
        found = _keep(oldest, _harm(oldest), at=at)
        copies, size, left = copies + 1, size + oldest.size, left - oldest.size
        faults += found.faults
    with transaction.atomic():
        told = {"copies": copies, "bytes": size, "faults": faults, "restored": restored}
        Inspection.objects.create(started_at=at, finished_at=timezone.now(), **told)
        _tell(Found(faults, restored), at=at)
    return copies


def count_pages(*, at: datetime) -> int:
    """Count the pages of copies that nobody has counted yet; returns how many copies.

    0 is kept of what cannot be opened. The records are then compared anew.
    """
    waiting = DigitalCopy.objects.filter(page_count=None, format__in=DRAWN).order_by("pk")
    found = list(waiting.select_related("component")[:COUNTED_AT_ONCE])
    for copy in found:
        try:
            pages = len(images.sizes(copy))
        except Refused:
            pages = 0
        DigitalCopy.objects.filter(pk=copy.pk).update(page_count=pages)
    page_counts_sql.compare([copy.component.record_id for copy in found], at=at)
    return len(found)


def compare_pages(*, at: datetime) -> None:
    """Nightly, of all records: descriptions and returns change the figures, too."""
    page_counts_sql.compare(at=at)
