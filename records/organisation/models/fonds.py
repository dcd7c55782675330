"""Fonds, by what they are classified, and the archives that receive them."""

from typing import Self

from django.db import models
from django.db.models import Q

from records.organisation.models.departments import Department
from records.organisation.models.users import User
from records.organisation.rules import CATEGORY_CODE, FONDS_NUMBER, CodePattern
from records.sentences import gettext_lazy as _
from records.triggers import FixedWhile

# Records lie above; the database alone knows them here. Where the fonds is told, too, an index
# of theirs serves.
RECORDS = "SELECT FROM records_record WHERE {}"
WITH_CODE = RECORDS.format("{} AND archival_code IS NOT NULL")


class ReceivingArchive(models.Model):
    """The public archive that takes the centre's files in when their term is up."""

    name = models.CharField(_("name"), max_length=80, unique=True)
    code = models.CharField(_("archive code"), max_length=6, unique=True)

    class Meta:
        verbose_name = _("receiving archive")
        verbose_name_plural = _("receiving archives")
        ordering = ["id"]

    def __str__(self) -> str:
        return self.name


class FondsQuerySet(models.QuerySet["Fonds"]):
    def owned_by(self, user: "User") -> Self:
        """Fonds of the user's department and of those it inherited."""
        return self.filter(department__in=Department.objects.inherited_by(user))

    def visible_to(self, user: "User") -> Self:
        """The centre's people see every fonds, a department's its own."""
        return self if user.department_id is None else self.owned_by(user)


class Fonds(models.Model):
    """All records of one body (全宗). Its number is given by the receiving archive."""

    number = models.CharField(_("fonds number"), max_length=4, unique=True)
    name = models.CharField(_("fonds name"), max_length=80)
    department = models.ForeignKey(
        Department, models.PROTECT, related_name="fonds", verbose_name=_("department")
    )
    archive = models.ForeignKey(
        ReceivingArchive, models.PROTECT, related_name="fonds", verbose_name=_("receiving archive")
    )
    code_pattern = models.CharField(
        _("pattern of the archival code"),
        max_length=5,
        choices=CodePattern,
        default=CodePattern.DAT22,
    )
    number_width = models.PositiveSmallIntegerField(_("digits of the item number"), default=4)
    unit_width = models.PositiveSmallIntegerField(_("characters of the unit code"), default=3)

    objects = FondsQuerySet.as_manager()

    class Meta:
        verbose_name = _("fonds")
        verbose_name_plural = _("fonds")
        ordering = ["number"]
        triggers = [
            FixedWhile(
                "number_in_codes_stays", "number", rows=WITH_CODE.format("fonds_id = OLD.id")
            ),
            FixedWhile(
                "department_of_records_stays",
                "department",
                rows=RECORDS.format("fonds_id = OLD.id"),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="fonds_number_is_well_formed",
                condition=Q(number__regex=FONDS_NUMBER),
                violation_error_message=_(
                    "A fonds number is one capital letter and three digits, or four digits."
                ),
            ),
            models.CheckConstraint(
                name="number_width_is_sensible",
                condition=Q(number_width__range=(3, 6)),
                violation_error_message=_("An item number has 3 to 6 digits."),
            ),
            models.CheckConstraint(
                name="unit_width_is_sensible",
                condition=Q(unit_width__range=(1, 10)),
                violation_error_message=_("The code of an office has 1 to 10 characters."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.name}"


class Unit(models.Model):
    """An office or a matter by which a fonds is classified (机构或问题; DA/T 22-2015 5.2)."""

    fonds = models.ForeignKey(Fonds, models.PROTECT, related_name="units", verbose_name=_("fonds"))
    code = models.CharField(_("code"), max_length=10)
    name = models.CharField(_("name"), max_length=40)

    class Meta:
        verbose_name = _("office or matter")
        verbose_name_plural = _("offices and matters")
        ordering = ["fonds", "code"]
        triggers = [
            FixedWhile(
                "unit_in_codes_stays",
                *("fonds", "code", "name"),
                rows=WITH_CODE.format("fonds_id = OLD.fonds_id AND unit_id = OLD.id"),
            )
        ]
        constraints = [
            models.UniqueConstraint(fields=["fonds", "code"], name="unit_code_once_per_fonds"),
            models.UniqueConstraint(fields=["fonds", "name"], name="unit_name_once_per_fonds"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class Category(models.Model):
    """A kind of archives (门类; DA/T 13-2022): WS, KJ, KU … and their second levels (KJ·JJ)."""

    code = models.CharField(_("code"), max_length=20, unique=True)
    name = models.CharField(_("name"), max_length=40)
    by_volume = models.BooleanField(_("arranged by volume"), default=False)

    class Meta:
        verbose_name = _("category")
        verbose_name_plural = _("categories")
        ordering = ["code"]
        triggers = [
            FixedWhile(
                "category_in_codes_stays",
                *("code", "by_volume"),
                rows=WITH_CODE.format("category_id = OLD.id"),
            )
        ]
        constraints = [
            models.CheckConstraint(
                name="category_code_is_well_formed",
                condition=Q(code__regex=CATEGORY_CODE),
                violation_error_message=_(
                    "A category code is two capital letters, with further levels after “·”."
                ),
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.code}"
