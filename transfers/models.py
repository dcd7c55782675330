"""All models of the app, where Django looks for them."""

from transfers.due.models import Due, DueRun, Uncomputable
from transfers.handover.models.bindings import HandoverHold, TransferredRecord
from transfers.handover.models.checks import HandoverCheck
from transfers.handover.models.handovers import Handover, HandoverStep
from transfers.handover.models.items import HandoverItem
from transfers.handover.models.receipts import Receipt
from transfers.packages.models import Package

__all__ = [
    "Due",
    "DueRun",
    "Handover",
    "HandoverCheck",
    "HandoverHold",
    "HandoverItem",
    "HandoverStep",
    "Package",
    "Receipt",
    "TransferredRecord",
    "Uncomputable",
]
