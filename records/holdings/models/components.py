from typing import Self

import pgtrigger
from django.db import models

from records.holdings.models.holds import HeldStays
from records.holdings.models.records import Record
from records.holdings.rules import Part
from records.organisation.models import User
from records.sentences import gettext_lazy as _


class ComponentQuerySet(models.QuerySet["Component"]):
    def editable_by(self, user: User) -> Self:
        """Parts of what the user may see and describe."""
        records = Record.objects.visible_to(user).editable_by(user)
        return self.filter(record__in=records).select_related("record__fonds")


class Component(models.Model):
    """One part of an item (组件), in the order of DA/T 22-2015 5.1.2."""

    record = models.ForeignKey(
        Record, models.CASCADE, related_name="components", verbose_name=_("record")
    )
    position = models.PositiveSmallIntegerField(_("position"))
    part = models.CharField(_("component"), max_length=20, choices=Part)
    title = models.CharField(_("title"), max_length=300)
    pages = models.PositiveIntegerField(_("pages"), null=True, blank=True)

    objects = ComponentQuerySet.as_manager()

    class Meta:
        verbose_name = _("component")
        verbose_name_plural = _("components")
        triggers = [
            HeldStays(
                "held_stays",
                pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                concerned="ARRAY[NEW.record_id, OLD.record_id]",
            )
        ]
        ordering = ["record", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["record", "position"], name="component_position_once_per_record"
            )
        ]

    def __str__(self) -> str:
        return self.title
