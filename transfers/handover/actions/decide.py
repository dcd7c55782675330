"""The moves of a handover, each by its people; what the law wants two for, two must do."""

import shutil
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from records.audit.actions import note
from records.jobs import actions as jobs
from records.jobs.models import Job
from records.organisation.models import User
from records.rules import Refused
from records.workflow.actions import advance
from transfers.handover.actions.select import locked
from transfers.handover.holds import wait_for_changes
from transfers.handover.models.handovers import Handover
from transfers.handover.natures.rules import BY_SCAN, Result
from transfers.handover.papers.order import order_of
from transfers.handover.rules import FLOW, Carriage, Outcome, Stage
from transfers.packages.workplace import Workplace


@transaction.atomic
def explain(handover: Handover, *, gap_note: str, account: str, by: User, at: datetime) -> None:
    """Write why numbers are missing, and the sender's account (移出说明) for the deed."""
    held = locked(handover, Stage.DRAFT)
    before = {"gap_note": held.gap_note, "account": held.account}
    after = {"gap_note": gap_note, "account": account}
    Handover.objects.filter(pk=held.pk).update(**after)
    note("explain", held, by=by, at=at, before=before, after=after)


@transaction.atomic
def check(handover: Handover, *, by: User, at: datetime) -> Job:
    """Ask for the four-nature test: it reads every byte, so it is a job.

    From here on the records are held as they are, until the batch is sent back or ends.
    """
    held = _may("check", handover, by)
    wait_for_changes(held)
    job = jobs.queue(
        "transfers.check_handover",
        title=_("Test of %(handover)s") % {"handover": held.title},
        by=by,
        at=at,
        link=held.get_absolute_url(),
        handover=held.pk,
    )
    Handover.objects.filter(pk=held.pk).update(job=job)
    return job


@transaction.atomic
def package(handover: Handover, *, by: User, at: datetime) -> Job:
    """Ask for the package of an approved handover."""
    held = _may("package", handover, by)
    job = jobs.queue(
        "transfers.package_handover",
        title=_("Package of %(handover)s") % {"handover": held.title},
        by=by,
        at=at,
        link=held.get_absolute_url(),
        handover=held.pk,
    )
    Handover.objects.filter(pk=held.pk).update(job=job)
    return job


def _may(move: str, handover: Handover, by: User) -> Handover:
    """The row, held for a move that a job will make."""
    held = locked(handover, *map(Stage, FLOW[move].sources))
    if by.role not in FLOW[move].roles:
        raise Refused(_("“%(move)s” is not open to your role.") % {"move": FLOW[move].label})
    return held


@transaction.atomic
def revise(handover: Handover, *, by: User, at: datetime) -> None:
    """Open the selection again; the test is to be made anew."""
    held = locked(handover, Stage.CHECKED)
    advance(held, "revise", by=by, at=at)
    held.checks.all().delete()
    Handover.objects.filter(pk=held.pk).update(checked_at=None)


@transaction.atomic
def propose(handover: Handover, *, virus_scan: str, by: User, at: datetime) -> None:
    """Submit a tested handover for approval, with what the virus scan said (DA/T 70: 4-1, 4-2)."""
    held = locked(handover, Stage.CHECKED)
    held.checks.filter(item__in=BY_SCAN).update(result=Result.PASSED, text=virus_scan)
    Handover.objects.filter(pk=held.pk).update(proposed_by=by)
    advance(held, "propose", by=by, at=at, virus_scan=virus_scan)


@transaction.atomic
def approve(handover: Handover, *, by: User, at: datetime, seen: int | None = None) -> None:
    """Approve what another person proposed; the database refuses the same person too.

    `seen` is the last step that the approver's page knew of: what was sent back and
    submitted again since is to be looked at again.
    """
    held = locked(handover, Stage.PROPOSED)
    if seen is not None and seen != held.last_step:
        raise Refused(_("The batch was submitted anew since you opened it. Look at it again."))
    if held.proposed_by == by:
        raise Refused(_("You proposed this handover yourself. Another person approves it."))
    Handover.objects.filter(pk=held.pk).update(approved_by=by, approved_at=at)
    advance(held, "approve", by=by, at=at, records=held.items.count())


@transaction.atomic
def send_back(handover: Handover, *, reason: str, by: User, at: datetime) -> None:
    """Back to the selection, with the reason; approval and package are void."""
    held = locked(handover, Stage.PROPOSED, Stage.APPROVED, Stage.PACKAGED)
    advance(held, "return", by=by, at=at, reason=reason, **_package_facts(held))
    _void(held)


@transaction.atomic
def cancel(handover: Handover, *, reason: str, by: User, at: datetime) -> None:
    """Call the handover off; its records are free for another one and stay due."""
    held = locked(handover, *map(Stage, FLOW["cancel"].sources))
    advance(held, "cancel", by=by, at=at, reason=reason, **_package_facts(held))
    _void(held)
    held.items.pending().update(outcome=Outcome.WITHDRAWN)


def _package_facts(handover: Handover) -> dict[str, Any]:
    """What is kept of a package that becomes void."""
    package = handover.package
    return {"void": package.name, "sha256": package.sha256} if package else {}


def _void(handover: Handover) -> None:
    """Approval, findings and package are gone, and what was begun of the package too."""
    package = handover.package
    if handover.approved_at:
        begun = Workplace(settings.PACKAGE_DIR, order_of(handover).name)
        transaction.on_commit(begun.close)
    Handover.objects.filter(pk=handover.pk).update(
        proposed_by=None, approved_by=None, approved_at=None, checked_at=None, package=None
    )
    handover.checks.all().delete()
    if package:
        package.delete()
        transaction.on_commit(partial(shutil.rmtree, Path(package.path), ignore_errors=True))


@transaction.atomic
def deliver(
    handover: Handover,
    *,
    carriage: Carriage,
    media_numbers: str,
    delivered_on: date,
    by: User,
    at: datetime,
) -> None:
    """Record how and on which day the package went to the archive."""
    held = locked(handover, Stage.PACKAGED)
    approved_on = timezone.localdate(held.approved_at)
    if not approved_on <= delivered_on <= timezone.localdate(at):
        raise Refused(_("The day of delivery lies between the approval and today."))
    if carriage != Carriage.ONLINE and not media_numbers:
        raise Refused(_("Name the media and their numbers, for example: 2 discs, G2026-01 to 02."))
    told: dict[str, Any] = {
        "carriage": carriage,
        "media_numbers": media_numbers,
        "delivered_on": delivered_on,
    }
    Handover.objects.filter(pk=held.pk).update(**told)
    advance(held, "deliver", by=by, at=at, **told)
