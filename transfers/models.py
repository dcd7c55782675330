"""All models of the app, where Django looks for them."""

from transfers.due.models import Due, DueRun, Uncomputable

__all__ = ["Due", "DueRun", "Uncomputable"]
