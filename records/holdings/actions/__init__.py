"""What is done with records: described, accepted, shared, corrected, held, discarded."""

from records.holdings.actions.acceptance import accept, accept_one
from records.holdings.actions.access import share, unshare
from records.holdings.actions.correction import correct_code
from records.holdings.actions.description import add_component, describe, discard, edit
from records.holdings.actions.holds import hold, release

__all__ = [
    "accept",
    "accept_one",
    "add_component",
    "correct_code",
    "describe",
    "discard",
    "edit",
    "hold",
    "release",
    "share",
    "unshare",
]
