"""Whether item numbers run on from 1 in each lowest class (DA/T 70-2018, 2-6)."""

from django.db import connection

from records.holdings.models import Record
from transfers.handover.models.handovers import Handover
from transfers.handover.models.items import HandoverItem
from transfers.handover.natures.findings import EXAMPLES, Finding
from transfers.handover.natures.rules import Result

# Numbers up to the last one of each lowest class that the batch lacks, and whether the
# number belongs to a record at all.
# Set operations, no joins: they stay linear whatever the planner thinks of a new batch.
CLASS = "category_id, year, period, unit, volume, level"
CLASSED = f"""
    SELECT record.category_id, record.year, record.period, coalesce(record.unit_id, 0) AS unit,
           coalesce(record.volume_id, 0) AS volume, record.level, record.number
    FROM {Record._meta.db_table} record"""  # noqa: S608 - a table of our own
GAPS = f"""
WITH mine AS ({CLASSED}
    JOIN {HandoverItem._meta.db_table} item ON item.record_id = record.id
    WHERE item.handover_id = %(handover)s AND record.number IS NOT NULL),
missing AS (
    SELECT {CLASS}, generate_series(1, max(number)) AS number FROM mine GROUP BY {CLASS}
    EXCEPT SELECT {CLASS}, number FROM mine),
elsewhere AS (
    SELECT * FROM missing INTERSECT {CLASSED} WHERE record.fonds_id = %(fonds)s),
lost AS (SELECT * FROM missing EXCEPT SELECT * FROM elsewhere)
SELECT category.code, gap.year, gap.period, gap.number, gap.there
FROM (SELECT *, true AS there FROM elsewhere UNION ALL SELECT *, false FROM lost) gap
JOIN records_category category ON category.id = gap.category_id
ORDER BY 1, 2, 3, 4
"""  # noqa: S608 - tables of our own


def numbers(handover: Handover) -> Finding:
    """A number that belongs to no record fails until somebody has explained it."""
    given = {"handover": handover.pk, "fonds": handover.fonds_id}
    with connection.cursor() as cursor:
        cursor.execute(GAPS, given)
        gaps = cursor.fetchall()
    if not gaps:
        return Finding("2-6", Result.PASSED)
    lost = [gap for gap in gaps if not gap[4]]
    named = tuple(
        f"{code}·{year}-{period} {number:04d}"
        for code, year, period, number, _there in (lost or gaps)[:EXAMPLES]
    )
    figures = {"lost": len(lost), "elsewhere": len(gaps) - len(lost)}
    if not lost:
        return Finding("2-6", Result.WARNING, "elsewhere", figures, named)
    if handover.gap_note:
        return Finding("2-6", Result.WARNING, "explained", figures, named)
    return Finding("2-6", Result.FAILED, "lost", figures, named)
