from records.amendments.models.amendment import Amendment, AmendmentQuerySet, AmendmentStep
from records.amendments.models.items import AmendmentItem, AmendmentPart

__all__ = [
    "Amendment",
    "AmendmentItem",
    "AmendmentPart",
    "AmendmentQuerySet",
    "AmendmentStep",
]
