from typing import Self

from django.db import models
from django.db.models import Q

from records.copies.models import DigitalCopy
from records.organisation.models import User
from records.sentences import SentenceField
from records.sentences import gettext_lazy as _


class RecognitionQuerySet(models.QuerySet["Recognition"]):
    def visible_to(self, user: User) -> Self:
        """As the copies are."""
        return self.filter(copy__in=DigitalCopy.objects.visible_to(user))

    def failed(self) -> Self:
        """Those of copies of which a page, or the whole, could not be recognised."""
        return self.filter(faults__gt=0)

    def under_way(self) -> Self:
        """Those that are not at their end; of these one is worked on at a time."""
        return self.filter(ended_at=None)


class Recognition(models.Model):
    """How far the text of a copy's pages is recognised, and why some could not be.

    A copy that brings all its text has none. `done` is the last page that was looked through,
    of `pages`, 0 while nobody knows how many. `why` is what was wrong with the first of `faults`
    pages, which is `fault_page`; 0 for the whole copy.
    """

    copy = models.OneToOneField(
        DigitalCopy,
        models.CASCADE,
        primary_key=True,
        related_name="recognition",
        verbose_name=_("digital copy"),
    )
    pages = models.PositiveIntegerField(_("pages"), default=0)
    done = models.PositiveIntegerField(_("last page looked through"), default=0)
    found = models.PositiveIntegerField(_("pages recognised"), default=0)
    faults = models.PositiveIntegerField(_("pages that could not be recognised"), default=0)
    fault_page = models.PositiveIntegerField(_("first of them"), default=0)
    why = SentenceField(_("why not"), blank=True)
    tries = models.PositiveSmallIntegerField(_("times begun"), default=0)
    begun_at = models.DateTimeField(_("begun at"))
    ended_at = models.DateTimeField(_("ended at"), null=True)

    objects = RecognitionQuerySet.as_manager()

    class Meta:
        verbose_name = _("text recognition")
        verbose_name_plural = _("text recognitions")
        indexes = [
            models.Index(fields=["copy"], name="recognition_failed", condition=Q(faults__gt=0)),
            models.Index(fields=["copy"], name="recognition_begun", condition=Q(ended_at=None)),
        ]

    def __str__(self) -> str:
        return f"{self.copy_id}: {self.done}/{self.pages}"


class RecognitionQueue(models.Model):
    """The one row that says whether text is recognised now, and whose turn it is.

    `turn` counts the turns, so that one that was sent twice is done once; `turned_at` is when
    the next one was sent, and empty while nothing waits.
    """

    ONLY = 1

    paused_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", verbose_name=_("paused by")
    )
    paused_at = models.DateTimeField(_("paused at"), null=True)
    turn = models.PositiveBigIntegerField(_("turn"), default=0)
    turned_at = models.DateTimeField(_("next turn sent at"), null=True)

    class Meta:
        verbose_name = _("queue of text recognition")
        verbose_name_plural = _("queues of text recognition")
        constraints = [
            models.CheckConstraint(name="one_queue_of_recognition", condition=Q(pk=1)),
            models.CheckConstraint(
                name="a_pause_names_its_person",
                condition=Q(paused_by=None, paused_at=None)
                | Q(paused_by__isnull=False, paused_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return str(_("Text recognition"))

    @classmethod
    def only(cls) -> "RecognitionQueue":
        """The row, made where there is none."""
        return cls._default_manager.get_or_create(pk=cls.ONLY)[0]
