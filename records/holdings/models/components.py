"""The parts of an item, and what PostgreSQL refuses of them once the record is in custody."""

# Every statement is made of names of our own, none of what people type.
# ruff: noqa: S608

from typing import Any, Self

import pgtrigger
from django.db import models

from records.holdings.models.holds import HeldStays, KeptInCustody, in_custody
from records.holdings.models.records import Record
from records.holdings.rules import Part, Stage
from records.organisation.models import User
from records.sentences import gettext_lazy as _
from records.triggers import Fixed, NeverEmptied, Refusal, noted

SAID = ("part", "title", "pages", "position")  # what a correction may say anew


class ComponentQuerySet(models.QuerySet["Component"]):
    def editable_by(self, user: User) -> Self:
        """Parts of what the user may see and describe."""
        records = Record.objects.visible_to(user).editable_by(user)
        return self.filter(record__in=records).select_related("record__fonds")


ComponentManager = models.Manager.from_queryset(ComponentQuerySet)


class InPlace(ComponentManager["Component"]):
    """The parts that their records have: pages, packages and counts know no others."""

    def get_queryset(self) -> ComponentQuerySet:
        return ComponentQuerySet(self.model, using=self._db).filter(position__isnull=False)


def newest_said(component: str) -> str:
    """What the newest approved correction of a component says: the key of its row, in SQL."""
    return (
        "SELECT max(one.id) FROM records_amendmentpart one"
        " JOIN records_amendment amendment ON amendment.id = one.amendment_id"
        f" WHERE one.component_id = {component} AND amendment.stage = 'approved'"
    )


class NothingAdded(Refusal):
    """Nothing is added to a record that is with the public archive; `record` is its key in SQL."""

    message = "no % is added to what was transferred"

    def __init__(self, name: str, *, record: str) -> None:
        self.record = record
        super().__init__(name=name, operation=pgtrigger.Insert)

    def get_func(self, model: Any) -> str:
        gone = in_custody(self.record, stage=f"= '{Stage.TRANSFERRED.value}'")
        return f"{gone} THEN {super().get_func(model)} END IF; RETURN NEW;"


class FixedUnlessCorrected(Fixed):
    """In custody a component changes to what its newest approved correction says, from what it was.

    Only the newest: so none is carried out again after another.
    """

    def get_func(self, model: Any) -> str:
        was, now, old, new = (
            ", ".join(f"{row}{name}" for name in SAID)
            for row in ("said.former_", "said.", "OLD.", "NEW.")
        )
        approved = (
            f"SELECT FROM records_amendmentpart said WHERE said.id = ({newest_said('OLD.id')})"
            f" AND ({was}) IS NOT DISTINCT FROM ({old}) AND ({now}) IS NOT DISTINCT FROM ({new})"
        )
        return (
            f"{in_custody('OLD.record_id, NEW.record_id')}"
            f" AND (OLD.record_id <> NEW.record_id OR NOT EXISTS ({approved}))"
            f" THEN {super().get_func(model)} END IF; RETURN NEW;"
        )


class Component(models.Model):
    """One part of an item (组件), in the order of DA/T 22-2015 5.1.2.

    What was taken out by a correction has no position: the record has it no more, and it is
    kept, with its copies, for the correction to show.
    """

    record = models.ForeignKey(
        Record,
        models.CASCADE,
        related_name="components",
        verbose_name=_("record"),
        db_index=False,  # the unique index begins with it
    )
    position = models.PositiveSmallIntegerField(_("position"), null=True)
    part = models.CharField(_("component"), max_length=20, choices=Part)
    title = models.CharField(_("title"), max_length=300)
    pages = models.PositiveIntegerField(_("pages"), null=True, blank=True)

    objects = InPlace()

    class Meta:
        verbose_name = _("component")
        verbose_name_plural = _("components")
        triggers = [
            HeldStays(
                "held_stays",
                pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                concerned="ARRAY[NEW.record_id, OLD.record_id]",
            ),
            FixedUnlessCorrected("component_is_corrected", "record", *SAID),
            KeptInCustody("component_stays", record="OLD.record_id"),
            NothingAdded("component_comes_before", record="NEW.record_id"),
            NeverEmptied(),
            # what its copies say is found in its record, as long as it is in place
            *noted(
                "records.RecordChange",
                *("record_id", "position IS NULL"),
                of="SELECT record_id FROM changed WHERE EXISTS ("
                "SELECT FROM records_digitalcopy WHERE component_id = changed.id)",
                names=("noted_out", "noted_anew"),
            ),
        ]
        ordering = ["record", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["record", "position"],
                name="component_position_once_per_record",
                deferrable=models.Deferrable.IMMEDIATE,  # one statement puts several in order
            )
        ]

    def __str__(self) -> str:
        return self.title
