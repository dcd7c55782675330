from typing import Any, Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import connection, models
from django.db.models import F, Func, Q, Value

from filing.sequences.numbers_sql import FILED
from filing.sequences.rules import (
    LAST_NUMBER,
    LONGEST_SIGN,
    NEEDS_REASON,
    Answer,
    Answered,
    Sequence,
)
from records.organisation.models import Fonds, User
from records.sentences import gettext_lazy as _


class OfFonds(models.QuerySet[Any]):
    def visible_to(self, user: User) -> Self:
        """The centre's people see those of every fonds, a department's its own."""
        return self.filter(fonds__in=Fonds.objects.visible_to(user))


class OfSign(models.Model):
    """Something said of the numbers that one sign has in a year, in the files of one fonds."""

    fonds = models.ForeignKey(
        Fonds, models.PROTECT, related_name="+", verbose_name=_("fonds"), db_index=False
    )
    year = models.PositiveSmallIntegerField(_("year of the number"))
    sign = models.CharField(_("issuer's sign"), max_length=LONGEST_SIGN)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("at"))

    objects = OfFonds.as_manager()

    class Meta:
        abstract = True


class NumberSequence(OfSign):
    """What a department said of a sequence: whether it is its own, and its last number.

    Nothing said: it is taken for the department's own where the department stands as the
    responsible body of half of its documents or more, or where it was so the year before.
    """

    is_own = models.BooleanField(_("kept by this department"))
    last = models.PositiveIntegerField(_("last number issued"), null=True)

    class Meta:
        verbose_name = _("sequence of document numbers")
        verbose_name_plural = _("sequences of document numbers")
        ordering = ["fonds", "-year", "sign"]
        constraints = [
            models.UniqueConstraint(fields=["fonds", "year", "sign"], name="sequence_told_once"),
            models.CheckConstraint(
                name="sequence_last_is_a_number",
                condition=Q(last__isnull=True) | Q(last__range=(1, LAST_NUMBER)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sign}〔{self.year}〕"


class NumberRange(Func):
    function = "int4range"


class MissingNumbers(OfSign):
    """What became of numbers, from first to last, that no record bears (断号)."""

    first = models.PositiveIntegerField(_("first number"))
    last = models.PositiveIntegerField(_("last number"))
    answer = models.CharField(_("what became of them"), max_length=12, choices=Answer)
    reason = models.CharField(_("reason"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("missing document numbers")
        verbose_name_plural = _("missing document numbers")
        ordering = ["fonds", "-year", "sign", "first"]
        constraints = [
            models.CheckConstraint(
                name="missing_numbers_are_in_order",
                condition=Q(first__gte=1, first__lte=F("last"), last__lte=LAST_NUMBER),
            ),
            models.CheckConstraint(
                name="missing_numbers_answer_is_known", condition=Q(answer__in=Answer.values)
            ),
            models.CheckConstraint(
                name="missing_numbers_have_a_reason",
                condition=~Q(answer__in=NEEDS_REASON) | ~Q(reason=""),
            ),
            ExclusionConstraint(
                name="missing_number_answered_once",
                expressions=[
                    ("fonds", RangeOperators.EQUAL),
                    ("year", RangeOperators.EQUAL),
                    ("sign", RangeOperators.EQUAL),
                    (NumberRange("first", "last", Value("[]")), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sign}〔{self.year}〕{self.first}-{self.last}"


def sequences(fonds: Fonds, year: int) -> list[Sequence]:
    """The sequences of document numbers that the files of a fonds show for a year.

    Read are its records of that year, of the two after it, in which what was issued may be
    filed (DA/T 22-2015 5.2: the year of closing), and of the one before: the first numbers
    of January are signed in December. The department's own come first.
    """
    told = {one.sign: one for one in NumberSequence.objects.filter(fonds=fonds, year=year)}
    before = _own_before(fonds, year)
    said = _said(fonds, year)
    found = [
        Sequence(
            sign,
            year,
            tuple(numbers),
            documents,
            told[sign].is_own if sign in told else before.get(sign, looks_own),
            told[sign].last if sign in told else None,
            tuple(said.get(sign, ())),
        )
        for sign, numbers, documents, looks_own in _filed(fonds, year, told)
    ]
    return sorted(found, key=lambda one: (not one.is_own, -one.documents, one.sign))


def _filed(
    fonds: Fonds, year: int, told: dict[str, NumberSequence]
) -> list[tuple[str, list[int], int, bool]]:
    """Sign, numbers, documents, and whether the department issued half of them."""
    names = [fonds.name, fonds.department.name, fonds.department.short_name]
    with connection.cursor() as cursor:
        cursor.execute(FILED, {"fonds": fonds.pk, "year": year, "names": names})
        found = list(cursor.fetchall())
    empty = told.keys() - {sign for sign, *_rest in found}
    return found + [(sign, [], 0, True) for sign in sorted(empty)]


def _own_before(fonds: Fonds, year: int) -> dict[str, bool]:
    earlier = NumberSequence.objects.filter(fonds=fonds, year__lt=year).order_by("year")
    return dict(earlier.values_list("sign", "is_own"))


def _said(fonds: Fonds, year: int) -> dict[str, list[Answered]]:
    rows = MissingNumbers.objects.filter(fonds=fonds, year=year).order_by("first")
    said: dict[str, list[Answered]] = {}
    for sign, *told in rows.values_list("sign", "pk", "first", "last", "answer", "reason"):
        said.setdefault(sign, []).append(Answered(*told))
    return said
