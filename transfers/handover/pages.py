"""How a handover is shown: its stops, its tests by nature, its signatures, what is due for it."""

from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple

from django.db.models import Count, Exists, Min, OuterRef, QuerySet, TextChoices
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from records.days import short_day
from records.holdings.models import Hold
from records.retention.rules import Duty, Period
from records.sentences import ngettext_lazy
from records.values.rules import Disclosure, Opening
from records.workflow.forms import ReasonForm, SeenForm
from records.workflow.models import Step
from records.workflow.pages import Pages, Stop
from transfers.due.models import Due
from transfers.handover.forms import AnswerForm, DeliverForm
from transfers.handover.models.checks import HandoverCheck
from transfers.handover.models.handovers import Handover
from transfers.handover.models.items import HandoverItem, summed
from transfers.handover.natures.rules import BY_PERSON, Nature, Result
from transfers.handover.papers.amounts import said
from transfers.handover.rules import Outcome, Stage, Tally


def _selected(handover: Handover) -> str:
    return _("%(amount)s, %(on)s %(by)s") % {
        "amount": said(handover.items.tallied()),
        "on": short_day(handover.created_at),
        "by": handover.created_by,
    }


def _facts(handover: Handover) -> list[tuple[str, Any]]:
    tallies = handover.items.tallied()
    pages = summed(tallies)["pages"]
    return [
        (_("Fonds"), handover.fonds),
        (_("Goes to"), handover.fonds.archive),
        (_("Quantity"), said(tallies)),
        (_("Pages"), f"{pages:,}" if pages else ""),
        (_("Proposed"), handover.proposed_by),
    ]


PAGES = Pages(
    index="transfers:handover-list",
    title=gettext_lazy("Handovers"),
    stops=(
        Stop(gettext_lazy("Select"), "", (), _selected),
        Stop(gettext_lazy("Test"), "check", (Stage.DRAFT,)),
        Stop(gettext_lazy("Approve"), "approve", (Stage.CHECKED, Stage.PROPOSED)),
        Stop(gettext_lazy("Package"), "package", (Stage.APPROVED,)),
        Stop(gettext_lazy("Deliver"), "deliver", (Stage.PACKAGED,)),
        Stop(gettext_lazy("Receipt"), "receipt", (Stage.DELIVERED,)),
    ),
    forms={
        "approve": SeenForm,
        "return": ReasonForm,
        "deliver": DeliverForm,
        "cancel": ReasonForm,
    },
    facts=_facts,
)


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


def free(due: QuerySet[Due]) -> QuerySet[Due]:
    """Of these flags, those for a transfer whose record is free and in no open handover."""
    taken = HandoverItem.objects.pending().filter(record=OuterRef("record"))
    held = Hold.objects.open().filter(record=OuterRef("record"))
    return due.filter(duty=Duty.TRANSFER, cleared_at=None).filter(~Exists(taken), ~Exists(held))


def by_fonds(due: QuerySet[Due]) -> list[dict[str, Any]]:
    """How many are due, by fonds, with the earliest year."""
    counted = due.order_by("fonds__number").values("fonds__number", "fonds__name")
    return [dict(row) for row in counted.annotate(count=Count("pk"), first=Min("year"))]


def by_class(due: QuerySet[Due]) -> list[dict[str, Any]]:
    """How many are due, by year and period."""
    counted = due.order_by("year", "period").values("year", "period").annotate(count=Count("pk"))
    return [{**row, "kept_for": Period(row["period"])} for row in counted]


def amounts(tallies: list[Tally]) -> dict[str, str]:
    """All of a batch, what is accepted, what is rejected and what is not, each in words."""
    return {
        "records": said(tallies),
        "accepted": said(one for one in tallies if one.fate == Outcome.ACCEPTED),
        "rejected": said(one for one in tallies if one.fate == Outcome.REJECTED),
        "kept": said(one for one in tallies if one.fate != Outcome.REJECTED),
    }


def undue(handover: Handover) -> int:
    """How many of a selection are not due today and go on no ground: they can be taken out."""
    return handover.undue.count() if handover.stage == Stage.DRAFT else 0


def answer(handover: Handover) -> AnswerForm | None:
    """What of the test awaits a person, once the batch is tested."""
    form = AnswerForm(handover=handover) if handover.stage == Stage.CHECKED else None
    return form if form and form.items else None


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
    left = sum(check.is_open for check in checks)
    if failed:
        text = ngettext("%(count)d not passed", "%(count)d not passed", failed) % {"count": failed}
        meaning = "late"
    elif told:
        text = ngettext("%(count)d reminder", "%(count)d reminders", told) % {"count": told}
        meaning = "warn"
        icon = "alert-triangle"
    elif left:
        text = ngettext("%(count)d open", "%(count)d open", left) % {"count": left}
        meaning = ""
    else:
        text, meaning = _("passed"), "ok"
    foot = ngettext_lazy(
        "%(all)d item: %(by_machine)d by machine, %(by_hand)d by hand",
        "%(all)d items: %(by_machine)d by machine, %(by_hand)d by hand",
        "all",
    ) % {
        "all": len(checks),
        "by_machine": len(checks) - by_hand,
        "by_hand": by_hand,
    }
    return Card(str(nature.label), meaning, text, icon, checks, foot)


def signatures(handover: Handover) -> list[Signature]:
    """Who proposed, approved, delivered and received; what was sent back or called off is void."""
    made: dict[str, Step] = {}
    for step in handover.steps.select_related("by"):
        made = {} if step.target in (Stage.DRAFT, Stage.CANCELLED) else made | {step.name: step}
    signed = [
        Signature(str(label), str(made[move].by), timezone.localdate(made[move].at))
        for label, move in (
            (_("Proposed"), "propose"),
            (_("Approved"), "approve"),
            (_("Delivered"), "deliver"),
        )
        if move in made
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
    changes = handover.items.security_changes(handover.approval).count()
    some = ngettext("%(count)d change", "%(count)d changes", changes) % {"count": changes}
    told = [(label, _sums(handover, field, values)) for label, field, values in marks]
    return [*told, (_("Changes of security marks"), some if changes else _("none recorded"))]


def _sums(handover: Handover, field: str, values: Iterable[TextChoices]) -> str:
    found = handover.items.counted_by(field)
    return _(", ").join(f"{one.label} {found[one]:,}" for one in values if one in found)
