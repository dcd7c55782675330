"""All models of the app, where Django looks for them."""

from transfers.due.models import Due, DueRun, Uncomputable
from transfers.handover.models import (
    Handover,
    HandoverCheck,
    HandoverItem,
    HandoverStep,
    Receipt,
)
from transfers.packages.models import Package

__all__ = [
    "Due",
    "DueRun",
    "Handover",
    "HandoverCheck",
    "HandoverItem",
    "HandoverStep",
    "Package",
    "Receipt",
    "Uncomputable",
]
