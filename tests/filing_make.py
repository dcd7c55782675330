"""Yearly batches for tests, each as far as it is asked for."""

from typing import Any

from filing.batches import actions
from filing.batches.models import FilingBatch
from filing.batches.rules import Point
from filing.batches.work import accept
from records.holdings.models import Record
from records.jobs.rules import silent
from records.organisation.models import Fonds, User
from tests import make

YEAR = 2025


def drafts(number: int, of: Fonds, **given: Any) -> list[Record]:
    """Complete drafts of the year, of which no check finds anything that stops."""
    return [
        make.record(
            of=of,
            **{
                "year": YEAR,
                "date_text": f"{YEAR}{n % 12 + 1:02d}05",
                "pages": 2,
                "document_number": "",
                **given,
            },
        )
        for n in range(number)
    ]


def opened(number: int = 3, *, of: Fonds | None = None, by: User | None = None) -> FilingBatch:
    by = by or make.filing_officer(of.department if of else None)
    of = of or make.fonds(of=by.department)
    drafts(number, of)
    batch = actions.open_year(of, year=YEAR, by=by, at=make.NOW)
    if number:
        actions.put_in(batch, by=by, at=make.NOW)
    return batch


def handed_in(number: int = 3, **given: Any) -> FilingBatch:
    batch = opened(number, **given)
    actions.hand_in(batch, by=batch.opened_by, at=make.NOW)
    batch.refresh_from_db()
    return batch


def looked_through(number: int = 3, *, looker: User | None = None, **given: Any) -> FilingBatch:
    batch, looker = handed_in(number, **given), looker or make.archivist()
    for point in Point:
        actions.answer_point(batch, point=point, fits=True, by=looker, at=make.NOW)
    for item in batch.items.filter(sampled=True).select_related("batch", "record"):
        actions.judge_sample(item, fits=True, by=looker, at=make.NOW)
    return batch


def taken_in(number: int = 3, **given: Any) -> FilingBatch:
    looker = given.pop("looker", None) or make.archivist()
    batch = looked_through(number, looker=looker, **given)
    accept(row=batch.pk, by=looker, at=make.NOW, progress=silent)
    batch.refresh_from_db()
    return batch
