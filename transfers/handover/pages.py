"""How a handover is shown: its stepper, its tests by nature, its buttons, its signatures."""

from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple

from django.db.models import TextChoices
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from records.jobs.rules import State
from records.organisation.models import User
from records.values.rules import Disclosure, Opening
from transfers.handover.models.checks import HandoverCheck
from transfers.handover.models.handovers import Handover, HandoverStep
from transfers.handover.natures.rules import BY_PERSON, Nature, Result
from transfers.handover.rules import FLOW, Stage

# Each step of the stepper, the move that ends it, and the stages in which it is the present one.
STEPS: list[tuple[str | Promise, str, tuple[str, ...]]] = [
    (gettext_lazy("Select"), "", ()),
    (gettext_lazy("Test"), "check", (Stage.DRAFT,)),
    (gettext_lazy("Approve"), "approve", (Stage.CHECKED, Stage.PROPOSED)),
    (gettext_lazy("Package"), "package", (Stage.APPROVED,)),
    (gettext_lazy("Deliver"), "deliver", (Stage.PACKAGED,)),
    (gettext_lazy("Receipt"), "receipt", (Stage.DELIVERED,)),
]
ORDER = [Stage.DRAFT, Stage.CHECKED, Stage.APPROVED, Stage.PACKAGED, Stage.DELIVERED, Stage.CLOSED]
WITHOUT_PAGE = {"check", "revise", "package"}
AWAY = {"cancel", "revise", "return"}


class Shown(NamedTuple):
    """One step of the stepper."""

    name: str
    detail: str
    state: str


class Button(NamedTuple):
    """One move that the person may make here; `why` says what keeps it from being made."""

    name: str
    label: str
    url: str
    binding: bool
    posts: bool
    why: str


class Card(NamedTuple):
    """One of the four natures with its tests."""

    name: str
    meaning: str
    text: str
    icon: str
    checks: list[HandoverCheck]
    foot: str


class Signature(NamedTuple):
    what: str
    who: str
    on: date | None


def stepper(handover: Handover, steps: Iterable[HandoverStep], records: int) -> list[Shown]:
    """Six steps with who and when; a batch that was sent back shows where."""
    last = {step.name: step for step in steps}
    newest = next(reversed(last), "") if last else ""
    began = timezone.localdate(handover.created_at)
    selected = _("%(records)s records, %(on)s %(by)s") % {
        "records": f"{records:,}",
        "on": f"{began:%m-%d}",
        "by": handover.created_by,
    }
    shown = [Shown(str(STEPS[0][0]), selected, "done")]
    passed = handover.stage != Stage.CANCELLED
    for name, move, present in STEPS[1:]:
        if handover.stage in present:
            passed = False
            state = "back" if newest == "return" and handover.stage == Stage.DRAFT else "now"
            shown.append(Shown(str(name), _since(last, state), state))
        else:
            state = "done" if passed else ""
            detail = _by(last[move]) if passed and move in last else ""
            shown.append(Shown(str(name), detail, state))
    return shown


def _since(last: dict[str, HandoverStep], state: str) -> str:
    return _("Sent back: %(reason)s") % {"reason": last["return"].reason} if state == "back" else ""


def _by(step: HandoverStep) -> str:
    return f"{timezone.localdate(step.at):%m-%d} {step.by}"


def natures(checks: Iterable[HandoverCheck]) -> list[Card]:
    """The tests in four cards; empty before the first test."""
    found: dict[Nature, list[HandoverCheck]] = {nature: [] for nature in Nature}
    for check in checks:
        found[check.nature].append(check)
    return [_card(nature, tests) for nature, tests in found.items() if tests]


def _card(nature: Nature, checks: list[HandoverCheck]) -> Card:
    results = [check.result for check in checks]
    by_hand = sum(check.item in BY_PERSON for check in checks)
    failed, told, icon = results.count(Result.FAILED), results.count(Result.WARNING), ""
    if failed:
        text = ngettext("%(count)d not passed", "%(count)d not passed", failed) % {"count": failed}
        meaning = "late"
    elif told:
        text = ngettext("%(count)d reminder", "%(count)d reminders", told) % {"count": told}
        meaning = "warn"
        icon = "alert-triangle"
    else:
        text, meaning = _("passed"), "ok"
    foot = _("%(all)d items: %(by_machine)d by machine, %(by_hand)d by hand") % {
        "all": len(checks),
        "by_machine": len(checks) - by_hand,
        "by_hand": by_hand,
    }
    return Card(str(nature.label), meaning, text, icon, checks, foot)


def buttons(handover: Handover, user: User) -> list[Button]:
    """The moves that the person's role has from here, straight from the table; the way on last."""
    working = handover.job is not None and handover.job.is_open
    shown = []
    for move in FLOW.open_to(user.role, handover.stage):
        why = _("A job is at work on this batch.") if working else ""
        if move.name == "approve" and handover.proposed_by == user:
            why = _("You proposed it, so another person approves it.")
        url = reverse("transfers:handover-move", args=[handover.pk, move.name])
        if move.name == "receipt":
            url = reverse("transfers:handover-receipt", args=[handover.pk])
        shown.append(
            Button(move.name, str(move.label), url, move.binding, move.name in WITHOUT_PAGE, why)
        )
    return sorted(shown, key=lambda button: button.name not in AWAY)


def failure(handover: Handover) -> str:
    """Why the last job came to nothing, while nothing has been done since."""
    job = handover.job
    return job.message if job and job.state == State.FAILED else ""


def signatures(handover: Handover, steps: Iterable[HandoverStep]) -> list[Signature]:
    """Who proposed, approved, delivered and received, as far as it has come."""
    last = {step.name: step for step in steps}
    signed = [
        Signature(str(label), str(last[move].by), timezone.localdate(last[move].at))
        for label, move in (
            (_("Proposed"), "propose"),
            (_("Approved"), "approve"),
            (_("Delivered"), "deliver"),
        )
        if move in last and handover.stage not in (Stage.DRAFT, Stage.CHECKED)
    ]
    if handover.receipt:
        receipt = handover.receipt
        signed.append(Signature(_("Received"), receipt.receiver, receipt.received_on))
    return signed


def along(handover: Handover) -> list[tuple[str, str]]:
    """What goes along with the batch, each with its sums in words."""
    marks: list[tuple[str, str, Iterable[TextChoices]]] = [
        (_("Opinions on opening"), "opening", Opening),
        (_("Disclosure of information"), "disclosure", Disclosure),
    ]
    changes = handover.items.security_changes(handover.approved_at or timezone.now()).count()
    said = ngettext("%(count)d change", "%(count)d changes", changes) % {"count": changes}
    told = [(label, _sums(handover, field, values)) for label, field, values in marks]
    return [*told, (_("Changes of security marks"), said if changes else _("none recorded"))]


def _sums(handover: Handover, field: str, values: Iterable[TextChoices]) -> str:
    found = handover.items.counted_by(field)
    return _(", ").join(f"{one.label} {found[one]:,}" for one in values if one in found)


def classes_of(rows: Iterable[dict[str, Any]]) -> list[tuple[int, str]]:
    """(year, period) of counted rows."""
    return [(row["year"], row["period"]) for row in rows]
