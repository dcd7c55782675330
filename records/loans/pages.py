"""How a loan is shown: its stops, what it is for, and the lists of the centre's desk."""

from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from records.days import day, short_day
from records.holdings.cards import Look, card
from records.holdings.models.grants import own_fonds
from records.loans.forms import EffectForm, FindForm, LoseForm
from records.loans.models import Loan, LoanItem, LoanQuerySet, late_on
from records.loans.rules import BEFORE, Stage
from records.organisation.models import Fonds, User
from records.organisation.questions import Asked, question
from records.values.quantities import amount_of
from records.workflow.forms import ReasonForm
from records.workflow.pages import Pages, Stop

LATEST = 5  # loans of a record on its own page


def _asked(loan: Loan) -> str:
    return f"{short_day(loan.asked_at)} {loan.borrower}"


def _returned(loan: Loan) -> str:
    """When it is due back, or came back."""
    if loan.is_out:
        return _("due back %(day)s") % {"day": short_day(loan.due_on)}
    last = loan.steps.select_related("by").filter(name="close").first()
    return f"{short_day(last.at)} {last.by}" if last else ""


def _effect(loan: Loan) -> str:
    told = getattr(loan, "effect", None)
    if told:
        return f"{short_day(told.told_at)} {told.told_by}"
    asked = loan.effect_asked_on
    return _("asked for %(day)s") % {"day": short_day(asked)} if asked else ""


def facts(loan: Loan) -> list[tuple[str, Any]]:
    """Who borrows how much, what for, and until when."""
    return [
        (_("Borrower"), loan.borrower),
        (_("Department"), loan.department),
        (_("Purpose of use"), loan.purpose),
        (_("Originals"), amount_of(loan.items.all(), "record__level")),
        (
            _("Term asked for"),
            ngettext("%(days)d day", "%(days)d days", loan.days) % {"days": loan.days},
        ),
        (_("Due back"), day(loan.due_on)),
        (_("Reminded"), _reminded(loan)),
        (_("Renewed"), _renewed(loan.renewals)),
    ]


def _renewed(times: int) -> str:
    said = ngettext("%(times)d time", "%(times)d times", times) % {"times": times}
    return said if times else ""


def _reminded(loan: Loan) -> str:
    """Each reminder with its day, the first one first."""
    told = (f"{short_day(one.at)} {one.get_kind_display()}" for one in loan.reminders.all())
    return pgettext("between words", ", ").join(told)


PAGES = Pages(
    index="records:loan-list",
    title=gettext_lazy("Loans"),
    stops=(
        Stop(gettext_lazy("Ask"), "", (), _asked),
        Stop(gettext_lazy("Approve"), "approve", (Stage.ASKED,)),
        Stop(gettext_lazy("Fetch"), "fetch", (Stage.APPROVED,)),
        Stop(gettext_lazy("Hand out"), "hand_out", (Stage.FETCHED,)),
        Stop(gettext_lazy("Return"), "close", (Stage.OUT,), _returned),
        Stop(gettext_lazy("Effect"), "tell_effect", (Stage.CLOSED,), _effect),
    ),
    forms={"tell_effect": EffectForm, "refuse": ReasonForm, "lose": LoseForm, "find": FindForm},
    facts=facts,
    said={
        "approve": gettext_lazy("Approved. Print the pick list and fetch the originals."),
        "lose": gettext_lazy("Reported as lost; its record stays held."),
        "find": gettext_lazy("Found; its record is free again."),
        "refuse": gettext_lazy("The loan is ended, and its originals are free."),
        "withdraw": gettext_lazy("Withdrawn; the originals are free again."),
        "tell_effect": gettext_lazy("The effect is recorded."),
        "fetch": gettext_lazy("Fetched; the borrower can collect them."),
        "hand_out": lambda loan: _("Handed out, due back on %(day)s.") % {"day": day(loan.due_on)},
        "renew": lambda loan: _("Renewed, due back on %(day)s now.") % {"day": day(loan.due_on)},
    },
    places={"take_back": lambda loan: reverse("records:loan-return", args=[loan.pk])},
)


class Tab(NamedTuple):
    """One list of loans, with how many there are."""

    value: str
    label: str | Promise
    chosen: Q
    loans: int = 0


def lists(today: date) -> list[Tab]:
    """The lists by what is to be done, the first of them what is still open at all."""
    return [
        Tab("open", _("Not ended yet"), Q(stage__in=[*BEFORE, Stage.OUT])),
        Tab("asked", _("To approve"), Q(stage=Stage.ASKED)),
        Tab("approved", _("To fetch"), Q(stage=Stage.APPROVED)),
        Tab("fetched", _("To hand out"), Q(stage=Stage.FETCHED)),
        Tab("out", _("Lent"), Q(stage=Stage.OUT)),
        Tab("overdue", _("Overdue"), late_on(today)),
        Tab("effect", _("Effect to be recorded"), Q(stage=Stage.CLOSED, effect=None)),
        Tab("all", _("All"), Q()),
    ]


def tabs(loans: LoanQuerySet, *, today: date) -> list[Tab]:
    """The same with their figures, in one query."""
    found = lists(today)
    counts = {tab.value: Count("pk", filter=tab.chosen or None) for tab in found}
    figures = loans.order_by().aggregate(**counts)
    return [tab._replace(loans=figures[tab.value]) for tab in found]


class Line(NamedTuple):
    """One loan of a record; `loan` is None where the reader is not told who borrows it."""

    state: str
    meaning: str
    loan: Loan | None


@question
def _items(user: User, record: int, volume: int) -> QuerySet[LoanItem]:
    """The latest loans of a record and of its volume; of another department's the open ones."""
    own = Q(record__fonds__in=Fonds.objects.visible_to(user).order_by().values("pk"))
    found = LoanItem.objects.with_found().filter(
        Q(ended_at=None) | own, record__in=[record, volume]
    )
    return found.select_related("loan__borrower", "loan__department").order_by("-id")[:LATEST]


def _asked_of(look: Look) -> list[Asked[Any]]:
    record = look.record
    items = _items(look.user, record.pk, record.volume_id or 0)
    return [items, own_fonds(look.user, record.fonds_id)]


@card(_asked_of)
def loan_lines(look: Look, items: Iterable[LoanItem], own: Asked[Any]) -> list[Line]:
    """Where the original is. Who has it is told to the centre and the record's department alone.

    Others are told no more than that it is lent now, or asked for.
    """
    told, today = bool(own), localdate()
    return [
        _line(item, today, told=told or item.loan.borrower_id == look.user.pk) for item in items
    ]


def _line(item: LoanItem, today: date, *, told: bool) -> Line:
    loan = item.loan
    shown = loan if told else None
    if item.ended_at:
        back = item.came_back if item.condition else loan.get_stage_display()
        return Line(f"{back} {short_day(item.ended_at)}", item.meaning, shown)
    if loan.is_out:
        due, late = {"day": day(loan.due_on)}, loan.is_late(today)
        return Line(_("lent, due back %(day)s") % due, "late" if late else "run", shown)
    return Line(_("asked for, not handed out yet"), "", shown)
