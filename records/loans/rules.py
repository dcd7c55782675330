"""The loan of originals (借阅): its stages and moves, and how an original can come back."""

from typing import NamedTuple

from django.db.models import TextChoices

from records.organisation.rules import OF_A_DEPARTMENT, SEES_ALL_RECORDS, Role
from records.rules import Refused
from records.sentences import gettext
from records.sentences import gettext_lazy as _
from records.workflow.rules import Move, Workflow

MOST = 50  # originals in one loan: what one person can carry and look after
SEES_LOANS = (*OF_A_DEPARTMENT, *SEES_ALL_RECORDS)


class Stage(TextChoices):
    ASKED = "asked", _("awaiting approval")
    APPROVED = "approved", _("to be fetched")
    FETCHED = "fetched", _("ready to be collected")
    OUT = "out", _("lent")
    CLOSED = "closed", _("returned")
    REFUSED = "refused", _("not lent")
    WITHDRAWN = "withdrawn", _("taken back")

    @property
    def meaning(self) -> str:
        """What kind of fact it is, as the badges tell them apart."""
        return {Stage.OUT: "run", Stage.FETCHED: "warn", Stage.CLOSED: "ok"}.get(self, "")


BEFORE = (Stage.ASKED, Stage.APPROVED, Stage.FETCHED)  # the originals are handed out
NEEDS_APPROVER = (Stage.APPROVED, Stage.FETCHED, Stage.OUT, Stage.CLOSED)
NEEDS_LENDING = (Stage.OUT, Stage.CLOSED)
ENDED = (Stage.CLOSED, Stage.REFUSED, Stage.WITHDRAWN)

FLOW = Workflow(
    Move("ask", _("Ask for the loan"), (), Stage.ASKED, OF_A_DEPARTMENT),
    Move(
        "approve",
        _("Approve"),
        (Stage.ASKED,),
        Stage.APPROVED,
        SEES_ALL_RECORDS,
        binding=True,
        effect=_("The originals are held for the loan: until they are back nothing changes them."),
    ),
    Move(
        "refuse",
        _("Do not lend"),
        BEFORE,
        Stage.REFUSED,
        SEES_ALL_RECORDS,
        effect=_("The loan ends here, and the originals are free again. The borrower is told why."),
    ),
    Move(
        "withdraw",
        _("Withdraw"),
        BEFORE,
        Stage.WITHDRAWN,
        OF_A_DEPARTMENT,
        effect=_("The loan ends here, and the originals are free again."),
    ),
    Move("fetch", _("All are fetched"), (Stage.APPROVED,), Stage.FETCHED, (Role.ARCHIVIST,)),
    Move(
        "hand_out",
        _("Hand out"),
        (Stage.FETCHED,),
        Stage.OUT,
        (Role.ARCHIVIST,),
        binding=True,
        effect=_("The borrower answers for the originals from now on, until each is back."),
    ),
    Move("renew", _("Renew"), (Stage.OUT,), "", (*OF_A_DEPARTMENT, Role.ARCHIVIST)),
    Move("take_back", _("Take back"), (Stage.OUT,), "", (Role.ARCHIVIST,)),
    Move(
        "lose",
        _("Report an original as lost"),
        (Stage.OUT,),
        "",
        (Role.ARCHIVIST,),
        binding=True,
        effect=_(
            "The borrower answers for it no longer by this loan. Its record stays held, and the"
            " supervisors and its department are told."
        ),
    ),
    Move(
        "find",
        _("It is found again"),
        (Stage.OUT, Stage.CLOSED),
        "",
        (Role.ARCHIVIST,),
        effect=_("Its record is free again."),
    ),
    Move("close", _("All are back"), (Stage.OUT,), Stage.CLOSED, (Role.ARCHIVIST,)),
    Move("tell_effect", _("Record the effect"), (Stage.CLOSED,), "", SEES_LOANS),
)


class Purpose(TextChoices):
    """What archives are used for (利用目的), by the classes of the yearly statistics."""

    WORK = "work", _("reference for work")
    CHRONICLE = "chronicle", _("chronicles and histories")
    STUDY = "study", _("academic study")
    ECONOMY = "economy", _("economic construction")
    EDUCATION = "education", _("publicity and education")
    OTHER = "other", _("other purposes")


class Benefit(TextChoices):
    """Which kind of effect the use had (利用效果)."""

    WORK = "work", _("for the work of the body")
    SOCIAL = "social", _("social benefit")
    ECONOMIC = "economic", _("economic benefit")
    NONE = "none", _("nothing was found that helped")


def effect_said(benefit: str, effect: str, sealed: str = "") -> dict[str, str]:
    """What is kept of an effect; an economic benefit is confirmed under the unit's seal."""
    if benefit == Benefit.ECONOMIC and not sealed:
        raise Refused(gettext("Name the unit that confirms the economic benefit under its seal."))
    return {"benefit": benefit, "effect": effect, "sealed": sealed}


class Condition(TextChoices):
    """How an original came back (归还检查)."""

    INTACT = "intact", _("in good order")
    INCOMPLETE = "incomplete", _("pages missing")
    DAMAGED = "damaged", _("damaged")
    LOST = "lost", _("lost")

    @property
    def meaning(self) -> str:
        return "ok" if self == Condition.INTACT else "late"


RETURNS = (Condition.INTACT, Condition.INCOMPLETE, Condition.DAMAGED)  # what comes back


class Reminder(TextChoices):
    """What a borrower, later the department, is reminded of."""

    SOON = "soon", _("due back soon")
    OVERDUE = "overdue", _("overdue")
    DEPARTMENT = "department", _("overdue, told to the department")


class Returned(NamedTuple):
    """What was found when one original came back: its item, how it is, the pages counted."""

    item: int
    condition: str
    pages: int | None
    note: str
