"""Access to other departments' records: asked for, found, answered, released, ended."""

from records.requests.actions.answer import consent, match, refuse
from records.requests.actions.ask import ask
from records.requests.actions.papers import print_form
from records.requests.actions.release import expire, release, revoke, withdraw, withhold
from records.requests.actions.reminders import lapse, remind

__all__ = [
    "ask",
    "consent",
    "expire",
    "lapse",
    "match",
    "print_form",
    "refuse",
    "release",
    "remind",
    "revoke",
    "withdraw",
    "withhold",
]
