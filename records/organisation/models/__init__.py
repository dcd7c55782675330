"""Who makes records, who works with them, and into what they are sorted."""

from records.organisation.models.departments import Department, DepartmentQuerySet
from records.organisation.models.fonds import Category, Fonds, FondsQuerySet, ReceivingArchive, Unit
from records.organisation.models.links import PasswordLink
from records.organisation.models.substitutes import Substitute, SubstituteQuerySet
from records.organisation.models.users import People, User

__all__ = [
    "Category",
    "Department",
    "DepartmentQuerySet",
    "Fonds",
    "FondsQuerySet",
    "PasswordLink",
    "People",
    "ReceivingArchive",
    "Substitute",
    "SubstituteQuerySet",
    "Unit",
    "User",
]
