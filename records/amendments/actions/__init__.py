"""Records in custody are corrected: proposed by one person, approved or turned down by another."""

from records.amendments.actions.answer import approve, reject, withdraw
from records.amendments.actions.components import propose_components
from records.amendments.actions.proposal import nothing_chosen, propose, propose_one

__all__ = [
    "approve",
    "nothing_chosen",
    "propose",
    "propose_components",
    "propose_one",
    "reject",
    "withdraw",
]
