"""A request to read another department's records: its stages, its moves, who answers."""

from django.db.models import TextChoices

from records.organisation.rules import OF_A_DEPARTMENT, SEES_ALL_RECORDS, Role
from records.sentences import gettext_lazy as _
from records.workflow.rules import Move, Workflow

MOST = 50  # records in one request
ANSWERS = (*OF_A_DEPARTMENT, Role.ARCHIVIST)  # of readers those who stand in for an officer
MOST_DAYS = 92  # for which an officer names a substitute
ENDS = (Role.FILING_OFFICER, *SEES_ALL_RECORDS)


class Stage(TextChoices):
    ASKED = "asked", _("awaiting consent")
    CONSENTED = "consented", _("awaiting release")
    RELEASED = "released", _("released")
    REFUSED = "refused", _("not granted")
    WITHDRAWN = "withdrawn", _("taken back")
    ENDED = "ended", _("ended")

    @property
    def meaning(self) -> str:
        """What kind of fact it is, as the badges tell them apart."""
        told = {Stage.RELEASED: "ok", Stage.REFUSED: "late", Stage.CONSENTED: "run"}
        return told.get(self, "")


class Answer(TextChoices):
    WAITING = "waiting", _("not answered yet")
    CONSENTED = "consented", _("consented")
    REFUSED = "refused", _("refused")


FLOW = Workflow(
    Move("ask", _("Ask for access"), (), Stage.ASKED, OF_A_DEPARTMENT),
    Move("match", _("Name the records"), (Stage.ASKED,), "", ANSWERS),
    Move("refuse", _("Refuse"), (Stage.ASKED,), "", ANSWERS),
    Move(
        "consent",
        _("Consent"),
        (Stage.ASKED,),
        "",
        ANSWERS,
        binding=True,
        effect=_("Once all is answered, the centre releases what was consented to."),
    ),
    Move("pass_on", _("Pass on to the centre"), (Stage.ASKED,), Stage.CONSENTED, ANSWERS),
    Move("turn_down", _("Refuse all of it"), (Stage.ASKED,), Stage.REFUSED, ANSWERS),
    Move(
        "release",
        _("Release"),
        (Stage.CONSENTED,),
        Stage.RELEASED,
        SEES_ALL_RECORDS,
        binding=True,
        effect=_("The person reads these records from now on, until the last day."),
    ),
    Move(
        "withhold",
        _("Do not release"),
        (Stage.CONSENTED,),
        Stage.REFUSED,
        SEES_ALL_RECORDS,
    ),
    Move(
        "withdraw",
        _("Withdraw"),
        (Stage.ASKED, Stage.CONSENTED),
        Stage.WITHDRAWN,
        OF_A_DEPARTMENT,
    ),
    Move(
        "revoke",
        _("End the access"),
        (Stage.RELEASED,),
        "",
        ENDS,
        effect=_("The person reads these records no more."),
    ),
    Move("close", _("Close the request"), (Stage.RELEASED,), Stage.ENDED, ENDS),
    Move("expire", _("Reach the last day"), (Stage.RELEASED,), Stage.ENDED, ()),
    Move("lapse", _("Lapse"), (Stage.ASKED, Stage.CONSENTED), Stage.WITHDRAWN, ()),
)
