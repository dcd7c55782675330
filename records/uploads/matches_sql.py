"""Files are led to records by their names: one statement over all files of a set.

What comes first decides: the file's own name before its folder's; the archival code before
the document number, that before the title. A record with several components is meant as a
whole only by its one original (正本); a name that tells a part (附件) means the one component
of that kind, and where there is none it is placed by hand.
"""

from typing import Any

from django.db import connection
from django.db.models import QuerySet

from records.holdings.models import Record
from records.holdings.models.description import CodeKey
from records.uploads.file_names import said
from records.uploads.models import Upload

# Every statement is made of names of our own and of the ORM's query, its parameters bound.
MATCH = """
WITH said AS MATERIALIZED (
    SELECT file, place, {key} AS code, number, title, part
    FROM unnest(%s::bigint[], %s::int[], %s::text[], %s::text[], %s::text[], %s::text[])
        AS given (file, place, code, number, title, part)
), scope AS (
    SELECT id, code_key, split_part(normal_text, E'\\n', 1) AS title,
        split_part(normal_text, E'\\n', 2) AS number
    FROM ({chosen}) AS chosen (id, code_key, normal_text)
), hit AS (
    SELECT file, place, 1 AS how, scope.id FROM said JOIN scope ON scope.code_key = said.code
    UNION ALL
    SELECT file, place, 2, scope.id FROM said JOIN scope
        ON scope.number = said.number AND said.number <> ''
    UNION ALL
    SELECT file, place, 3, scope.id FROM said JOIN scope
        ON scope.title = said.title AND said.title <> ''
), best AS (
    SELECT DISTINCT ON (file) file, place, how FROM hit ORDER BY file, place, how
), one AS (
    SELECT file, how, min(part) AS part, count(DISTINCT id) AS records, min(id) AS record
    FROM hit JOIN best USING (file, place, how) JOIN said USING (file, place)
    GROUP BY file, how
), led AS (
    SELECT one.*, parts.whole,
        CASE WHEN one.records > 1 THEN one.records
            WHEN parts.meant = 1 THEN 1
            WHEN one.part IN ('', 'original') THEN greatest(parts.number, 1)
            ELSE parts.meant END AS fits
    FROM one CROSS JOIN LATERAL (
        SELECT count(*) AS number,
            count(*) FILTER (WHERE part = coalesce(nullif(one.part, ''), 'original')) AS meant,
            coalesce(min(id) FILTER (WHERE part = coalesce(nullif(one.part, ''), 'original')),
                min(id)) AS whole
        FROM records_component WHERE record_id = one.record AND position IS NOT NULL
    ) AS parts
)
UPDATE records_uploadfile file
SET found = coalesce(led.fits, 0),
    record_id = CASE WHEN led.fits = 1 THEN led.record END,
    component_id = CASE WHEN led.fits = 1 THEN led.whole END,
    how = CASE WHEN led.fits = 1 THEN (ARRAY['code', 'number', 'title'])[led.how] ELSE '' END
FROM unnest(%s::bigint[]) AS asked (id) LEFT JOIN led ON led.file = asked.id
WHERE file.id = asked.id AND file.upload_id = %s AND file.state = 'taken' AND file.how <> 'hand'
"""


def match(upload: Upload, among: QuerySet[Record]) -> None:
    """Lead each file of the set that nobody placed by hand to the one record that it names."""
    names = list(upload.files.taken().exclude(how="hand").values_list("pk", "name"))
    lines = [(key, place, *one) for key, name in names for place, one in enumerate(said(name))]
    columns: list[Any] = [list(column) for column in zip(*lines, strict=True)] or [[]] * 6
    seen = among.order_by().values_list("pk", "code_key", "normal_text")
    chosen, parameters = seen.query.sql_with_params()
    statement = MATCH.format(key=CodeKey.template % {"expressions": "code"}, chosen=chosen)
    with connection.cursor() as cursor:
        cursor.execute(statement, [*columns, *parameters, [pk for pk, _name in names], upload.pk])
