"""A handover to the public archive: its stages, its moves, and what becomes of each record."""

from typing import NamedTuple

from django.db.models import TextChoices

from records.organisation.rules import Role
from records.sentences import gettext_lazy as _
from records.workflow.rules import Move, Workflow

CENTRE = (Role.ARCHIVIST, Role.SUPERVISOR)
YEARS_KEPT = 5  # rules on electronic transfer (2012) art. 7(5): the sender keeps its copy so long


# 归档文件目录 and 案卷目录 as the lists of a batch have them.
COLUMNS = (
    *("顺序号", "档号", "文号", "责任者", "题名", "日期"),
    *("密级", "页数", "保管期限", "盒号", "备注"),
)
OF_VOLUMES = ("顺序号", "档号", "题名", "起止日期", "件数", "页数", "保管期限", "盒号", "备注")


class Stage(TextChoices):
    DRAFT = "draft", _("being selected")
    CHECKED = "checked", _("tested")
    PROPOSED = "proposed", _("awaiting approval")
    APPROVED = "approved", _("approved")
    PACKAGED = "packaged", _("packaged")
    DELIVERED = "delivered", _("delivered")
    CLOSED = "closed", _("receipted")
    CANCELLED = "cancelled", _("called off")


FLOW = Workflow(
    Move("create", _("Make a batch"), (), Stage.DRAFT, CENTRE),
    Move(
        "check",
        _("Run the test"),
        (Stage.DRAFT,),
        Stage.CHECKED,
        CENTRE,
        effect=_(
            "Due dates, codes, elements, numbers, formats and every byte of every copy are tested."
            " Nothing is changed. What only a person can say is answered afterwards."
        ),
    ),
    Move(
        "revise",
        _("Change the selection"),
        (Stage.CHECKED,),
        Stage.DRAFT,
        CENTRE,
        effect=_("The selection opens again and the findings are dropped. Test anew afterwards."),
    ),
    Move(
        "propose",
        _("Submit for approval"),
        (Stage.CHECKED,),
        Stage.PROPOSED,
        CENTRE,
        binding=True,
        effect=_(
            "The selection is closed. Another person approves it or sends it back; you cannot"
            " approve it yourself."
        ),
    ),
    Move(
        "approve",
        _("Approve"),
        (Stage.PROPOSED,),
        Stage.APPROVED,
        CENTRE,
        binding=True,
        effect=_(
            "You answer for it that these records go to the public archive. Afterwards the package"
            " is made."
        ),
    ),
    Move(
        "return",
        _("Send back"),
        (Stage.PROPOSED, Stage.APPROVED, Stage.PACKAGED),
        Stage.DRAFT,
        CENTRE,
        effect=_("The batch goes back to the selection. Approval and package become void."),
    ),
    Move(
        "package",
        _("Make the package"),
        (Stage.APPROVED,),
        Stage.PACKAGED,
        CENTRE,
        effect=_(
            "The package is built beside the store; the records themselves are not touched. It can"
            " be stopped and goes on where it was."
        ),
    ),
    Move(
        "deliver",
        _("Record the delivery"),
        (Stage.PACKAGED,),
        Stage.DELIVERED,
        CENTRE,
        binding=True,
        effect=_(
            "The package counts as sent on this day. From now on only the archive's receipt changes"
            " anything."
        ),
    ),
    Move(
        "receipt",
        _("Enter the receipt"),
        (Stage.DELIVERED,),
        Stage.CLOSED,
        CENTRE,
        binding=True,
        effect=_(
            "Accepted records become “transferred” and can no longer be edited. Rejected ones stay"
            " here and stay due."
        ),
    ),
    Move(
        "cancel",
        _("Call off"),
        (Stage.DRAFT, Stage.CHECKED, Stage.PROPOSED, Stage.APPROVED, Stage.PACKAGED),
        Stage.CANCELLED,
        CENTRE,
        binding=True,
        effect=_(
            "The batch ends here. Its records are free for another one and stay due; the batch"
            " keeps its number."
        ),
    ),
)
NEEDS_PROPOSER = (Stage.PROPOSED, Stage.APPROVED, Stage.PACKAGED, Stage.DELIVERED, Stage.CLOSED)
NEEDS_APPROVER = (Stage.APPROVED, Stage.PACKAGED, Stage.DELIVERED, Stage.CLOSED)
NEEDS_PACKAGE = (Stage.PACKAGED, Stage.DELIVERED, Stage.CLOSED)
NEEDS_DELIVERY = (Stage.DELIVERED, Stage.CLOSED)
LETS_GO = (Stage.DRAFT.value, Stage.CANCELLED.value, Stage.CLOSED.value)  # of its records

# What was tested is what is approved and what is sent: from the test on the records of the
# batch are held. How they become free again, by stage:
RELEASED_BY = {
    Stage.DRAFT: _("Wait until the test is done, or stop it."),
    Stage.CHECKED: _("Open the selection of the batch again, then change it."),
    Stage.PROPOSED: _("Have the batch sent back, then change it."),
    Stage.APPROVED: _("Have the batch sent back, then change it."),
    Stage.PACKAGED: _("Have the batch sent back, then change it."),
    Stage.DELIVERED: _("Wait for the receipt: what the archive rejects can be changed then."),
}


class Outcome(TextChoices):
    """What the receiving archive answered for one record."""

    PENDING = "pending", _("not answered")
    ACCEPTED = "accepted", _("accepted")
    REJECTED = "rejected", _("rejected")
    WITHDRAWN = "withdrawn", _("withdrawn")


class Tally(NamedTuple):
    """So many rows of one kind: of a category, of a level, lying in a volume or not."""

    category: str
    level: str
    is_inside: bool
    fate: str
    number: int
    pages: int


class Ground(TextChoices):
    """Why a record goes before its term is over (Regulations art. 20(3) and (4))."""

    ABOLISHED = "abolished", _("the body was abolished (art. 20(3))")
    ENDANGERED = "endangered", _("bad storage or danger, agreed with the archive (art. 20(4))")


class Carriage(TextChoices):
    """How a package reaches the receiving archive (DA/T 93-2022)."""

    ONLINE = "online", _("online")
    DISC = "disc", _("archival disc (DA/T 38)")
    HARD_DISK = "hard_disk", _("hard disk (DA/T 75)")
