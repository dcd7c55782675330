from transfers.due.models.counts import DueCount, UncomputableCount
from transfers.due.models.flags import Due
from transfers.due.models.ledger import Uncomputable
from transfers.due.models.runs import DueRun

__all__ = ["Due", "DueCount", "DueRun", "Uncomputable", "UncomputableCount"]
