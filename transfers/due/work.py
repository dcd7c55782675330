"""The worker's part: a run that a supervisor asked for."""

from datetime import date, datetime

from records.jobs.rules import Progress
from records.organisation.models import User
from records.sentences import gettext as _
from transfers.due import actions


def flag(*, today: str, by: User, at: datetime, progress: Progress) -> str:
    """The same as a job; the outcome is told in a sentence."""
    run = actions.flag(today=date.fromisoformat(today), by=by, at=at, progress=progress)
    return _(
        "%(flagged)d flagged, %(already)d flagged before, %(cleared)d cleared; "
        "%(uncomputable)d cannot be worked out."
    ) % {name: getattr(run, name) for name in actions.FIGURES}
