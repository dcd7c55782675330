"""Who answers for a batch: tested, proposed, approved by another, delivered; or sent back."""

import shutil
from collections.abc import Mapping
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from records.audit.actions import note
from records.holdings.actions import hold, release
from records.holdings.models import Hold
from records.jobs.models import Job
from records.organisation.models import User
from records.rules import Refused
from records.sentences import gettext as _
from records.sentences import gettext_lazy, labelled, ngettext_lazy
from records.workflow.actions import advance
from records.workflow.acts import asks, does, hold_at
from records.workflow.approval import in_one_hand, proposed_by_oneself
from transfers.handover.models.handovers import Handover
from transfers.handover.natures.rules import BY_PERSON, Result
from transfers.handover.papers.order import order_of
from transfers.handover.rules import FLOW, Carriage, Outcome, Stage
from transfers.packages.actions import proven
from transfers.packages.workplace import Workplace


def no_longer_due(handover: Handover, by: User) -> str:
    """What goes is due on the day, or goes early on a recorded ground (Regulations art. 20).

    Rules end and change after the flags and the selection were made: every step judges again.
    """
    undue = handover.undue
    first = undue.select_related("record").first()
    if first is None:
        return ""
    told = {"count": undue.count(), "code": first.record.archival_code}
    if handover.stage == Stage.DRAFT:
        return (
            ngettext_lazy(
                "%(count)d record is not due for transfer today: %(code)s. Take it out, or add"
                " it anew with the ground for going early.",
                "%(count)d records are not due for transfer today, the first is %(code)s. Take"
                " them out, or add them anew with the ground for going early.",
            )
            % told
        )
    return (
        ngettext_lazy(
            "%(count)d record is not due for transfer any more: %(code)s. Open the selection"
            " again, or have the batch sent back, and take it out.",
            "%(count)d records are not due for transfer any more, the first is %(code)s. Open"
            " the selection again, or have the batch sent back, and take them out.",
        )
        % told
    )


def held_elsewhere(handover: Handover, by: User) -> str:
    """What is lent, or held for something else, is not there to be tested and sent."""
    held = Hold.objects.open().filter(record__in=handover.items.pending().records())
    first = held.placed_elsewhere(handover).select_related("record").order_by("pk").first()
    return labelled(first.record.archival_code, first.why) if first else ""


def _hold_for_test(handover: Handover, job: Job) -> None:
    release(handover, at=job.queued_at)  # what an earlier test left that was stopped
    hold(handover.items.pending().records(), handover, by=job.by, at=job.queued_at, job=job)


@asks(
    FLOW,
    "check",
    task="transfers.check_handover",
    title=gettext_lazy("Test of %(row)s"),
    unless=[no_longer_due, held_elsewhere],
    meanwhile=_hold_for_test,
)
def check(handover: Handover, *, by: User, at: datetime) -> None:
    """Ask for the four-nature test: it reads every byte, so it is a job.

    From here on the records are held as they are: as long as the job is open, and, when
    they pass, until the batch is sent back or ends.
    """


@transaction.atomic
def answer(
    handover: Handover, *, answers: Mapping[str, tuple[str, str]], by: User, at: datetime
) -> int:
    """Write what a person found of items of the test: item to result and words; returns how many.

    An answer stays: who was wrong has the test made anew.
    """
    held = hold_at(handover, Stage.CHECKED)
    left = held.checks.filter(item__in=BY_PERSON, result=Result.MANUAL)
    told: dict[str, list[str]] = {}
    for check in list(left.filter(item__in=answers)):
        result, text = answers[check.item]
        who = {"answered_by": by, "answered_at": at}
        left.filter(pk=check.pk).update(result=Result(result), text=text, **who)
        told[check.item] = [str(Result(result).label), text]
    if not told:
        raise Refused(_("Nothing was answered: choose a result and say what was found."))
    note("answer test", held, by=by, at=at, after=told)
    return len(told)


def test_is_open(handover: Handover, by: User) -> str:
    """A batch is submitted once people have answered what only they can say, and it holds."""
    checks = handover.checks.filter(item__in=BY_PERSON)
    left = [check.item for check in checks.filter(result=Result.MANUAL)]
    if left:
        return _("These items of the test await a person: %(items)s. Answer them first.") % {
            "items": _(", ").join(left)
        }
    failed = checks.filter(result=Result.FAILED).first()
    if failed is None:
        return ""
    return _("%(item)s is not passed: %(text)s. Open the selection again and mend it.") % {
        "item": failed,
        "text": failed.text,
    }


@does(FLOW, "propose", unless=[test_is_open, no_longer_due])
def propose(handover: Handover, *, by: User, at: datetime) -> None:
    """Submit a tested handover for approval."""
    Handover.objects.filter(pk=handover.pk).update(proposed_by=by)
    advance(handover, "propose", by=by, at=at)


@does(FLOW, "approve", unless=[proposed_by_oneself, in_one_hand, no_longer_due])
def approve(handover: Handover, *, by: User, at: datetime, seen: int | None = None) -> None:
    """Approve what another person proposed.

    `seen` is the last step that the approver's page knew of: what was sent back and
    submitted again since is to be looked at again.
    """
    if seen is not None and seen != handover.last_step:
        raise Refused(_("The batch was submitted anew since you opened it. Look at it again."))
    Handover.objects.filter(pk=handover.pk).update(approved_by=by, approved_at=at)
    advance(handover, "approve", by=by, at=at, records=handover.items.count())


@asks(
    FLOW,
    "package",
    task="transfers.package_handover",
    title=gettext_lazy("Package of %(row)s"),
    unless=[no_longer_due],
)
def package(handover: Handover, *, by: User, at: datetime) -> None:
    """Ask for the package of an approved handover."""


@does(FLOW, "deliver", unless=[no_longer_due])
def deliver(
    handover: Handover,
    *,
    carriage: Carriage,
    media_numbers: str,
    delivered_on: date,
    by: User,
    at: datetime,
) -> None:
    """Record how and on which day the package went to the archive.

    Its bytes are read once more: what is not what was built is not delivered.
    """
    approved_on = timezone.localdate(handover.approved_at)
    if not approved_on <= delivered_on <= timezone.localdate(at):
        raise Refused(_("The day of delivery lies between the approval and today."))
    if carriage != Carriage.ONLINE and not media_numbers:
        raise Refused(_("Name the media and their numbers, for example: 2 discs, G2026-01 to 02."))
    if handover.package:
        proven(handover.package)
    told: dict[str, Any] = {
        "carriage": carriage,
        "media_numbers": media_numbers,
        "delivered_on": delivered_on,
    }
    Handover.objects.filter(pk=handover.pk).update(**told)
    advance(handover, "deliver", by=by, at=at, **told)


@does(FLOW, "return")
def send_back(handover: Handover, *, reason: str, by: User, at: datetime) -> None:
    """Back to the selection, with the reason; approval and package are void."""
    advance(handover, "return", by=by, at=at, reason=reason, **_package_facts(handover))
    _void(handover)
    release(handover, at=at)


@does(FLOW, "cancel")
def cancel(handover: Handover, *, reason: str, by: User, at: datetime) -> None:
    """Call the handover off; its records are free for another one and stay due."""
    advance(handover, "cancel", by=by, at=at, reason=reason, **_package_facts(handover))
    _void(handover)
    handover.items.pending().update(outcome=Outcome.WITHDRAWN)
    release(handover, at=at)


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
