"""Certified copies (复制件证明): what was certified, under which number, by whom."""

from typing import Any, Self

import pgtrigger
from django.db import models
from django.db.models import Q

from records.holdings.models import Record
from records.organisation.models import User
from records.sentences import gettext_lazy as _
from records.triggers import NeverEmptied, OnlyAdded, Refusal
from records.values import page_ranges
from records.visits.models.visit import Visit
from records.visits.rules import Stage


class OnlyOfWhatWasRead(Refusal):
    """No copy is certified but of a record of the use, and none of a use that is void.

    Nor more pages than were copied.
    """

    name = "certified_is_of_the_use"
    operation = pgtrigger.Insert
    message = "record % was not read in that use, or not so much of it copied"
    told = ("NEW.record_id",)
    read = (
        "SELECT FROM records_visititem item JOIN records_visit visit ON visit.id = item.visit_id"
        " WHERE (item.visit_id, item.record_id) = (NEW.visit_id, NEW.record_id)"
        f" AND visit.stage <> '{Stage.VOID.value}' AND item.copied >= NEW.count * NEW.sets"
    )

    def get_func(self, model: Any) -> str:
        refused = super().get_func(model)
        return f"IF NOT EXISTS ({self.read}) THEN {refused} END IF; RETURN NEW;"


class NextOfYear(Refusal):
    """Its number is the next of the year: the numbers have no gaps and run one way."""

    name = "certificate_is_the_next"
    operation = pgtrigger.Insert
    message = "certificate % of % is not the next"
    told = ("NEW.number", "NEW.year")
    next = "SELECT 1 + coalesce(max(number), 0) FROM records_certificate WHERE year = NEW.year"

    def get_func(self, model: Any) -> str:
        return f"IF NEW.number <> ({self.next}) THEN {super().get_func(model)} END IF; RETURN NEW;"


class CertificateQuerySet(models.QuerySet["Certificate"]):
    def visible_to(self, user: User) -> Self:
        """Those of the uses that the person may see."""
        return self.filter(visit__in=Visit.objects.visible_to(user))


class Certificate(models.Model):
    """That a copy of a record agrees with the original: of which pages, how many, in how many sets.

    `number` runs within the year without gaps. Who shows the paper is believed by its number
    together with the `check_code`, which nobody can guess.
    """

    year = models.PositiveSmallIntegerField(_("year"))
    number = models.PositiveIntegerField(_("number"))
    check_code = models.CharField(_("check code"), max_length=12)
    visit = models.ForeignKey(
        Visit, models.PROTECT, related_name="certificates", verbose_name=_("use at the centre")
    )
    record = models.ForeignKey(Record, models.PROTECT, related_name="+", verbose_name=_("record"))
    archival_code = models.CharField(_("archival code"), max_length=80)
    title = models.TextField(_("title"))
    pages = models.CharField(_("pages that are certified"), max_length=page_ranges.LONGEST)
    count = models.PositiveIntegerField(_("number of pages"))
    sets = models.PositiveSmallIntegerField(_("number of sets"), default=1)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("made by"))
    made_at = models.DateTimeField(_("made at"))

    objects = CertificateQuerySet.as_manager()

    class Meta:
        verbose_name = _("certificate of a copy")
        verbose_name_plural = _("certificates of copies")
        ordering = ["id"]
        triggers = [OnlyOfWhatWasRead(), NextOfYear(), OnlyAdded(), NeverEmptied()]
        constraints = [
            models.UniqueConstraint(fields=["year", "number"], name="certificate_number_once"),
            models.CheckConstraint(
                name="certificate_says_what",
                condition=~Q(check_code="") & Q(count__gt=0, sets__gt=0),
            ),
        ]

    def __str__(self) -> str:
        return f"复证〔{self.year}〕{self.number}号"
