"""The yearly hand-in of a department (归档移交): stages, moves, what is looked at on receipt."""

from datetime import date

from django.db.models import TextChoices

from records.organisation.rules import DESCRIBES, Role
from records.sentences import gettext_lazy as _
from records.workflow.rules import Move, Workflow

DEADLINE = (6, 30)  # of the year after the year of formation (13号令); a setting of the centre
SOON = (30, 7, 1)  # days before the deadline on which a department is reminded
LATE = 14  # days between two reminders after it
SAMPLE, LARGEST_SAMPLE = 5, 200  # per cent of the items, and items at most, that are looked at


class Stage(TextChoices):
    OPEN = "open", _("being filled")
    HANDED_IN = "handed_in", _("handed in")
    RETURNED = "returned", _("sent back")
    ACCEPTED = "accepted", _("taken in")
    CALLED_OFF = "called_off", _("called off")

    @property
    def meaning(self) -> str:
        """What kind of fact it is, as the badges tell them apart."""
        meanings = {Stage.HANDED_IN: "run", Stage.RETURNED: "late", Stage.ACCEPTED: "ok"}
        return meanings.get(self, "")


FILLED_AT = (Stage.OPEN.value, Stage.RETURNED.value)  # where the list may still change
LETS_GO = (Stage.OPEN.value, Stage.ACCEPTED.value, Stage.CALLED_OFF.value)  # of its records

FLOW = Workflow(
    Move("open", _("Open the year"), (), Stage.OPEN, DESCRIBES),
    Move(
        "hand_in",
        _("Hand in"),
        (Stage.OPEN, Stage.RETURNED),
        Stage.HANDED_IN,
        DESCRIBES,
        binding=True,
        effect=_(
            "The centre looks through the files. Until it answers nothing of them is changed by"
            " anybody."
        ),
    ),
    Move(
        "return",
        _("Send back"),
        (Stage.HANDED_IN,),
        Stage.RETURNED,
        (Role.ARCHIVIST,),
        effect=_(
            "The department corrects what bears a remark and hands in again. Without any remark"
            " all of it is free to be corrected."
        ),
    ),
    Move(
        "accept",
        _("Accept"),
        (Stage.HANDED_IN,),
        Stage.ACCEPTED,
        (Role.ARCHIVIST,),
        binding=True,
        effect=_(
            "All files get their numbers and archival codes at once and are in the centre's"
            " custody. This cannot be taken back."
        ),
    ),
    Move(
        "call_off",
        _("Call off"),
        FILLED_AT,
        Stage.CALLED_OFF,
        DESCRIBES,
        effect=_("The batch ends here. Its files stay drafts and go into another one."),
    ),
)
NEEDS_ACCEPTER = (Stage.ACCEPTED.value,)
RELEASED_BY = {
    Stage.HANDED_IN: _("Wait until the centre has answered."),
    Stage.RETURNED: _("It was found in order: only what bears a remark is corrected."),
}


class Point(TextChoices):
    """What is looked at when files are taken in (the five points of Shenzhen's check)."""

    SAME = "same", _("electronic files are what the paper is")
    COMPLETE = "complete", _("the files are complete")
    SIGNED = "signed", _("signatures and seals are in order")
    ARRANGED = "arranged", _("arranged by the standard")
    COUNTED = "counted", _("as many as the list says")


def deadline(year: int, day: tuple[int, int] = DEADLINE) -> date:
    """The day by which the files of a year are handed in: of the year after it."""
    return date(year + 1, *day)


def sample_size(items: int) -> int:
    """How many of the items are drawn to be looked at: a share, at least one, not without end."""
    return min(items, LARGEST_SAMPLE, max(1, -(-items * SAMPLE // 100))) if items else 0


def is_reminded(today: date, until: date) -> bool:
    """Whether a department that has not handed in is reminded on this day."""
    left = (until - today).days
    return left in SOON if left >= 0 else -left % LATE == 1
