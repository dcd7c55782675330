"""What one item of the four-nature test found, as facts."""

from collections.abc import Iterable
from typing import NamedTuple

from django.db.models import QuerySet

from records.holdings.models import Record
from transfers.handover.natures.rules import Result

EXAMPLES = 5


class Finding(NamedTuple):
    """`said` names the sentence, `figures` go into it, `examples` are codes of records."""

    item: str
    result: Result
    said: str = ""
    figures: dict[str, int] = {}
    examples: tuple[str, ...] = ()


def of(item: str, bad: QuerySet[Record], said: str, result: Result = Result.FAILED) -> Finding:
    """A finding from the records that break a rule."""
    count = bad.order_by().values("pk").distinct().count()
    if not count:
        return Finding(item, Result.PASSED)
    codes = bad.order_by("pk").values_list("archival_code", flat=True).distinct()[:EXAMPLES]
    return Finding(item, result, said, {"count": count}, tuple(map(str, codes)))


def among(item: str, bad: Iterable[str], said: str, result: Result = Result.FAILED) -> Finding:
    """The same from a list of codes."""
    codes = list(dict.fromkeys(bad))
    if not codes:
        return Finding(item, Result.PASSED)
    return Finding(item, result, said, {"count": len(codes)}, tuple(codes[:EXAMPLES]))


def worst(*findings: Finding) -> Finding:
    """Of several on one item, the first that fails, else the first that reminds."""
    order = [Result.FAILED, Result.WARNING, Result.PASSED]
    return min(findings, key=lambda finding: order.index(finding.result))
