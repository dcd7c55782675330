from typing import Self

from django.apps import apps
from django.conf import settings
from django.db import models

from records.audit.rules import READS, WRONG_PASSWORD
from records.days import clock
from records.organisation.models import User
from records.sentences import Keeps, Says, gettext
from records.sentences import gettext_lazy as _
from records.triggers import NeverEmptied, OnlyAdded, TimedByDatabase

FIRST = models.Q(batch__isnull=True) | models.Q(batch=models.F("id"))


class EntryQuerySet(models.QuerySet["Entry"]):
    def about(self, row: models.Model) -> Self:
        """What was done to one row, newest first."""
        return self.filter(table=row._meta.label, row=str(row.pk)).order_by("-id")

    def rows_of(self, model: type[models.Model]) -> set[int]:
        """The keys of the rows of one kind that something was done to."""
        return {
            int(row) for row in self.filter(table=model._meta.label).values_list("row", flat=True)
        }

    def up_to(self, act: "Entry | None") -> Self:
        """What was written no later than an act; all, where there is none."""
        return self.filter(pk__lte=act.pk) if act else self

    def told_to(self, user: User) -> Self:
        """Acts as a row's own page tells them: who has read it, only the centre's people learn.

        Everybody else finds the own reading there, and what changed the row.
        """
        if user.sees_all_records:
            return self
        return self.filter(~models.Q(verb__in=READS) | models.Q(by=user))

    def folded(self) -> Self:
        """One entry for each act on a set, which stands for the others; and every single act."""
        return self.filter(FIRST)

    def visible_to(self, user: User) -> Self:
        """The trail is read by supervisors and auditors; nobody else sees another's acts."""
        return self if user.reads_trail else self.none()


class Entry(models.Model):
    """One act on one row. The database refuses to change or delete an entry.

    `label` keeps how the row was called at the time, so that the entry can be read
    after the row is gone. An empty `by` is the system itself (the nightly jobs),
    or somebody unknown who typed a wrong password. Entries of one act on a set have as
    `batch` the number of the first of them, which alone keeps how many they are (`acts`).
    """

    verb = models.CharField(_("act"), max_length=40)
    table = models.CharField(_("kind of object"), max_length=60)
    row = models.CharField(_("object"), max_length=40)
    label = models.TextField(_("called"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
        verbose_name=_("by"),
    )
    address = models.GenericIPAddressField(_("from address"), null=True)
    at = models.DateTimeField(_("at"))
    before = models.JSONField(_("before"), encoder=Keeps, decoder=Says)
    after = models.JSONField(_("after"), encoder=Keeps, decoder=Says)
    batch = models.BigIntegerField(_("first entry of the act"), null=True)
    acts = models.PositiveBigIntegerField(_("number of entries of the act"), null=True)

    objects = EntryQuerySet.as_manager()

    class Meta:
        db_table = "records_audit_entry"
        verbose_name = _("trail entry")
        verbose_name_plural = _("trail")
        triggers = [TimedByDatabase("time_is_the_databases", "at"), OnlyAdded(), NeverEmptied()]
        # What is read newest first is kept oldest first: what is added last stands last then, so
        # that PostgreSQL fills a page before it begins the next.
        indexes = [
            models.Index(fields=["table", "row", "-id"], name="entry_by_row"),
            models.Index(fields=["by", "at", "id"], name="entry_by_actor"),
            models.Index(fields=["verb", "at", "id"], name="entry_by_verb"),
            models.Index(fields=["at", "id"], name="entry_by_time"),
            models.Index(fields=["at", "id"], condition=FIRST, name="entry_folded"),
        ]

    def __str__(self) -> str:
        return f"{clock(self.at)} {self.verb} {self.label}"

    @property
    def model(self) -> type[models.Model] | None:
        """What it was done to a row of; None where no version of today knows it any more."""
        try:
            return apps.get_model(self.table)
        except LookupError:
            return None

    @property
    def others(self) -> int:
        """How many more entries the act wrote, on its first one."""
        return (self.acts or 1) - 1

    @property
    def kind(self) -> str:
        """What it was done to a row of, in words."""
        return str(self.model._meta.verbose_name) if self.model else self.table

    @property
    def who(self) -> str:
        """Who did it, also where that is nobody of the house."""
        if self.by is not None:
            return str(self.by)
        return gettext("unknown") if self.verb == WRONG_PASSWORD else gettext("the system")
