"""The statements of a run: what is found is compared with what stands, then written in sets."""

from records.holdings.models import Record
from records.holdings.rules import Stage
from transfers.due.computing import FOUND, TABLES
from transfers.due.models import Due, Uncomputable
from transfers.due.rules import Ending

FLAGS, LEDGER = Due._meta.db_table, Uncomputable._meta.db_table

# Millions of lines are sorted: in memory, for the length of the transaction.
ROOM = "SET LOCAL work_mem = '128MB'"

# Tables of a few rows are never measured by themselves, and guessed far too large: with the
# guess, PostgreSQL would sort all records instead of looking the rules up.
MEASURE = f"ANALYZE {', '.join(TABLES[name] for name in ('archive', 'category', 'fonds', 'rule'))}"

# The difference, worked out once and in parallel: `standing_id` is the flag or the line that
# stands and is not found any more; where it is null, something is found that does not stand.
COMPARE = f"""
CREATE TEMPORARY TABLE change ON COMMIT DROP AS
SELECT record_id, duty, fonds_id, obstacle, rule_id, year, period, due_on,
       found.rule_version, found.years, standing.id AS standing_id
FROM (SELECT *, true AS is_found FROM ({FOUND}) judged) found
FULL JOIN (
    SELECT record_id, duty, fonds_id, '' AS obstacle, rule_id, year, period, due_on, id
    FROM {FLAGS} WHERE cleared_at IS NULL
    UNION ALL
    SELECT record_id, duty, fonds_id, reason, 0, 0, '', '-infinity', id FROM {LEDGER}
) standing USING (record_id, duty, fonds_id, obstacle, rule_id, year, period, due_on)
WHERE standing.id IS NULL OR found.is_found IS NULL
"""  # noqa: S608 - tables and words of our own

CLEAR = f"""
UPDATE {FLAGS} flag
SET cleared_at = %(at)s,
    cleared_reason = CASE
        WHEN record.stage = '{Stage.TRANSFERRED.value}' THEN '{Ending.TRANSFERRED.value}'
        WHEN record.stage <> '{Stage.ACCEPTED.value}' THEN '{Ending.LEFT_CUSTODY.value}'
        WHEN record.volume_id IS NOT NULL THEN '{Ending.IN_VOLUME.value}'
        WHEN record.period <> flag.period THEN '{Ending.PERIOD_CHANGED.value}'
        WHEN record.year IS DISTINCT FROM flag.year THEN '{Ending.YEAR_CHANGED.value}'
        WHEN flag.due_on >= %(today)s::date THEN '{Ending.NOT_DUE.value}'
        ELSE '{Ending.RULE_CHANGED.value}' END
FROM change JOIN {Record._meta.db_table} record ON record.id = change.record_id
WHERE flag.id = change.standing_id AND change.obstacle = ''
"""  # noqa: S608 - tables and words of our own

# No ON CONFLICT here: one run works at a time and has cleared what stood otherwise, so there is
# none; and PostgreSQL would look every row up in every unique index before it writes it.
FLAG = f"""
INSERT INTO {FLAGS} (record_id, fonds_id, duty, rule_id, rule_version, year, period, years,
                     due_on, flagged_at, cleared_reason)
SELECT record_id, fonds_id, duty, rule_id, rule_version, year, period, years, due_on, %(at)s, ''
FROM change WHERE standing_id IS NULL AND obstacle = ''
"""  # noqa: S608 - tables of our own

STRIKE = f"""
DELETE FROM {LEDGER} line USING change
WHERE line.id = change.standing_id AND change.obstacle <> ''
"""  # noqa: S608 - tables of our own

LIST = f"""
INSERT INTO {LEDGER} (record_id, fonds_id, duty, reason, found_at)
SELECT record_id, fonds_id, duty, obstacle, %(at)s
FROM change WHERE standing_id IS NULL AND obstacle <> ''
"""  # noqa: S608 - tables of our own
