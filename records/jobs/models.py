import time
from typing import Any, Self

from django.conf import settings
from django.core.cache import cache
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.urls import reverse

from records.jobs.rules import OPEN, Cancelled, State
from records.organisation.models import User
from records.sentences import SentenceField, keep, say
from records.sentences import gettext_lazy as _
from records.triggers import Fixed

WRITE_EVERY = 0.25  # seconds between two progress figures


class JobQuerySet(models.QuerySet["Job"]):
    def visible_to(self, user: User) -> Self:
        """One's own jobs; supervisors see everybody's."""
        return self if user.supervises else self.filter(by=user)

    def open(self) -> Self:
        """Those not finished."""
        return self.filter(state__in=OPEN)


class Job(models.Model):
    """Long work that somebody asked for: how far it is, and what came of it.

    While it runs, the figures live in the cache (the work itself may be one long
    transaction whose writes nobody else can see yet); the row gets them at the end.
    """

    task = models.CharField(_("task"), max_length=60)
    title = SentenceField(_("title"))
    arguments = models.JSONField(_("arguments"), default=dict, encoder=DjangoJSONEncoder)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="jobs", verbose_name=_("asked by")
    )
    address = models.GenericIPAddressField(_("from address"), null=True)
    queued_at = models.DateTimeField(_("asked at"))
    started_at = models.DateTimeField(_("started at"), null=True)
    finished_at = models.DateTimeField(_("finished at"), null=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.QUEUED)
    tries = models.PositiveSmallIntegerField(_("times begun"), default=0)
    cancel_asked = models.BooleanField(_("stop asked for"), default=False)
    done = models.PositiveBigIntegerField(_("done"), default=0)
    total = models.PositiveBigIntegerField(_("of"), default=0)
    message = SentenceField(_("outcome"), blank=True)
    link = models.CharField(_("page of the result"), max_length=200, blank=True)
    language = models.CharField(_("language"), max_length=10)

    objects = JobQuerySet.as_manager()

    class Meta:
        verbose_name = _("job")
        verbose_name_plural = _("jobs")
        ordering = ["-id"]
        triggers = [
            Fixed("asked_is_fixed", "task", "title", "arguments", "by", "address", "queued_at"),
            Fixed(
                "end_is_fixed",
                *("state", "message", "done", "total", "finished_at"),
                since=f"OLD.state NOT IN ({', '.join(repr(state.value) for state in OPEN)})",
            ),
        ]
        indexes = [models.Index(fields=["by", "-id"], name="job_by_owner")]
        constraints = [
            models.CheckConstraint(
                name="job_state_is_known", condition=models.Q(state__in=State.values)
            )
        ]

    def __str__(self) -> str:
        return str(self.title)

    def get_absolute_url(self) -> str:
        return reverse("records:job", args=[self.pk])

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def figures(self) -> str:
        """Where its figures lie in the cache while it runs."""
        return f"job:{self.pk}"

    @property
    def progress(self) -> dict[str, Any]:
        """`done`, `total` and `text`, from the cache while it runs."""
        told = cache.get(self.figures) if self.is_open else None
        return say(told) or {"done": self.done, "total": self.total, "text": self.message}


class JobProgress:
    """Tells how far a job is; raises Cancelled once its owner wants it stopped."""

    def __init__(self, job: Job) -> None:
        self.job, self._told = job, 0.0
        self.done, self.total, self.text = job.done, job.total, ""

    def __call__(self, done: int, total: int | None = None, text: str = "") -> None:
        self.done, self.text = done, text or self.text
        self.total = self.total if total is None else total
        if time.monotonic() - self._told < WRITE_EVERY and done != self.total:
            return
        self._told = time.monotonic()
        told = keep({"done": self.done, "total": self.total, "text": self.text})
        cache.set(self.job.figures, told, timeout=24 * 3600)
        if Job.objects.filter(pk=self.job.pk, cancel_asked=True).exists():
            raise Cancelled

    def forget(self) -> None:
        """The row has the figures now."""
        cache.delete(self.job.figures)
