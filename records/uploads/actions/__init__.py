"""Sets of files: begun, received, placed, attached, put aside."""

from records.uploads.actions.attachment import attach, attach_later, discard, expire
from records.uploads.actions.placement import drop, match, place
from records.uploads.actions.reception import (
    Announced,
    OutOfStep,
    announce,
    begin,
    receive,
    take,
)

__all__ = [
    "Announced",
    "OutOfStep",
    "announce",
    "attach",
    "attach_later",
    "begin",
    "discard",
    "drop",
    "expire",
    "match",
    "place",
    "receive",
    "take",
]
