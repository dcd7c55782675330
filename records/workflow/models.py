from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

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
