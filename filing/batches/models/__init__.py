from filing.batches.models.batch import FilingBatch, FilingBatchQuerySet, FilingStep
from filing.batches.models.items import BatchItem, BatchItemQuerySet, FilingHold, ReceiptPoint

__all__ = [
    "BatchItem",
    "BatchItemQuerySet",
    "FilingBatch",
    "FilingBatchQuerySet",
    "FilingHold",
    "FilingStep",
    "ReceiptPoint",
]
