from typing import Protocol

from django.db.models import TextChoices

from records.sentences import gettext_lazy as _


class State(TextChoices):
    QUEUED = "queued", _("queued")
    RUNNING = "running", _("running")
    DONE = "done", _("done")
    FAILED = "failed", _("failed")
    CANCELLED = "cancelled", _("stopped")


OPEN = (State.QUEUED, State.RUNNING)


class Progress(Protocol):
    """Hears how far a piece of work is, in whatever it counts; may raise Cancelled.

    `total` and `text` stay what they were where they are left out.
    """

    def __call__(self, done: int, total: int | None = None, text: str = "") -> None: ...


def silent(done: int, total: int | None = None, text: str = "") -> None:
    """Progress that nobody watches."""


class Cancelled(Exception):
    """Its owner stopped the job; what was begun is rolled back or left resumable."""
