from datetime import datetime
from typing import Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from records.organisation.models import User
from records.searches.rules import NAME_LENGTH, PAUSE, Telling, last_morning
from records.sentences import gettext_lazy as _


class SavedSearchQuerySet(models.QuerySet["SavedSearch"]):
    def visible_to(self, user: User) -> Self:
        """One's own; nobody sees what another looks for."""
        return self.filter(person=user)

    def listed(self) -> Self:
        """What found something new first, without the keys of what is known, up to a thousand."""
        return self.defer("known").order_by(F("fresh_at").desc(nulls_last=True), "name")

    def due(self, at: datetime) -> Self:
        """Those that are to be looked at anew, of people whose account is open."""
        morning = last_morning(timezone.localtime(at), settings.SEARCH_TELL_HOUR)
        hourly = Q(told=Telling.HOURLY, looked_at__lt=at - PAUSE)
        daily = Q(told=Telling.DAILY, looked_at__lt=morning)
        return self.filter(hourly | daily, person__is_active=True)


class SavedSearch(models.Model):
    """A list of records that a person keeps under a name, and may be told of what is new in it.

    `address` is the whole query as an address has it. Where something is told, `known` are
    the keys of the records that it found when it was last looked at, `fresh` those that
    were new to it, the latest first.
    """

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="saved_searches",
        verbose_name=_("person"),
        db_index=False,
    )
    name = models.CharField(_("name"), max_length=NAME_LENGTH)
    address = models.TextField(_("conditions"))
    told = models.CharField(_("told of new hits"), max_length=10, choices=Telling, blank=True)
    made_at = models.DateTimeField(_("saved at"))
    looked_at = models.DateTimeField(_("looked at"))
    known = ArrayField(models.BigIntegerField(), verbose_name=_("known hits"), default=list)
    fresh = ArrayField(models.BigIntegerField(), verbose_name=_("new hits"), default=list)
    fresh_at = models.DateTimeField(_("time of the new hits"), null=True)

    objects = SavedSearchQuerySet.as_manager()

    class Meta:
        verbose_name = _("saved search")
        verbose_name_plural = _("saved searches")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "name"],
                name="search_saved_once_by_name",
                violation_error_message=_("You have a search of this name already."),
            )
        ]
        indexes = [
            models.Index(fields=["looked_at"], name="search_to_be_looked_at", condition=~Q(told=""))
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("records:search", args=[self.pk])

    @property
    def list_url(self) -> str:
        """Where the list itself is."""
        return f"{reverse('records:record-list')}?{self.address}"


class LastSearchQuerySet(models.QuerySet["LastSearch"]):
    def visible_to(self, user: User) -> Self:
        """One's own; nobody sees what another looks for."""
        return self.filter(person=user)


class LastSearch(models.Model):
    """What a person looked for lately: the same words once, with their latest conditions.

    `words` are as they were typed, empty for a list that conditions alone narrowed down.
    """

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="last_searches",
        verbose_name=_("person"),
        db_index=False,
    )
    words = models.CharField(_("words"), max_length=250)
    address = models.TextField(_("conditions"))
    at = models.DateTimeField(_("time"))

    objects = LastSearchQuerySet.as_manager()

    class Meta:
        verbose_name = _("last search")
        verbose_name_plural = _("last searches")
        ordering = ["-at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["person", "words"], name="last_search_once_by_words")
        ]

    def __str__(self) -> str:
        return self.words

    @property
    def list_url(self) -> str:
        """Where the list itself is."""
        return f"{reverse('records:record-list')}?{self.address}"
