from datetime import datetime, timedelta
from uuid import UUID

from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models import Model, QuerySet
from django.utils.translation import gettext_lazy as _

from records.days import clock

DAYS_KEPT = 7  # no form stays open longer


class SentForm(models.Model):
    """A form that was sent and did its work: the same one, sent again, does nothing more.

    `token` was given to the form when it was opened; `digest` is of what it said. `table`
    and `row` name what it made, where it made a row.
    """

    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("by")
    )
    token = models.UUIDField(_("token"))
    digest = models.CharField(_("digest"), max_length=32)
    at = models.DateTimeField(_("at"), db_index=True)
    table = models.CharField(_("kind of object"), max_length=60, blank=True)
    row = models.CharField(_("object"), max_length=40, blank=True)

    class Meta:
        verbose_name = _("sent form")
        verbose_name_plural = _("sent forms")
        constraints = [
            models.UniqueConstraint(fields=["by", "token"], name="a_form_does_its_work_once")
        ]

    def __str__(self) -> str:
        return f"{clock(self.at)} {self.table} {self.row}".strip()

    @classmethod
    def claim(cls, by: int, token: UUID, *, digest: str, at: datetime) -> tuple["SentForm", bool]:
        """The row of a form, and whether it is new: whoever is sending the same is waited for."""
        told = {"digest": digest, "at": at}
        return cls._default_manager.get_or_create(by_id=by, token=token, defaults=told)

    @classmethod
    def forget(cls, *, at: datetime) -> int:
        """Delete what is known of forms that nobody has open any more; returns how many."""
        return cls._default_manager.filter(at__lt=at - timedelta(days=DAYS_KEPT)).delete()[0]

    def keep(self, made: object) -> None:
        """Remember what the form made."""
        if isinstance(made, Model):
            self.table, self.row = made._meta.label, str(made.pk)
            self.save(update_fields=["table", "row"])

    def made(self) -> Model | None:
        """What the form made; None where it made no row, or the row is gone."""
        if not self.table:
            return None
        rows: QuerySet[Model] = apps.get_model(self.table)._default_manager.filter(pk=self.row)
        return rows.first()
