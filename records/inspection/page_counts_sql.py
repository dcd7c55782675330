"""Pages catalogued, scanned and counted on paper, compared for a set of records in one statement.

Copies of a component in one format belong together (a TIFF a page), those in another format
are the same once more: of the formats the one that agrees counts, else the longest. A record
is compared whole where each component has counted copies, else by those components that do.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from django.db import connection, transaction

from records.copies.rules import DRAWN

# Every statement is made of names of our own, none of what people type.
FOUND = """
WITH chosen AS MATERIALIZED ({chosen}), formats AS (
    SELECT part.id, part.record_id, part.pages, sum(copy.page_count) AS scanned,
        bool_and(copy.page_count > 0) AS is_counted
    FROM chosen JOIN records_component part
        ON part.record_id = chosen.id AND part.position IS NOT NULL
    LEFT JOIN records_digitalcopy copy
        ON copy.component_id = part.id AND copy.format = ANY(%(drawn)s::text[])
    GROUP BY part.id, copy.format
), parts AS (
    SELECT record_id, pages, coalesce(
        max(scanned) FILTER (WHERE is_counted AND scanned = pages),
        max(scanned) FILTER (WHERE is_counted)) AS scanned
    FROM formats GROUP BY id, record_id, pages
), whole AS (
    SELECT record_id, bool_and(scanned IS NOT NULL) AS is_whole, sum(scanned) AS scanned,
        CASE WHEN bool_and(pages IS NOT NULL) THEN sum(pages) END AS described,
        CASE WHEN bool_and(pages IS NOT NULL) FILTER (WHERE scanned IS NOT NULL)
            THEN sum(pages) FILTER (WHERE scanned IS NOT NULL) END AS partly
    FROM parts GROUP BY record_id
), loaned AS (
    SELECT DISTINCT ON (item.record_id) item.record_id, item.pages
    FROM chosen JOIN records_loanitem item ON item.record_id = chosen.id
    WHERE item.pages IS NOT NULL ORDER BY item.record_id, item.ended_at DESC
), known AS (
    SELECT record.id,
        CASE WHEN partial THEN partly ELSE coalesce(record.pages, described) END AS catalogued,
        CASE WHEN is_whole OR partial THEN scanned END AS scanned,
        CASE WHEN NOT partial THEN loaned.pages END AS counted
    FROM chosen JOIN records_record record ON record.id = chosen.id
    LEFT JOIN whole ON whole.record_id = chosen.id
    LEFT JOIN loaned ON loaned.record_id = chosen.id
    CROSS JOIN LATERAL (SELECT coalesce(NOT is_whole AND partly <> scanned, false)) AS p (partial)
), found AS (
    SELECT * FROM known
    WHERE catalogued <> scanned OR catalogued <> counted OR scanned <> counted
)
"""
SOME = "SELECT unnest(%(keys)s::bigint[]) AS id"
ALL = """
    SELECT DISTINCT part.record_id AS id FROM records_digitalcopy copy
    JOIN records_component part ON part.id = copy.component_id WHERE copy.page_count > 0
    UNION SELECT record_id FROM records_loanitem WHERE pages IS NOT NULL"""
READ = "SELECT id, catalogued, scanned, counted FROM found"
FORGET = """
DELETE FROM records_pagedifference known
WHERE {of_those} NOT EXISTS (SELECT FROM found WHERE found.id = known.record_id)"""
KEEP = """
INSERT INTO records_pagedifference AS known (record_id, catalogued, scanned, counted, found_at)
SELECT id, catalogued, scanned, counted, %(at)s FROM found
ON CONFLICT (record_id) DO UPDATE
SET catalogued = excluded.catalogued, scanned = excluded.scanned, counted = excluded.counted,
    found_at = excluded.found_at
WHERE (known.catalogued, known.scanned, known.counted)
    IS DISTINCT FROM (excluded.catalogued, excluded.scanned, excluded.counted)"""


class Pages(NamedTuple):
    """How many pages a record has by each account; what is not known is None."""

    record: int
    catalogued: int | None
    scanned: int | None
    counted: int | None


def differing(keys: list[int]) -> Iterator[Pages]:
    """Those of the records whose accounts differ now."""
    with connection.cursor() as cursor:
        cursor.execute(FOUND.format(chosen=SOME) + READ, {"keys": keys, "drawn": DRAWN})
        yield from map(Pages._make, cursor.fetchall())


@transaction.atomic
def compare(keys: list[int] | None = None, *, at: datetime) -> None:
    """Bring the table of differences up to date, of these records or of all."""
    found = FOUND.format(chosen=ALL if keys is None else SOME)
    those = "" if keys is None else "known.record_id IN (SELECT id FROM chosen) AND"
    given = {"keys": keys, "drawn": DRAWN, "at": at}
    with connection.cursor() as cursor:
        cursor.execute(found + FORGET.format(of_those=those), given)
        cursor.execute(found + KEEP, given)
