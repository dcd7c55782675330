"""The people who sign in, and what follows from their role."""

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractUser, UserManager
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from records.organisation.models.departments import Department
from records.organisation.rules import (
    DESCRIBES,
    OF_A_DEPARTMENT,
    READS_TRAIL,
    SEES_ALL_RECORDS,
    Role,
)
from records.sentences import gettext_lazy as _


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
    username = models.CharField(
        _("staff number"),
        max_length=150,
        unique=True,
        validators=[AbstractUser.username_validator],
        error_messages={"unique": _("Somebody has this staff number already.")},
    )
    is_active = models.BooleanField(_("account is open"), default=True)
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
    def reads_acts_alone(self) -> bool:
        """Reads who did what, but not the records that it was done to."""
        return self.reads_trail and not self.sees_all_records

    @property
    def supervises(self) -> bool:
        return self.role == Role.SUPERVISOR

    @property
    def describes(self) -> bool:
        """May make and edit descriptions (of what the person may see)."""
        return self.role in DESCRIBES
