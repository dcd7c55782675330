"""Originals are asked for and approved, fetched and handed out, renewed and taken back."""

from records.loans.actions.custody import fetch, hand_out, renew, take_back
from records.loans.actions.losses import close_account, find, lose
from records.loans.actions.outcome import ask_for_effects, tell_effect
from records.loans.actions.papers import print_pick_list, take_register
from records.loans.actions.reminders import remind
from records.loans.actions.request import approve, ask, borrow, refuse, withdraw

__all__ = [
    "approve",
    "ask",
    "ask_for_effects",
    "borrow",
    "close_account",
    "fetch",
    "find",
    "hand_out",
    "lose",
    "print_pick_list",
    "refuse",
    "remind",
    "renew",
    "take_back",
    "take_register",
    "tell_effect",
    "withdraw",
]
