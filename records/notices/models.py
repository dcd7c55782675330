from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import NoReverseMatch, reverse

from records.organisation.models import User
from records.sentences import SentenceField
from records.sentences import gettext_lazy as _
from records.triggers import Fixed

MAILED_WITHIN = timedelta(days=3)  # what no mail server took until then is told on the page alone


class NoticeQuerySet(models.QuerySet["Notice"]):
    def visible_to(self, user: User) -> Self:
        """One's own notices; nobody reads another's."""
        return self.filter(person=user)

    def unread(self) -> Self:
        return self.filter(read_at__isnull=True)

    def to_be_mailed(self, at: datetime) -> Self:
        """Those that go by e-mail too, have not gone yet and are news still.

        To people whose account is open, and who still want them so.
        """
        waiting = self.unread().filter(mailed_at__isnull=True, told_at__gt=at - MAILED_WITHIN)
        wanted = waiting.filter(person__is_active=True, person__notice_address__isnull=False)
        return wanted.exclude(address="").order_by("pk")


class Notice(models.Model):
    """What a person is told of, and where to see it: the name of a page and the key of its row.

    `address` is where it was to go by e-mail, too, when it was told (it goes where the person
    wants it when it goes); empty, it stands on the person's page alone.
    """

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="notices",
        verbose_name=_("recipient"),
        db_index=False,
    )
    said = SentenceField(_("what is told"))
    view = models.CharField(_("page that it leads to"), max_length=60, blank=True)
    key = models.PositiveBigIntegerField(_("key of the row there"), null=True)
    told_at = models.DateTimeField(_("told at"))
    read_at = models.DateTimeField(_("read at"), null=True)
    address = models.EmailField(_("mail address"), blank=True)
    mailed_at = models.DateTimeField(_("mailed at"), null=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        triggers = [Fixed("notice_is_fixed", "person", "said", "view", "key", "told_at", "address")]
        indexes = [
            models.Index(fields=["person", "-id"], name="notice_by_person"),
            models.Index(
                fields=["person"], name="notice_unread", condition=Q(read_at__isnull=True)
            ),
            models.Index(
                fields=["id"],
                name="notice_to_be_mailed",
                condition=Q(mailed_at__isnull=True) & ~Q(address=""),
            ),
        ]

    def __str__(self) -> str:
        return str(self.said)

    def get_absolute_url(self) -> str:
        """The page that it leads to; empty where it leads nowhere, or that page is no more."""
        try:
            return reverse(self.view, args=[self.key] if self.key else []) if self.view else ""
        except NoReverseMatch:
            return ""


class NoticeAddress(models.Model):
    """Where a person wants notices by e-mail, too. Who has none reads them on the page alone."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="notice_address",
        verbose_name=_("person"),
    )
    address = models.EmailField(_("mail address"))

    class Meta:
        verbose_name = _("mail address for notices")
        verbose_name_plural = _("mail addresses for notices")

    def __str__(self) -> str:
        return self.address

    @classmethod
    def of(cls, person: User) -> str:
        """The person's address; empty where there is none."""
        found = cls._default_manager.filter(person=person).values_list("address", flat=True)
        return found.first() or ""
