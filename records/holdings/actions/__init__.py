"""What is done with records: described, accepted, shared, corrected, held, discarded."""

from records.holdings.actions.acceptance import accept, accept_one
from records.holdings.actions.access import share, unshare
from records.holdings.actions.components import add_component, edit_component, place_component
from records.holdings.actions.correction import correct_code
from records.holdings.actions.description import describe, discard, edit
from records.holdings.actions.holds import hold, release

__all__ = [
    "accept",
    "accept_one",
    "add_component",
    "correct_code",
    "describe",
    "discard",
    "edit",
    "edit_component",
    "hold",
    "place_component",
    "release",
    "share",
    "unshare",
]
