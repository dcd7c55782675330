"""The statement that reads the document numbers of a fonds and year, whatever their number."""

from filing.sequences.rules import NUMBERED
from records.holdings.models import Record

# What stands between year and number is part of the sign (〔2023〕函5号), but for 第.
# The condition on the text comes first: it is far cheaper than the pattern.
FILED = f"""
SELECT sign, array_agg(DISTINCT number ORDER BY number), count(*),
       count(*) FILTER (WHERE own) * 2 >= count(*)
FROM (
    SELECT part[1] || coalesce(nullif(part[3], '第'), '') AS sign, part[4]::int AS number, own
    FROM (
        SELECT regexp_match(document_number, '{NUMBERED}') AS part,
               EXISTS (SELECT FROM unnest(%(names)s::text[]) AS name
                       WHERE strpos(responsible, name) > 0) AS own
        FROM {Record._meta.db_table}
        WHERE fonds_id = %(fonds)s AND level = 'item'
          AND (year IS NULL OR year BETWEEN %(year)s - 1 AND %(year)s + 2)
          AND strpos(document_number, '〔' || %(year)s || '〕') > 0
        OFFSET 0
    ) AS read WHERE part IS NOT NULL
) AS numbered
GROUP BY sign
"""  # noqa: S608 - a table and a pattern of our own
