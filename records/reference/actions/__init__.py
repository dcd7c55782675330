"""What supervisors do with the reference data: departments, fonds, and who signs in."""

from records.reference.actions.departments import (
    correct_department,
    found_department,
    succeed,
)
from records.reference.actions.fonds import (
    add_archive,
    add_category,
    add_unit,
    edit_archive,
    edit_category,
    edit_fonds,
    edit_unit,
    open_fonds,
)
from records.reference.actions.links import make_link
from records.reference.actions.users import (
    add_user,
    change_role,
    correct_user,
    deactivate_user,
    move_user,
    reactivate_user,
    unlock,
)

__all__ = [
    "add_archive",
    "add_category",
    "add_unit",
    "add_user",
    "change_role",
    "correct_department",
    "correct_user",
    "deactivate_user",
    "edit_archive",
    "edit_category",
    "edit_fonds",
    "edit_unit",
    "found_department",
    "make_link",
    "move_user",
    "open_fonds",
    "reactivate_user",
    "succeed",
    "unlock",
]
