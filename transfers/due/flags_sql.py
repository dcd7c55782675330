"""The statements of the nightly flag, and the one place where a due date is worked out.

For each receiving archive, category, period and duty there is at most one rule that goes
before the others (`VERDICTS`); each record meets the verdicts of its class (`JUDGED`). The
nightly flags and the explanation of one record are both read from there.

An item inside a volume (件 in 案卷) follows its volume, which is kept, appraised and handed
over whole: it gets no date of its own, and is listed where it contradicts its volume.

A run compares what is found with what stands, then writes the difference in sets.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from records.holdings.models import Record
from records.holdings.rules import Stage
from records.organisation.models import Category, Fonds, ReceivingArchive
from records.retention.models import DueRule
from records.retention.rules import ANY_YEARS, Duty
from transfers.due.models import Due, Uncomputable
from transfers.due.rules import Ending, Obstacle

TABLES = {
    "record": Record._meta.db_table,
    "fonds": Fonds._meta.db_table,
    "archive": ReceivingArchive._meta.db_table,
    "category": Category._meta.db_table,
    "rule": DueRule._meta.db_table,
}
PERIODS = ["", "Y", "C", "D", *(f"D{years}" for years in range(1, 100))]

VERDICTS = """
SELECT DISTINCT ON (place.id, kind.id, term.code, owed.duty)
       place.id AS archive_id, kind.id AS category_id, term.code AS period, owed.duty,
       rule.id AS rule_id, rule.version AS rule_version, rule.applies,
       coalesce(rule.years, substring(term.code FROM '^D([0-9]+)$')::int) AS years,
       CASE WHEN term.code = '' THEN '{no_period}'
            WHEN rule.id IS NOT NULL THEN ''
            WHEN term.code IN ('C', 'D') THEN '{legacy_period}'
            ELSE '{no_rule}' END AS obstacle
FROM {archive} place
CROSS JOIN {category} kind
CROSS JOIN unnest(%(periods)s::text[]) term (code)
CROSS JOIN unnest(%(duties)s::text[]) owed (duty)
LEFT JOIN ({rule} rule LEFT JOIN {category} named ON named.id = rule.category_id)
       ON rule.duty = owed.duty
      AND rule.in_force_from <= %(today)s::date
      AND (rule.in_force_until IS NULL OR rule.in_force_until >= %(today)s::date)
      AND (rule.period = term.code OR rule.period = '{any_years}' AND term.code ~ '^D[0-9]')
      AND (rule.archive_id IS NULL OR rule.archive_id = place.id)
      AND (named.id IS NULL OR named.id = kind.id OR starts_with(kind.code, named.code || '·'))
ORDER BY place.id, kind.id, term.code, owed.duty,
         rule.archive_id IS NULL, length(named.code) DESC NULLS LAST, rule.period = '{any_years}'
""".format(
    **TABLES,
    any_years=ANY_YEARS,
    no_period=Obstacle.NO_PERIOD.value,
    legacy_period=Obstacle.LEGACY_PERIOD.value,
    no_rule=Obstacle.NO_RULE.value,
)

JUDGED = f"""
SELECT record.id AS record_id, record.fonds_id, record.stage, record.volume_id,
       record.year, record.period,
       verdict.duty, verdict.rule_id, verdict.rule_version, verdict.applies, verdict.years,
       CASE WHEN verdict.obstacle <> '' THEN verdict.obstacle
            WHEN NOT verdict.applies THEN ''
            WHEN record.year IS NULL THEN '{Obstacle.NO_YEAR.value}'
            WHEN record.year > date_part('year', %(today)s::date)
            THEN '{Obstacle.FUTURE_YEAR.value}'
            ELSE '' END AS obstacle,
       CASE WHEN verdict.applies AND record.year <= date_part('year', %(today)s::date)
            THEN make_date(record.year + verdict.years, 12, 31) END AS due_on
FROM {TABLES["record"]} record
JOIN {TABLES["fonds"]} fonds ON fonds.id = record.fonds_id
JOIN ({VERDICTS}) verdict
  ON verdict.archive_id = fonds.archive_id
 AND verdict.category_id = record.category_id
 AND verdict.period = record.period
"""  # noqa: S608 - tables and words of our own

# What a run looks for: the terms that are over, and the records nobody can say it of. The
# columns by which a line is told from another have a value throughout, so that they compare.
FOUND = f"""
SELECT record_id, duty, fonds_id, obstacle,
       CASE obstacle WHEN '' THEN rule_id ELSE 0 END AS rule_id,
       CASE obstacle WHEN '' THEN year ELSE 0 END AS year,
       CASE obstacle WHEN '' THEN period ELSE '' END AS period,
       coalesce(due_on, '-infinity') AS due_on, rule_version, years
FROM ({JUDGED}) judged
WHERE stage = '{Stage.ACCEPTED.value}' AND volume_id IS NULL
  AND applies IS NOT FALSE
  AND (obstacle <> '' OR due_on < %(today)s::date)
UNION ALL
SELECT item.id, verdict.duty, item.fonds_id,
       CASE WHEN volume.stage <> '{Stage.ACCEPTED.value}'
            THEN '{Obstacle.VOLUME_ELSEWHERE.value}'
            ELSE '{Obstacle.VOLUME_PERIOD.value}' END,
       0, 0, '', '-infinity', NULL, NULL
FROM {TABLES["record"]} item
JOIN {TABLES["record"]} volume ON volume.id = item.volume_id
JOIN {TABLES["fonds"]} fonds ON fonds.id = volume.fonds_id
JOIN ({VERDICTS}) verdict
  ON verdict.archive_id = fonds.archive_id
 AND verdict.category_id = volume.category_id
 AND verdict.period = volume.period
WHERE item.stage = '{Stage.ACCEPTED.value}' AND item.volume_id IS NOT NULL
  AND verdict.applies IS NOT FALSE
  AND (volume.stage <> '{Stage.ACCEPTED.value}'
       OR volume.period <> '' AND item.period NOT IN ('', volume.period))
"""  # noqa: S608 - tables and words of our own


def given(today: date, periods: Sequence[str] = PERIODS) -> dict[str, Any]:
    """The parameters that the statements above take."""
    return {"today": today, "periods": list(periods), "duties": Duty.values}


FLAGS, LEDGER = Due._meta.db_table, Uncomputable._meta.db_table

# Millions of lines are sorted: in memory, for the length of the transaction.
ROOM = "SET LOCAL work_mem = '128MB'"

# Tables of a few rows are never measured by themselves, and guessed far too large: with the
# guess, PostgreSQL would sort all records instead of looking the rules up.
SMALL = ", ".join(f"'{TABLES[name]}'" for name in ("archive", "category", "fonds", "rule"))
MEASURE = f"SELECT records_measure(one) FROM unnest(ARRAY[{SMALL}]::regclass[]) AS one"  # noqa: S608

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
WHERE flag.id = change.standing_id AND change.obstacle = '' AND flag.cleared_at IS NULL
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
