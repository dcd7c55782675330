"""What came of a use (利用效果): of originals that were lent, or of records read at the centre."""

from django.db import models
from django.db.models import Q

from records.loans.models.loan import Loan
from records.loans.rules import Benefit
from records.organisation.models import User
from records.sentences import gettext_lazy as _
from records.triggers import NeverEmptied, OnlyAdded


class Effect(models.Model):
    """What a use led to, as who used the records or the archivist tells it; said once.

    `sealed` names the unit whose seal confirms it, without which no economic benefit counts.
    """

    benefit = models.CharField(_("kind of effect"), max_length=10, choices=Benefit)
    effect = models.TextField(_("effect of the use"))
    sealed = models.CharField(_("confirmed under the seal of"), max_length=100, blank=True)
    told_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name=_("recorded by")
    )
    told_at = models.DateTimeField(_("recorded at"))

    class Meta:
        abstract = True


def said(of: str = "") -> list[models.BaseConstraint]:
    """What every effect says; `of` begins the names."""
    sealed = ~Q(benefit=Benefit.ECONOMIC) | ~Q(sealed="")
    return [
        models.CheckConstraint(
            name=f"{of}effect_kind_is_known", condition=Q(benefit__in=Benefit.values)
        ),
        models.CheckConstraint(name=f"{of}effect_is_said", condition=~Q(effect="")),
        models.CheckConstraint(name=f"{of}economic_effect_is_sealed", condition=sealed),
    ]


class LoanEffect(Effect):
    """What came of originals that were lent."""

    loan = models.OneToOneField(Loan, models.PROTECT, related_name="effect", verbose_name=_("loan"))

    class Meta:
        verbose_name = _("effect of a loan")
        verbose_name_plural = _("effects of loans")
        ordering = ["id"]
        triggers = [OnlyAdded(), NeverEmptied()]
        constraints = said("loan_")

    def __str__(self) -> str:
        return f"{self.loan_id} {self.benefit}"
