"""A filing catalogue on paper: PDF/A with its cover (DA/T 22-2015 5.5)."""

from collections.abc import Sequence
from typing import Any

from django.utils import timezone

from records.days import moment
from records.printing.pdf import centre, rendered

NINE = 9  # columns of the standard's catalogue


def paper(
    name: str,
    cover: Sequence[tuple[str, str]],
    heads: Sequence[str],
    rows: Sequence[Sequence[Any]],
    by: str,
) -> bytes:
    """The document; `heads` and `rows` begin with the running number, what is behind is left."""
    at = timezone.now()
    data = {
        "name": name,
        "centre": centre(),
        "by": by,
        "at": moment(at),
        "cover": [list(fact) for fact in cover],
        "count": len(rows),
        "columns": list(heads[:NINE]),
        "rows": [[str(cell or "") for cell in row[:NINE]] for row in rows],
    }
    return rendered("filing_catalogue", data, at=at)
