from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class State(TextChoices):
    QUEUED = "queued", _("queued")
    RUNNING = "running", _("running")
    DONE = "done", _("done")
    FAILED = "failed", _("failed")
    CANCELLED = "cancelled", _("stopped")


OPEN = (State.QUEUED, State.RUNNING)


class Cancelled(Exception):
    """Its owner stopped the job; what was begun is rolled back or left resumable."""
