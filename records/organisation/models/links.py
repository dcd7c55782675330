"""How a person comes to a password that nobody else has ever known."""

from datetime import datetime, timedelta
from hashlib import sha256
from typing import Self

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from records.organisation.models.users import User
from records.sentences import gettext_lazy as _
from records.triggers import Fixed, Kept, Refusal


class PasswordLinkQuerySet(models.QuerySet["PasswordLink"]):
    def open(self, at: datetime) -> Self:
        """Those by which a password can still be chosen."""
        usable = self.filter(used_at__isnull=True, person__is_active=True)
        return usable.filter(expires_at__gt=at)

    def of(self, code: str) -> Self:
        """The link of a code, as it was handed over: capitals and hyphens do not matter."""
        return self.filter(digest=digest(code))

    def binding(self, at: datetime) -> Self:
        """Those whose maker may have known, or may yet come to know, the person's password."""
        since = at - timedelta(days=settings.LINK_BARS_APPROVAL_DAYS)
        return self.filter(made_at__gt=since).filter(
            Q(used_at__isnull=False) | Q(expires_at__gt=at)
        )

    def visible_to(self, user: User) -> Self:
        """Links are told to their person and to who reads the trail."""
        return self if user.reads_trail else self.filter(person=user)


class EndsSooner(Refusal):
    """A link is ended before its time, and never lasts longer than was said."""

    name = "link_never_lasts_longer"
    operation = pgtrigger.Update
    condition = pgtrigger.Condition("(NEW.expires_at > OLD.expires_at)")
    message = "% % does not last longer"
    told = ("TG_TABLE_NAME", "OLD.id")


class PasswordLink(models.Model):
    """A link by which its person alone chooses a password, once; its code is kept as a digest.

    `made_by` is empty where the command line made it. A link that was replaced by a newer
    one ends when that is made.
    """

    person = models.ForeignKey(
        User, models.PROTECT, related_name="password_links", verbose_name=_("for whom")
    )
    digest = models.CharField(_("digest of the code"), max_length=64, unique=True)
    made_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", verbose_name=_("made by")
    )
    made_at = models.DateTimeField(_("made at"))
    expires_at = models.DateTimeField(_("ends at"))
    used_at = models.DateTimeField(_("used at"), null=True)

    objects = PasswordLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("password link")
        verbose_name_plural = _("password links")
        ordering = ["-id"]
        triggers = [
            Fixed("link_is_fixed", "person", "digest", "made_by", "made_at"),
            Fixed("use_is_fixed", "used_at", "expires_at", since="OLD.used_at IS NOT NULL"),
            EndsSooner(),
            Kept("link_stays"),
        ]
        constraints = [
            models.CheckConstraint(
                name="password_link_is_anothers",
                condition=Q(made_by__isnull=True) | ~Q(made_by=F("person")),
            )
        ]

    def __str__(self) -> str:
        return str(self.person)


def digest(code: str) -> str:
    """What is kept of a code; the code itself has a hundred random bits, so no salt is needed."""
    return sha256(code.lower().replace("-", "").encode()).hexdigest()
