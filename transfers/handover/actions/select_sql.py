"""The statements that fill a batch and put it in order."""

from records.holdings.models import Record
from records.holdings.models.holds import open_hold
from records.holdings.rules import Stage as RecordStage
from records.retention.rules import Duty
from transfers.due.models import Due
from transfers.handover.models.items import HandoverItem
from transfers.handover.rules import Outcome

# An item inside a volume is not flagged by itself: it goes where its volume goes.
CHOOSE = f"""
INSERT INTO {HandoverItem._meta.db_table} (handover_id, record_id, position, outcome, reason)
SELECT %(handover)s, record.id,
       %(last)s + row_number() OVER (ORDER BY record.id), '{Outcome.PENDING.value}', ''
FROM {Record._meta.db_table} record
WHERE record.fonds_id = %(fonds)s AND record.stage = '{RecordStage.ACCEPTED.value}'
  AND coalesce(record.volume_id, record.id) IN (
      SELECT flag.record_id FROM {Due._meta.db_table} flag
      WHERE flag.fonds_id = %(fonds)s AND flag.duty = '{Duty.TRANSFER.value}'
        AND flag.cleared_at IS NULL AND ({{condition}}))
  AND NOT EXISTS ({open_hold("IN (record.id, record.volume_id)")})
ON CONFLICT (record_id) WHERE outcome = '{Outcome.PENDING.value}' DO NOTHING
"""  # noqa: S608 - tables and words of our own
BY_CLASS = (
    "(flag.year, flag.period) IN (SELECT * FROM unnest(%(years)s::int[], %(periods)s::text[]))"
)
BY_RECORD = "flag.record_id = ANY(%(records)s)"
# The order of the shelf: category, year, period, office, volume, number.
ARRANGE = f"""
UPDATE {HandoverItem._meta.db_table} item SET position = arranged.position
FROM (
    SELECT chosen.id, row_number() OVER (
        ORDER BY category.code, record.year, record.period, coalesce(unit.code, ''),
                 coalesce(volume.number, record.number), record.volume_id NULLS FIRST,
                 record.number, record.id) AS position
    FROM {HandoverItem._meta.db_table} chosen
    JOIN {Record._meta.db_table} record ON record.id = chosen.record_id
    JOIN records_category category ON category.id = record.category_id
    LEFT JOIN records_unit unit ON unit.id = record.unit_id
    LEFT JOIN {Record._meta.db_table} volume ON volume.id = record.volume_id
    WHERE chosen.handover_id = %(handover)s) arranged
WHERE item.id = arranged.id AND item.position <> arranged.position
"""  # noqa: S608 - tables and words of our own
