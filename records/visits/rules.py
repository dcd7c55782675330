"""The register of use (利用登记): who reads at the centre, what of it is written down, and how."""

import re
from typing import NamedTuple

from django.db.models import TextChoices

from records.organisation.rules import SEES_ALL_RECORDS, Role
from records.rules import Refused
from records.sentences import gettext
from records.sentences import gettext_lazy as _
from records.workflow.rules import Move, Workflow

MOST = 200  # records that one reader sees in a day
LATEST_ENTRY = 31  # days after which a day of use is no longer entered
SEES_VISITS = (Role.FILING_OFFICER, *SEES_ALL_RECORDS)
LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # of a check code: none is taken for another
CODE_LENGTH = 8
CITIZEN = re.compile(r"[1-9][0-9]{16}[0-9X]")
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)  # GB 11643-1999
CHECK_DIGITS = "10X98765432"


class Stage(TextChoices):
    READING = "reading", _("in the reading room")
    LEFT = "left", _("use ended")
    VOID = "void", _("void")

    @property
    def meaning(self) -> str:
        """What kind of fact it is, as the badges tell them apart."""
        return {Stage.READING: "run", Stage.LEFT: "ok"}.get(self, "")


COUNTS = (Stage.READING, Stage.LEFT)  # what is void was never a use

FLOW = Workflow(
    Move("register", _("Register a reader"), (), Stage.READING, (Role.ARCHIVIST,)),
    Move("put_right", _("Put the entry right"), (Stage.READING,), "", (Role.ARCHIVIST,)),
    Move("bring", _("Records and copies"), (Stage.READING,), "", (Role.ARCHIVIST,)),
    Move(
        "leave",
        _("End the use"),
        (Stage.READING,),
        Stage.LEFT,
        (Role.ARCHIVIST,),
        effect=_("The entry stays as it is from now on. Later the effect of the use is asked for."),
    ),
    Move("certify", _("Certify a copy"), COUNTS, "", (Role.ARCHIVIST,), binding=True),
    Move("tell_effect", _("Record the effect"), (Stage.LEFT,), "", SEES_VISITS),
    Move(
        "cancel",
        _("Make it void"),
        COUNTS,
        Stage.VOID,
        (Role.ARCHIVIST,),
        effect=_("The entry stays in the register, crossed out, and is counted nowhere."),
    ),
)


class Identity(TextChoices):
    """What somebody shows to say who one is (证件)."""

    CITIZEN = "citizen", _("identity card")
    STAFF = "staff", _("staff card")
    PASSPORT = "passport", _("passport or permit")
    OTHER = "other", _("other paper")


class Manner(TextChoices):
    """How records are used here (条例 33); what is lent has its own register."""

    READ = "read", _("read at the centre")
    EXCERPT = "excerpt", _("read, with excerpts")
    BROUGHT = "brought", _("brought to the reader")


class Wanted(NamedTuple):
    """One record that a reader sees: its key, and of how many of its pages copies were made."""

    record: int
    copied: int


def masked(number: str) -> str:
    """The number of a paper as others may see it: its first three and last four signs, no more."""
    if len(number) < 10:
        return "*" * max(len(number) - 2, 0) + number[-2:] if len(number) > 3 else "***"
    return f"{number[:3]}{'*' * (len(number) - 7)}{number[-4:]}"


def read_identity(kind: str, written: str) -> str:
    """The number of a paper as it is kept; refused where it cannot be that of an identity card.

    The last sign of a citizen's number follows from the others (GB 11643-1999).
    """
    number = re.sub(r"[\s-]+", "", written).upper()
    if kind != Identity.CITIZEN:
        return number
    if not CITIZEN.fullmatch(number) or CHECK_DIGITS[_sum(number) % 11] != number[-1]:
        raise Refused(gettext("The number of the identity card cannot be right: look at it again."))
    return number


def _sum(number: str) -> int:
    return sum(int(digit) * weight for digit, weight in zip(number, WEIGHTS, strict=False))
