"""What a correction is of: its records, and the components of one, before and after."""

from typing import Any

import pgtrigger
from django.db import models
from django.db.models import Q

from records.amendments.rules import Stage
from records.holdings.models import Component, Hold, Record
from records.holdings.models.components import SAID
from records.holdings.models.holds import GoesOn
from records.holdings.rules import Part
from records.retention.rules import Period
from records.sentences import gettext_lazy as _
from records.triggers import Fixed, Kept, NeverEmptied, Refusal

# Every statement is made of stages and names of our own, none of what people type.
# ruff: noqa: S608


class OfOpen(Refusal):
    """What was answered gets no further rows: they would pass without an answer."""

    operation = pgtrigger.Insert
    message = "% of a correction that was answered"

    def __init__(self, name: str, *, blank: str = "") -> None:
        self.unless = f" OR NEW.{blank} IS NOT NULL" if blank else ""
        super().__init__(name=name)

    def get_func(self, model: Any) -> str:
        return (
            "IF (SELECT stage FROM records_amendment WHERE id = NEW.amendment_id FOR SHARE)"
            f" IS DISTINCT FROM '{Stage.PROPOSED.value}'{self.unless}"
            f" THEN {super().get_func(model)} END IF; RETURN NEW;"
        )


class AmendmentItem(models.Model):
    """One record in a correction: what it said before, and the code that it got by it."""

    amendment = models.ForeignKey(
        "Amendment", models.PROTECT, related_name="items", verbose_name=_("correction")
    )
    record = models.ForeignKey(
        Record, models.PROTECT, related_name="amendment_items", verbose_name=_("record")
    )
    former_code = models.CharField(_("former archival code"), max_length=80)
    former_year = models.PositiveSmallIntegerField(_("former year"), null=True)
    former_period = models.CharField(_("former retention period"), max_length=3, blank=True)
    code = models.CharField(_("new archival code"), max_length=80, null=True)  # noqa: DJ001 - none before the approval
    number = models.PositiveIntegerField(_("new item number"), null=True)

    class Meta:
        verbose_name = _("record of a correction")
        verbose_name_plural = _("records of corrections")
        ordering = ["id"]
        triggers = [
            OfOpen("item_comes_with_its_proposal", blank="code"),
            Fixed(
                "item_is_fixed",
                *("amendment", "record", "former_code", "former_year", "former_period"),
            ),
            Fixed("new_code_is_fixed", "code", "number", since="OLD.code IS NOT NULL"),
            Kept("item_stays"),
            NeverEmptied(),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["amendment", "record"], name="record_once_per_amendment"
            ),
            models.CheckConstraint(
                name="amendment_code_has_number",
                condition=Q(code__isnull=True, number__isnull=True)
                | Q(code__isnull=False, number__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.former_code} → {self.code or '…'}"

    @property
    def year(self) -> int | None:
        """The year that it has with the correction."""
        return self.amendment.year or self.former_year

    @property
    def period(self) -> str:
        """The period that it has with the correction, as a code."""
        return self.amendment.period or self.former_period

    @property
    def kept_for(self) -> Period | None:
        return Period(self.period) if self.period else None

    @property
    def was_kept_for(self) -> Period | None:
        return Period(self.former_period) if self.former_period else None


class AmendmentPart(models.Model):
    """One component in a correction: what it was, and what it is to be.

    Without a right position it is taken out. Those that stay as they are are told, too: an
    order is one of all.
    """

    amendment = models.ForeignKey(
        "Amendment", models.PROTECT, related_name="parts", verbose_name=_("correction")
    )
    component = models.ForeignKey(
        Component, models.PROTECT, related_name="+", verbose_name=_("component")
    )
    former_part = models.CharField(_("former kind"), max_length=20, choices=Part)
    former_title = models.CharField(_("former title"), max_length=300)
    former_pages = models.PositiveIntegerField(_("former pages"), null=True)
    former_position = models.PositiveSmallIntegerField(_("former position"))
    part = models.CharField(_("right kind"), max_length=20, choices=Part)
    title = models.CharField(_("right title"), max_length=300)
    pages = models.PositiveIntegerField(_("right pages"), null=True)
    position = models.PositiveSmallIntegerField(_("right position"), null=True)

    class Meta:
        verbose_name = _("component of a correction")
        verbose_name_plural = _("components of corrections")
        ordering = ["former_position", "id"]
        triggers = [
            OfOpen("part_comes_with_its_proposal"),
            Fixed(
                "part_is_fixed",
                *("amendment", "component", *SAID, *(f"former_{name}" for name in SAID)),
            ),
            Kept("part_stays"),
            NeverEmptied(),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["amendment", "component"], name="component_once_per_amendment"
            )
        ]

    def __str__(self) -> str:
        return f"{self.former_title} → {self.title if self.position else '…'}"

    @property
    def is_taken_out(self) -> bool:
        return self.position is None

    @property
    def difference(self) -> str:
        """Whether something else is said of it, or it is only moved; empty where neither."""
        named = [name for name in SAID if getattr(self, name) != getattr(self, f"former_{name}")]
        return "moved" if named == ["position"] else "said" if named else ""


class AmendmentHold(Hold):
    """What keeps a record as it is while a correction of it awaits its answer."""

    class Meta:
        proxy = True
        triggers = [
            GoesOn(
                "held_while_proposed",
                "records.Amendment",
                while_=f"holder.stage = '{Stage.PROPOSED.value}'",
            )
        ]
