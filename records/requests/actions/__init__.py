"""Access to other departments' records: asked for, found, answered, released, ended."""

from records.requests.actions.answer import consent, match, refuse
from records.requests.actions.ask import ask
from records.requests.actions.papers import print_form
from records.requests.actions.release import expire, release, revoke, withdraw, withhold
from records.requests.actions.reminders import lapse, remind
from records.requests.actions.substitution import end_substitute, name_substitute

__all__ = [
    "ask",
    "consent",
    "end_substitute",
    "expire",
    "lapse",
    "match",
    "name_substitute",
    "print_form",
    "refuse",
    "release",
    "remind",
    "revoke",
    "withdraw",
    "withhold",
]
