"""The correction of records in custody: its stages and its moves."""

from typing import NamedTuple

from django.db.models import TextChoices

from records.organisation.rules import SEES_ALL_RECORDS, Role
from records.sentences import gettext_lazy as _
from records.workflow.rules import Move, Workflow

MOST = 2_000  # records in one proposal: what one person can look through and another answer for

GONE_ON = _("The components have changed since this page was opened. Open it again.")


class Said(NamedTuple):
    """How a component should be; its place among those that stay, or None to take it out."""

    key: int
    part: str
    title: str
    pages: int | None
    place: int | None


class Stage(TextChoices):
    PROPOSED = "proposed", _("awaiting approval")
    APPROVED = "approved", _("approved")
    REJECTED = "rejected", _("turned down")
    WITHDRAWN = "withdrawn", _("taken back")

    @property
    def meaning(self) -> str:
        """What kind of fact it is, as the badges tell them apart."""
        return {Stage.APPROVED: "ok", Stage.REJECTED: "late"}.get(self, "")


FLOW = Workflow(
    Move("propose", _("Propose the correction"), (), Stage.PROPOSED, (Role.ARCHIVIST,)),
    Move(
        "approve",
        _("Approve"),
        (Stage.PROPOSED,),
        Stage.APPROVED,
        SEES_ALL_RECORDS,
        binding=True,
    ),
    Move(
        "reject",
        _("Turn down"),
        (Stage.PROPOSED,),
        Stage.REJECTED,
        SEES_ALL_RECORDS,
        effect=_("Nothing is changed, and the records are free again."),
    ),
    Move(
        "withdraw",
        _("Withdraw"),
        (Stage.PROPOSED,),
        Stage.WITHDRAWN,
        (Role.ARCHIVIST,),
        effect=_("Nothing is changed, and the records are free again."),
    ),
)
