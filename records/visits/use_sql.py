"""What was used at the centre and lent from it, counted in one statement by several headings.

Counting rules: one person on one day is one 人次, whatever was read; who comes on several days
counts each day; a loan counts once, on the day on which it was handed out, however long it
lasts. Records count by volume (卷次) and item (件次), copies by pages of the original.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple

from django.conf import settings
from django.db import connection

from records.values.rules import Level
from records.visits.rules import COUNTS

HEADINGS = ("month", "purpose", "department", "owner")
USE = f"""
    WITH use AS (
        SELECT 'read' || visit.identity_kind || visit.identity_number || visit.used_on AS person,
               visit.used_on AS day, visit.purpose_kind AS purpose,
               visit.department_id AS department, false AS lent, item.record_id, item.copied
        FROM records_visit visit LEFT JOIN records_visititem item ON item.visit_id = visit.id
        WHERE visit.stage = ANY(%(counts)s) AND visit.used_on BETWEEN %(first)s AND %(last)s
      UNION ALL
        SELECT 'lent' || loan.borrower_id || '/' || lending.day, lending.day, loan.purpose_kind,
               loan.department_id, true, item.record_id, 0
        FROM records_loan loan
        CROSS JOIN LATERAL (SELECT (loan.lent_at AT TIME ZONE %(zone)s)::date AS day) lending
        JOIN records_loanitem item ON item.loan_id = loan.id
        WHERE lending.day BETWEEN %(first)s AND %(last)s
    ), told AS (
        SELECT use.*, date_trunc('month', use.day)::date AS month, record.level,
               fonds.department_id AS owner
        FROM use LEFT JOIN records_record record ON record.id = use.record_id
        LEFT JOIN records_fonds fonds ON fonds.id = record.fonds_id
    )
    SELECT grouping({", ".join(HEADINGS)}), month, purpose, department, owner,
           count(DISTINCT person) FILTER (WHERE NOT lent),
           count(DISTINCT person) FILTER (WHERE lent),
           count(record_id) FILTER (WHERE level = '{Level.VOLUME.value}'),
           count(record_id) FILTER (WHERE level = '{Level.ITEM.value}'),
           coalesce(sum(copied), 0)
    FROM told
    GROUP BY GROUPING SETS ((), (month), (purpose), (department), (owner))
"""  # noqa: S608 - names of our own
ALONE = {15: "", 7: "month", 11: "purpose", 13: "department", 14: "owner"}  # bits of grouping()


class Use(NamedTuple):
    """How much was used: people who read and who borrowed, volumes, items, pages copied."""

    read: int = 0
    lent: int = 0
    volumes: int = 0
    items: int = 0
    copied: int = 0

    @property
    def people(self) -> int:
        """人次"""
        return self.read + self.lent


class Counted(NamedTuple):
    """What was counted under one heading (empty: of all), for one value of it."""

    heading: str
    value: date | str | int | None
    use: Use


def count(first: date, last: date) -> Iterator[Counted]:
    """All that was used from the first day to the last, of all and under each heading."""
    counts = [stage.value for stage in COUNTS]
    told: dict[str, Any] = {
        "first": first,
        "last": last,
        "zone": settings.TIME_ZONE,
        "counts": counts,
    }
    with connection.cursor() as cursor:
        cursor.execute(USE, told)
        for bits, month, purpose, department, owner, *figures in cursor.fetchall():
            heading = ALONE[bits]
            values = {"month": month, "purpose": purpose, "department": department}
            yield Counted(heading, {**values, "owner": owner}.get(heading), Use(*figures))
