"""All models of the app, where Django looks for them."""

from filing.batches.models import (
    BatchItem,
    FilingBatch,
    FilingHold,
    FilingStep,
    ReceiptPoint,
)
from filing.sequences.models import MissingNumbers, NumberSequence

__all__ = [
    "BatchItem",
    "FilingBatch",
    "FilingHold",
    "FilingStep",
    "MissingNumbers",
    "NumberSequence",
    "ReceiptPoint",
]
