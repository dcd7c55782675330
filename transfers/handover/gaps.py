"""Whether item numbers run on from 1 in each lowest class (DA/T 70-2018, 2-6)."""

from django.db import connection

from records.holdings.models import Record
from transfers.handover.finding import EXAMPLES, Finding
from transfers.handover.items import HandoverItem
from transfers.handover.models import Handover
from transfers.handover.natures import Result

# Numbers up to the last one of each lowest class that the batch lacks, and whether the
# number belongs to a record at all.
GAPS = f"""
WITH mine AS (
    SELECT record.category_id, record.year, record.period, coalesce(record.unit_id, 0) AS unit,
           coalesce(record.volume_id, 0) AS volume, record.level, record.number
    FROM {HandoverItem._meta.db_table} item
    JOIN {Record._meta.db_table} record ON record.id = item.record_id
    WHERE item.handover_id = %(handover)s AND record.number IS NOT NULL),
wanted AS (
    SELECT category_id, year, period, unit, volume, level,
           generate_series(1, max(number)) AS number
    FROM mine GROUP BY 1, 2, 3, 4, 5, 6)
SELECT category.code, wanted.year, wanted.period, wanted.number, EXISTS (
    SELECT FROM {Record._meta.db_table} other
    WHERE other.fonds_id = %(fonds)s AND other.number = wanted.number
      AND (other.category_id, other.year, other.period, other.level)
        = (wanted.category_id, wanted.year, wanted.period, wanted.level)
      AND coalesce(other.unit_id, 0) = wanted.unit AND coalesce(other.volume_id, 0) = wanted.volume)
FROM wanted
LEFT JOIN mine USING (category_id, year, period, unit, volume, level, number)
JOIN records_category category ON category.id = wanted.category_id
WHERE mine.category_id IS NULL
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
