"""The bodies that make records, and which of them answers for whose files."""

from typing import Protocol, Self

from django.db import models
from django.db.models import F, Q

from records.sentences import gettext_lazy as _


class Person(Protocol):
    """Somebody who signs in: of one department, or of none (the centre)."""

    department_id: int | None


class DepartmentQuerySet(models.QuerySet["Department"]):
    def in_force(self, on: object) -> Self:
        """Those that exist on a date."""
        return self.filter(valid_from__lte=on).filter(
            Q(valid_until__isnull=True) | Q(valid_until__gte=on)
        )

    def inherited_by(self, user: Person) -> Self:
        """The user's own department and those whose files it inherited."""
        if user.department_id is None:
            return self.none()
        return self.filter(Q(pk=user.department_id) | Q(heir=user.department_id))

    def visible_to(self, user: Person) -> Self:
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
