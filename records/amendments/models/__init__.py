from records.amendments.models.amendment import Amendment, AmendmentQuerySet, AmendmentStep
from records.amendments.models.items import AmendmentHold, AmendmentItem, AmendmentPart

__all__ = [
    "Amendment",
    "AmendmentHold",
    "AmendmentItem",
    "AmendmentPart",
    "AmendmentQuerySet",
    "AmendmentStep",
]
