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
    forget_cells,
    forget_ended,
    forget_table,
    forget_unfinished,
)
from records.imports.actions.table import (
    ask_for_copy,
    check_later,
    mark,
    put_right,
    remap,
    reopen,
    start,
)

__all__ = [
    "accept_later",
    "ask_for_copy",
    "check_later",
    "commit_later",
    "discard",
    "draft_later",
    "forget",
    "forget_cells",
    "forget_ended",
    "forget_table",
    "forget_unfinished",
    "mark",
    "put_right",
    "refuse_commit",
    "refuse_retraction",
    "remap",
    "reopen",
    "retract_later",
    "start",
]
