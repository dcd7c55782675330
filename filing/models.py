"""All models of the app, where Django looks for them."""

from filing.sequences.models import MissingNumbers, NumberSequence

__all__ = [
    "MissingNumbers",
    "NumberSequence",
]
