"""What the nightly flags cost beside the barest SQL that writes the same rows.

    python -m benchmarks.flag_due 1000000 [--rounds 3] [--drop]

The bare statements know the rules of the seed by heart and take one day's answer for
granted: an INSERT … SELECT … ON CONFLICT DO NOTHING each for the flags and for the
ledger, into the same tables with the same indexes. The action reads the rules in force
from their table, clears what no longer holds, and writes its run and its trail. Both
begin with empty tables after a checkpoint, in turn, on the same records; then both are
run again with everything there. Prints one line of name=value per measurement.
"""

import argparse
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from statistics import median

from django.db import connection

from benchmarks import database, generate

TODAY, AT = date(2026, 11, 22), datetime(2026, 11, 21, 18, 0, tzinfo=UTC)

BARE_FLAGS = """
INSERT INTO transfers_due (record_id, fonds_id, duty, rule_id, rule_version, year, period,
                           years, due_on, flagged_at, cleared_reason)
SELECT id, fonds_id, CASE period WHEN 'Y' THEN 'transfer' ELSE 'appraise' END,
       CASE period WHEN 'Y' THEN 2 ELSE 10 END, 2, year, period,
       CASE period WHEN 'Y' THEN 20 WHEN 'D30' THEN 30 ELSE 10 END,
       make_date(year + CASE period WHEN 'Y' THEN 20 WHEN 'D30' THEN 30 ELSE 10 END, 12, 31),
       %(at)s, ''
FROM records_record
WHERE stage = 'accepted' AND volume_id IS NULL
  AND (period = 'Y' AND year <= 2005 OR period = 'D30' AND year <= 1995
       OR period = 'D10' AND year <= 2015)
ON CONFLICT DO NOTHING
"""
BARE_LEDGER = """
INSERT INTO transfers_uncomputable (record_id, fonds_id, duty, reason, found_at)
SELECT id, fonds_id, 'appraise', 'legacy_period', %(at)s
FROM records_record
WHERE stage = 'accepted' AND volume_id IS NULL AND period IN ('C', 'D')
UNION ALL
SELECT id, fonds_id, duty, CASE period WHEN '' THEN 'no_period' ELSE 'no_year' END, %(at)s
FROM records_record
JOIN (VALUES ('transfer', 'Y'), ('appraise', 'D10'), ('appraise', 'D30'),
             ('transfer', ''), ('appraise', '')) owed (duty, of) ON of = period
WHERE stage = 'accepted' AND volume_id IS NULL AND (period = '' OR year IS NULL)
ON CONFLICT DO NOTHING
"""
DIGEST = """
SELECT (SELECT coalesce(sum(hashtextextended((record_id, duty, rule_id, due_on)::text, 0)), 0)
        FROM transfers_due WHERE cleared_at IS NULL),
       (SELECT coalesce(sum(hashtextextended((record_id, duty, reason)::text, 0)), 0)
        FROM transfers_uncomputable)
"""


def execute(statement: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement, {"at": AT})
        return int(cursor.rowcount)


def digest() -> tuple[object, ...]:
    with connection.cursor() as cursor:
        cursor.execute(DIGEST)
        return tuple(cursor.fetchone())


def emptied() -> None:
    counts = ("transfers_duecount", "transfers_uncomputablecount")
    database.emptied("transfers_due", "transfers_uncomputable", *counts)
    execute("CHECKPOINT")


def clocked(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def bare() -> None:
    execute(BARE_FLAGS)
    execute(BARE_LEDGER)


def steps(work: Callable[[], object]) -> dict[str, float]:
    """The seconds of each of the action's statements that take longer than a blink."""
    took: dict[str, float] = {}

    def clock(execute, sql, params, many, context):  # type: ignore[no-untyped-def]
        begun = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            name = "_".join(sql.split()[:3]).lower()
            took[name] = took.get(name, 0) + time.perf_counter() - begun

    with connection.execute_wrapper(clock):
        work()
    return {name: seconds for name, seconds in took.items() if seconds >= 0.05}


def measure(records: int, rounds: int) -> None:
    from transfers.due import actions

    def flag() -> None:
        actions.flag(today=TODAY, at=AT)

    took: dict[str, list[float]] = {"bare": [], "action": [], "bare_again": [], "action_again": []}
    for _ in range(rounds):
        emptied()
        took["bare"].append(clocked(bare))
        written = digest()
        took["bare_again"].append(clocked(bare))
        emptied()
        took["action"].append(clocked(flag))
        if digest() != written:
            raise SystemExit("The action and the bare statements did not write the same rows.")
        took["action_again"].append(clocked(flag))
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM transfers_due")
        flags = cursor.fetchone()[0]
        cursor.execute("SELECT count(*) FROM transfers_uncomputable")
        lines = cursor.fetchone()[0]
    print(f"records={records} flags={flags} ledger={lines} rounds={rounds}")
    for name, seconds in took.items():
        print(
            f"records={records} {name}_s={median(seconds):.2f} all={[round(s, 2) for s in seconds]}"
        )
    for again in ("", "_again"):
        ratio = median(took[f"action{again}"]) / median(took[f"bare{again}"])
        print(f"records={records} ratio{again}={ratio:.2f} asked=1.50")
    for name, spent in steps(flag).items():
        print(f"records={records} again_step={name} s={spent:.2f}")
    emptied()
    for name, spent in steps(flag).items():
        print(f"records={records} first_step={name} s={spent:.2f}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("records", type=int)
    parser.add_argument("--rounds", type=int, default=3)
    wanted = parser.parse_args()
    generate.ready(wanted.records)
    measure(wanted.records, wanted.rounds)
