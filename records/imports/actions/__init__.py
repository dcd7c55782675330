"""What people do with an import: send a table, match and correct it, import it, drop it."""

from records.imports.actions.entry import (
    accept_later,
    commit_later,
    draft_later,
    refuse_commit,
    refuse_retraction,
    retract_later,
)
from records.imports.actions.removal import (
    discard,
    forget,
    forget_ended,
    forget_table,
    forget_unfinished,
)
from records.imports.actions.table import check_later, put_right, remap, reopen, start

__all__ = [
    "accept_later",
    "check_later",
    "commit_later",
    "discard",
    "draft_later",
    "forget",
    "forget_ended",
    "forget_table",
    "forget_unfinished",
    "put_right",
    "refuse_commit",
    "refuse_retraction",
    "remap",
    "reopen",
    "retract_later",
    "start",
]
