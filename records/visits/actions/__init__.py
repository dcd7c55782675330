"""Readers are registered with what they read; copies are certified; the effect is asked for."""

from records.visits.actions.outcome import ask_for_effects, tell_effect
from records.visits.actions.papers import take_daybook, take_figures
from records.visits.actions.proof import certify, find, take
from records.visits.actions.reception import bring, cancel, leave, put_right, register

__all__ = [
    "ask_for_effects",
    "bring",
    "cancel",
    "certify",
    "find",
    "leave",
    "put_right",
    "register",
    "take",
    "take_daybook",
    "take_figures",
    "tell_effect",
]
