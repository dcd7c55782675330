"""How a correction is shown: its stops, what it changes, which codes it will give."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from django.db.models import Count, Min, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from records.amendments.models import Amendment, AmendmentItem
from records.amendments.rules import Stage
from records.days import short_day
from records.holdings.cards import Look, card
from records.holdings.models import Record
from records.holdings.pages import preview
from records.organisation.models import User
from records.organisation.questions import Asked, question
from records.values.quantities import amount_of
from records.workflow.forms import ReasonForm
from records.workflow.pages import Pages, Stop

FEW = 5
CLASS = ("fonds", "category", "year", "period", "unit", "level", "volume")
NAMED = ("fonds", "category", "unit", "volume")


def _proposed(amendment: Amendment) -> str:
    return f"{short_day(amendment.proposed_at)} {amendment.proposed_by}"


def facts(amendment: Amendment) -> list[tuple[str, Any]]:
    """What it changes, of how many, why; and what else has to be done on paper."""
    told = _of_components(amendment) if amendment.of_components else _of_codes(amendment)
    return [
        *told,
        (_("Reason"), amendment.reason),
        (_("Proposed by"), amendment.proposed_by),
        *(_foretold(amendment) if not amendment.of_components else []),
    ]


def _of_codes(amendment: Amendment) -> list[tuple[str, Any]]:
    return [
        (_("Quantity"), amount_of(amendment.items.all(), "record__level")),
        (_("Right year"), amendment.year),
        (_("Right retention period"), amendment.kept_for),
    ]


def _foretold(amendment: Amendment) -> list[tuple[str, Any]]:
    if amendment.stage != Stage.PROPOSED:
        return []
    return [
        (_("New codes"), pgettext("between words", ", ").join(foreseen(amendment))),
        (_("In boxes"), _boxes(amendment)),
    ]


def _of_components(amendment: Amendment) -> list[tuple[str, Any]]:
    """The record, and how many of its components are to be otherwise."""
    parts = list(amendment.parts.all())
    counts = Counter("out" if part.is_taken_out else part.difference for part in parts)
    told = [
        _("%(count)d in all") % {"count": len(parts)},
        _("%(count)d said otherwise") % {"count": counts["said"]} if counts["said"] else "",
        _("%(count)d in another place") % {"count": counts["moved"]} if counts["moved"] else "",
        _("%(count)d taken out") % {"count": counts["out"]} if counts["out"] else "",
    ]
    return [
        (_("Record"), amendment.corrected.first()),
        (_("Components"), pgettext("between words", ", ").join(filter(None, told))),
    ]


# What approval does and did: to codes (False), to components (True).
EFFECTS = {
    False: gettext_lazy(
        "Each record gets a new number and a new archival code at once. The former code leads"
        " to it for ever; its number is not given again."
    ),
    True: gettext_lazy(
        "The components become at once what is proposed. What is taken out is in no list and no"
        " package any more; it is kept here, with its digital copies."
    ),
}
DONE = {
    False: gettext_lazy(
        "The records bear their new codes, and the former ones lead to them. Write the new"
        " numbers on stamps and lists, and put the papers into boxes of their class."
    ),
    True: gettext_lazy(
        "The components are corrected. Put the papers into the same order, and what was taken"
        " out where it belongs."
    ),
}
PAGES = Pages(
    index="records:amendment-list",
    title=gettext_lazy("Corrections"),
    stops=(
        Stop(gettext_lazy("Propose"), "", (), _proposed),
        Stop(gettext_lazy("Approve"), "approve", (Stage.PROPOSED,)),
    ),
    forms={"reject": ReasonForm},
    facts=facts,
    effects={"approve": lambda amendment: str(EFFECTS[amendment.of_components])},
    said={
        "approve": lambda amendment: DONE[amendment.of_components],
        "reject": gettext_lazy("Turned down; the records are as they were, and free."),
        "withdraw": gettext_lazy("Withdrawn; the records are as they were, and free."),
    },
)


def foreseen(amendment: Amendment) -> list[str]:
    """The code that approval would give now to the first record of each class, or why none."""
    return [
        _("%(code)s and on") % {"code": shown.code} if count > 1 and shown.code else told
        for shown, count in _classes(amendment)
        if (told := shown.code or shown.error)
    ]


def _classes(amendment: Amendment) -> Iterator[tuple[Any, int]]:
    records = amendment.corrected
    alone = records.exclude(volume__in=records.values("pk")).order_by()
    counted = alone.values(*CLASS).annotate(first=Min("pk"), count=Count("pk"))
    sizes = dict(counted.order_by("first").values_list("first", "count")[:FEW])
    for record in records.filter(pk__in=sizes).select_related(*NAMED).order_by("pk"):
        yield _preview(amendment, record), sizes[record.pk]


def _preview(amendment: Amendment, record: Record) -> Any:
    parts = {name: getattr(record, name) for name in (*NAMED, "level")}
    year, period = amendment.year or record.year, amendment.period or record.period
    return preview(**parts, year=year, period=period)


def _boxes(amendment: Amendment) -> str:
    """The boxes that the records lie in: no box holds two years or periods (DA/T 22-2015 6.4)."""
    boxed = amendment.corrected.exclude(box_number="").order_by("box_number")
    found = list(boxed.values_list("box_number", flat=True).distinct()[: FEW + 1])
    told = pgettext("between words", ", ").join(found[:FEW])
    return f"{told} …" if len(found) > FEW else told


@question
def _items(user: User, record: int) -> QuerySet[AmendmentItem]:
    seen = Amendment.objects.visible_to(user).filter(items__record=record)
    items = AmendmentItem.objects.filter(record=record, amendment__in=seen).order_by("-id")
    return items.select_related("amendment__proposed_by")


@card(lambda look: [_items(look.user, look.record.pk)])
def corrections(_look: Look, items: Asked[AmendmentItem]) -> Asked[AmendmentItem]:
    """The corrections of a record, the newest first."""
    return items
