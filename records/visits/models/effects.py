"""What came of a use (利用效果)."""

from django.db import models
from django.db.models import Q

from records.organisation.models import User
from records.sentences import gettext_lazy as _
from records.triggers import NeverEmptied, OnlyAdded
from records.visits.models.visit import Visit
from records.visits.rules import Benefit


class UseEffect(models.Model):
    """What a use led to, as the reader's unit or the archivist tells it; said once.

    `sealed` names the unit whose seal confirms it, without which no economic benefit counts.
    """

    visit = models.OneToOneField(
        Visit, models.PROTECT, related_name="effect", verbose_name=_("use at the centre")
    )
    benefit = models.CharField(_("kind of effect"), max_length=10, choices=Benefit)
    effect = models.TextField(_("effect of the use"))
    sealed = models.CharField(_("confirmed under the seal of"), max_length=100, blank=True)
    told_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name=_("recorded by")
    )
    told_at = models.DateTimeField(_("recorded at"))

    class Meta:
        verbose_name = _("effect of a use")
        verbose_name_plural = _("effects of uses")
        ordering = ["id"]
        triggers = [OnlyAdded(), NeverEmptied()]
        constraints = [
            models.CheckConstraint(
                name="effect_kind_is_known", condition=Q(benefit__in=Benefit.values)
            ),
            models.CheckConstraint(name="effect_is_said", condition=~Q(effect="")),
            models.CheckConstraint(
                name="economic_effect_is_sealed",
                condition=~Q(benefit=Benefit.ECONOMIC) | ~Q(sealed=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.visit_id} {self.benefit}"
