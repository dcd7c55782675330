from typing import Any, ClassVar, Self

from django.contrib.auth.models import AbstractUser, UserManager
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from records.organisation.rules import (
    CATEGORY_CODE,
    DESCRIBES,
    FONDS_NUMBER,
    OF_A_DEPARTMENT,
    READS_TRAIL,
    SEES_ALL_RECORDS,
    CodePattern,
    Role,
)


class DepartmentQuerySet(models.QuerySet["Department"]):
    def in_force(self, on: object) -> Self:
        """Those that exist on a date."""
        return self.filter(valid_from__lte=on).filter(
            Q(valid_until__isnull=True) | Q(valid_until__gte=on)
        )

    def inherited_by(self, user: "User") -> Self:
        """The user's own department and those whose files it inherited."""
        if user.department_id is None:
            return self.none()
        return self.filter(Q(pk=user.department_id) | Q(heir=user.department_id))

    def visible_to(self, user: "User") -> Self:
        """Names of departments are no secret: everybody signed in may read them."""
        return self


class Department(models.Model):
    """A body that makes records (立档单位), for as long as it bears this name.

    When it is merged or renamed, `successor` is the body that followed and `heir` the
    one at the end of that chain, whose people now answer for its files.
    """

    name = models.CharField(_("name"), max_length=80, unique=True)
    short_name = models.CharField(_("short name"), max_length=30)
    valid_from = models.DateField(_("exists from"))
    valid_until = models.DateField(_("exists until"), null=True, blank=True)
    successor = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="predecessors",
        verbose_name=_("successor"),
    )
    heir = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="inherited",
        verbose_name=_("answers for its files today"),
    )

    objects = DepartmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("department")
        verbose_name_plural = _("departments")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                name="department_ends_after_it_begins",
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
                violation_error_message=_("The last day lies before the first."),
            ),
            models.CheckConstraint(
                name="department_with_successor_has_ended",
                condition=Q(successor__isnull=True) | Q(valid_until__isnull=False),
                violation_error_message=_("A department with a successor needs its last day."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class People(UserManager["User"]):
    use_in_migrations = False

    def visible_to(self, user: "User") -> models.QuerySet["User"]:
        """Accounts are read by supervisors and auditors; everybody else reads the own one."""
        everybody = self.get_queryset()
        return everybody if user.reads_trail else everybody.filter(pk=user.pk)

    def create_superuser(self, *args: Any, **given: Any) -> "User":
        """There is nobody above the roles."""
        raise ValidationError(
            _("There are no superusers here. Use: manage.py create_supervisor USERNAME --name NAME")
        )


class User(AbstractUser):
    """A person who signs in. A role of a department has one; a role of the centre has none."""

    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    name = models.CharField(_("name"), max_length=40)
    role = models.CharField(_("role"), max_length=20, choices=Role)
    department = models.ForeignKey(
        Department,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="people",
        verbose_name=_("department"),
    )
    must_change_password = models.BooleanField(_("must choose a new password"), default=False)

    objects: ClassVar[People] = People()

    class Meta(AbstractUser.Meta):
        constraints = [
            models.CheckConstraint(
                name="department_role_has_department",
                condition=Q(role__in=OF_A_DEPARTMENT, department__isnull=False)
                | (~Q(role__in=OF_A_DEPARTMENT) & Q(department__isnull=True)),
                violation_error_message=_(
                    "Readers and filing officers have a department, the centre's people none."
                ),
            )
        ]

    def __str__(self) -> str:
        return self.name or self.username

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name

    @property
    def is_staff(self) -> bool:  # type: ignore[override]
        """Who may enter the admin: it follows from the role and cannot be given apart."""
        return self.role in READS_TRAIL

    @property
    def sees_all_records(self) -> bool:
        return self.role in SEES_ALL_RECORDS

    @property
    def reads_trail(self) -> bool:
        return self.role in READS_TRAIL

    @property
    def supervises(self) -> bool:
        return self.role == Role.SUPERVISOR

    @property
    def describes(self) -> bool:
        """May make and edit descriptions (of what the person may see)."""
        return self.role in DESCRIBES


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
        constraints = [
            models.CheckConstraint(
                name="fonds_number_is_well_formed",
                condition=Q(number__regex=FONDS_NUMBER),
                violation_error_message=_(
                    "A fonds number is one capital letter and three digits, or four digits."
                ),
            ),
            models.CheckConstraint(
                name="number_width_is_sensible", condition=Q(number_width__range=(3, 6))
            ),
            models.CheckConstraint(
                name="unit_width_is_sensible", condition=Q(unit_width__range=(1, 10))
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
