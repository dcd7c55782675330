"""Digital copies in quantity (批量挂接): where a set of files stands, and what became of each."""

from django.db.models import TextChoices

from records.organisation.rules import DESCRIBES
from records.sentences import gettext_lazy as _
from records.workflow.rules import Move, Workflow

MOST_FILES = 20_000  # of one set
AT_ONCE = 500  # files that one request may announce
LONGEST_NAME = 400


class Stage(TextChoices):
    OPEN = "open", _("being put together")
    ATTACHED = "attached", _("attached")
    DISCARDED = "discarded", _("put aside")


FLOW = Workflow(
    Move("begin", _("Attach copies in quantity"), (), Stage.OPEN, DESCRIBES),
    Move(
        "attach",
        _("Attach all"),
        (Stage.OPEN,),
        Stage.ATTACHED,
        DESCRIBES,
        binding=True,
        effect=_(
            "All files that have their place are attached, or none. From records in custody"
            " copies are not taken off again."
        ),
    ),
    Move(
        "discard",
        _("Put aside"),
        (Stage.OPEN,),
        Stage.DISCARDED,
        DESCRIBES,
        effect=_("The files that were sent are deleted here; nothing is attached."),
    ),
    Move("expire", _("Put aside by the system"), (Stage.OPEN,), Stage.DISCARDED, ()),
)


class State(TextChoices):
    """How far a file of a set is."""

    SENDING = "sending", _("not whole yet")
    TAKEN = "taken", _("checked")
    REFUSED = "refused", _("not taken in")


class How(TextChoices):
    """What led a file to its record."""

    CODE = "code", _("by the archival code")
    NUMBER = "number", _("by the document number")
    TITLE = "title", _("by the title")
    HAND = "hand", _("by hand")
