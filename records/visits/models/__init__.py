from records.visits.models.certificates import Certificate
from records.visits.models.effects import UseEffect
from records.visits.models.visit import Visit, VisitItem, VisitQuerySet, VisitStep

__all__ = ["Certificate", "UseEffect", "Visit", "VisitItem", "VisitQuerySet", "VisitStep"]
