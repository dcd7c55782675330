"""What came of a use at the centre (利用效果)."""

from django.db import models

from records.loans.models.effects import Effect, said
from records.sentences import gettext_lazy as _
from records.triggers import NeverEmptied, OnlyAdded
from records.visits.models.visit import Visit


class UseEffect(Effect):
    """What a use at the centre led to."""

    visit = models.OneToOneField(
        Visit, models.PROTECT, related_name="effect", verbose_name=_("use at the centre")
    )

    class Meta:
        verbose_name = _("effect of a use")
        verbose_name_plural = _("effects of uses")
        ordering = ["id"]
        triggers = [OnlyAdded(), NeverEmptied()]
        constraints = said()

    def __str__(self) -> str:
        return f"{self.visit_id} {self.benefit}"
