from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models

from records.jobs.models import Job
from records.jobs.rules import State
from records.rules import Refused
from records.sentences import gettext
from records.sentences import gettext_lazy as _
from records.workflow.rules import Workflow


class Step(models.Model):
    """One move that was made. Steps are only ever added."""

    name = models.CharField(_("move"), max_length=30)
    source = models.CharField(_("from stage"), max_length=30)
    target = models.CharField(_("to stage"), max_length=30)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by")
    )
    at = models.DateTimeField(_("at"))
    reason = models.TextField(_("reason"), blank=True)

    class Meta:
        abstract = True


class Staged(models.Model):
    """A row whose `stage` changes only through `records.workflow.actions`."""

    FLOW: ClassVar[Workflow]
    steps: Any

    stage = models.CharField(_("stage"), max_length=30)

    class Meta:
        abstract = True

    def get_absolute_url(self) -> str:
        raise NotImplementedError

    @property
    def called(self) -> str:
        """What pages and refusals call the row, in the language of the page."""
        return str(self)

    @property
    def last_step(self) -> int:
        """The key of the newest move: it tells one state of the row from every other."""
        return self.steps.aggregate(last=models.Max("pk"))["last"] or 0

    def held(self) -> Self:
        """The row as it stands, held until the transaction ends; refused where it is gone."""
        rows = type(self)._default_manager.select_for_update(of=("self",))
        if held := rows.filter(pk=self.pk).first():
            return held
        raise Refused(
            gettext("%(row)s is gone: somebody has removed it meanwhile.") % {"row": self}
        )

    def get_stage_display(self) -> str:
        return str(self.stage)

    def get_act_url(self, name: str) -> str:
        """The page of one of its moves: where it is told what the move does, and made."""
        return f"{self.get_absolute_url()}act/{name}/"


class Worked(Staged):
    """A staged row of which workers make some moves: `job` is the last that was asked for.

    While that job is open, it alone works on the row: every other move is refused.
    """

    job = models.ForeignKey(
        Job, models.SET_NULL, null=True, related_name="+", verbose_name=_("job")
    )

    class Meta:
        abstract = True

    @property
    def at_work(self) -> bool:
        """Whether a job works on it, or waits to."""
        return self.job is not None and self.job.is_open

    @property
    def failure(self) -> str:
        """Why the last job came to nothing; empty where it did not."""
        job = self.job
        return job.message if job and job.state in {State.FAILED, State.CANCELLED} else ""
