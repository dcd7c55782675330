"""A handover to the public archive: its stages, its moves, and what becomes of each record."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from records.organisation.rules import Role
from records.workflow.rules import Move, Workflow

CENTRE = (Role.ARCHIVIST, Role.SUPERVISOR)
YEARS_KEPT = 5  # rules on electronic transfer (2012) art. 7(5): the sender keeps its copy so long


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
    Move("check", _("Pass the test"), (Stage.DRAFT,), Stage.CHECKED, CENTRE),
    Move("revise", _("Change the selection"), (Stage.CHECKED,), Stage.DRAFT, CENTRE),
    Move(
        "propose", _("Submit for approval"), (Stage.CHECKED,), Stage.PROPOSED, CENTRE, binding=True
    ),
    Move("approve", _("Approve"), (Stage.PROPOSED,), Stage.APPROVED, CENTRE, binding=True),
    Move(
        "return",
        _("Send back"),
        (Stage.PROPOSED, Stage.APPROVED, Stage.PACKAGED),
        Stage.DRAFT,
        CENTRE,
    ),
    Move("package", _("Make the package"), (Stage.APPROVED,), Stage.PACKAGED, CENTRE),
    Move(
        "deliver",
        _("Record the delivery"),
        (Stage.PACKAGED,),
        Stage.DELIVERED,
        CENTRE,
        binding=True,
    ),
    Move("receipt", _("Enter the receipt"), (Stage.DELIVERED,), Stage.CLOSED, CENTRE, binding=True),
    Move(
        "cancel",
        _("Call off"),
        (Stage.DRAFT, Stage.CHECKED, Stage.PROPOSED, Stage.APPROVED, Stage.PACKAGED),
        Stage.CANCELLED,
        CENTRE,
        binding=True,
    ),
)
NEEDS_APPROVER = (Stage.APPROVED, Stage.PACKAGED, Stage.DELIVERED, Stage.CLOSED)
NEEDS_PACKAGE = (Stage.PACKAGED, Stage.DELIVERED, Stage.CLOSED)
NEEDS_DELIVERY = (Stage.DELIVERED, Stage.CLOSED)


class Outcome(TextChoices):
    """What the receiving archive answered for one record."""

    PENDING = "pending", _("not answered")
    ACCEPTED = "accepted", _("accepted")
    REJECTED = "rejected", _("rejected")
    WITHDRAWN = "withdrawn", _("withdrawn")


class Carriage(TextChoices):
    """How a package reaches the receiving archive (DA/T 93-2022)."""

    ONLINE = "online", _("online")
    DISC = "disc", _("archival disc (DA/T 38)")
    HARD_DISK = "hard_disk", _("hard disk (DA/T 75)")


class Nature(TextChoices):
    """The four natures of electronic archives (四性, DA/T 70-2018)."""

    AUTHENTICITY = "1", _("authenticity")
    COMPLETENESS = "2", _("completeness")
    USABILITY = "3", _("usability")
    SAFETY = "4", _("safety")


class Result(TextChoices):
    PASSED = "passed", _("passed")
    WARNING = "warning", _("reminder")
    FAILED = "failed", _("not passed")
    MANUAL = "manual", _("by a person")
    LATER = "later", _("after packaging")
