"""Access to other departments' records: asked for, found, answered, released, ended."""

from records.requests.actions.answer import consent, match, refuse
from records.requests.actions.ask import ask
from records.requests.actions.release import expire, release, revoke, withdraw, withhold

__all__ = [
    "ask",
    "consent",
    "expire",
    "match",
    "refuse",
    "release",
    "revoke",
    "withdraw",
    "withhold",
]
