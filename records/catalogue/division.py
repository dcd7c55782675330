"""By what a list of records is divided, as PostgreSQL's rows and as the index tell it."""

from collections import Counter, defaultdict
from typing import Any

from django.db.models import Case, TextField, Value, When

from records.catalogue.scope import Scope
from records.copies.models import DigitalCopy
from records.holdings.models import RecordQuerySet
from records.index import schema
from records.index.schema import NONE, WITH, WITHOUT

FACETS = ("department", "year", "period", "category", "unit", "access", "copies")


def counted(records: RecordQuerySet, scope: Scope) -> list[Any]:
    """What each record is counted by, of FACETS, and its key."""
    ways = (When(seen, then=Value(way)) for way, (_label, seen) in scope.ways.items())
    access = Case(*ways, output_field=TextField())
    told = ("fonds__department", "year", "period", "category", "unit", access, "pk")
    rows = list(records.values_list(*told))
    copied = DigitalCopy.objects.having(row[-1] for row in rows)
    return [(*row[:-1], WITH if row[-1] in copied else WITHOUT, row[-1]) for row in rows]


def divided(rows: list[Any]) -> dict[str, Counter[str]]:
    return {name: _told(Counter(row[at] for row in rows)) for at, name in enumerate(FACETS)}


def _told(counts: Counter[Any]) -> Counter[str]:
    return Counter({str(value or NONE): many for value, many in counts.items()})


def named(scope: Scope, told: dict[str, Counter[str]]) -> dict[str, Counter[str]]:
    """What the index tells of its own facets, under the values that choices have."""
    counts = defaultdict(Counter[str], told)
    of = {one.pk: one.department_id for one in scope.fonds}
    for word, many in counts[schema.SORTED_BY].copy().items():
        place = schema.Place.read(word)
        counts["department"][str(of.get(place.fonds) or NONE)] += many
        counts["access"][scope.way(place.fonds, shared=place.shared)] += many
        counts["copies"][WITH if place.copied else WITHOUT] += many
    for word, many in told[schema.KIND].items():
        kind = schema.Kind.read(word)
        counts["year"][kind.year] += many
        counts["period"][kind.period] += many
        counts["category"][kind.category] += many
    return counts
