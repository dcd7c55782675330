"""All models of the app, where Django looks for them."""

from records.holdings import describing
from transfers.due.models import Due, DueRun, Uncomputable
from transfers.handover.checks import HandoverCheck
from transfers.handover.holding import why_held
from transfers.handover.items import HandoverItem
from transfers.handover.models import Handover, HandoverStep
from transfers.handover.receipts import Receipt
from transfers.packages.models import Package

describing.HOLDS.append(why_held)  # here, because every process loads the models

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
