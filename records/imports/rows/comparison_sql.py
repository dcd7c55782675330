"""The statements that compare staged rows with each other and with the fonds: `comparison.py`."""

# Every statement is made of this file's own constants, none of what people type.
# ruff: noqa: S608

# Rows of which a person said that each is another document than what it was taken for.
ANOTHER = """
    SELECT c."row" FROM records_importcorrection c
    JOIN records_importrow i ON i.source_id = c.source_id AND i."row" = c."row"
    WHERE c.source_id = %(source)s AND c.field = 'another' AND i.outcome = ANY(%(good)s)"""
# A mark of their own, or the fonds would take them for what is there at the import, too.
MARK_ANOTHER = f"""
    UPDATE records_importrow
    SET fingerprint = md5(concat_ws('/', fingerprint, source_id, "row"))::uuid
    WHERE source_id = %(source)s AND "row" IN ({ANOTHER})"""
COMPARED = f"""
    SELECT * FROM records_importrow
    WHERE source_id = %(source)s AND outcome = ANY(%(good)s) AND "row" NOT IN ({ANOTHER})"""

SAME_IN_TABLE = """
    SELECT "row", first FROM (
        SELECT "row", min("row") OVER (PARTITION BY fingerprint) AS first
        FROM records_importrow WHERE source_id = %(source)s AND outcome = ANY(%(good)s)
    ) AS seen WHERE "row" <> first"""
# By the mark of what was imported, also where it was corrected since; and by what the two
# say, also where the record was typed in.
SAME_IN_FONDS = f"""
    SELECT DISTINCT ON (i."row")
        i."row", r.id, r.archival_code, r.title, r.year, r.period, i.year, i.period
    FROM ({COMPARED}) AS i JOIN (
        SELECT i."row", r.id FROM ({COMPARED}) AS i
        JOIN records_record r ON r.fonds_id = %(fonds)s AND r.fingerprint = i.fingerprint
        UNION SELECT i."row", r.id FROM ({COMPARED}) AS i
        JOIN records_record r ON r.fonds_id = %(fonds)s
            AND r.normal_text = i.normal_text AND r.date_text = i.date_text AND r.level = i.level
            AND (i.level = 'item' AND i.volume_id IS NULL
                OR r.volume_id IS NOT DISTINCT FROM i.volume_id
                AND coalesce(r.archival_code = i.archival_code, true)
                AND coalesce(nullif(r.page_numbers, '') = nullif(i.page_numbers, ''), true))
    ) AS same USING ("row") JOIN records_record r ON r.id = same.id
    ORDER BY i."row", r.archival_code IS DISTINCT FROM i.archival_code, r.id"""
SIDES = f"""
    WITH new AS (
        SELECT "row", document_number, date_text, split_part(normal_text, E'\\n', 1) AS plain,
            split_part(normal_text, E'\\n', 3) AS body,
            document_number ~ '(号|期|令|公告)$' AS numbered
        FROM ({COMPARED}) AS compared WHERE level = 'item' AND volume_id IS NULL
    ), old AS (
        SELECT id, document_number, date_text, split_part(normal_text, E'\\n', 1) AS plain,
            split_part(normal_text, E'\\n', 3) AS body,
            document_number ~ '(号|期|令|公告)$' AS numbered, archival_code, title
        FROM records_record WHERE fonds_id = %(fonds)s AND level = 'item'
    )"""
# A row that was corrected after its import is the same file still: its number with its title,
# or its title, date and body where only one side has a real number.
NEAR_IN_FONDS = f"""{SIDES}, near AS (
        SELECT new."row", old.id FROM new JOIN old USING (document_number, plain)
        WHERE document_number <> ''
        UNION SELECT new."row", old.id FROM new JOIN old USING (plain, date_text, body)
        WHERE date_text <> '' AND new.numbered <> old.numbered
    )
    SELECT DISTINCT ON ("row") "row", old.id, old.archival_code, old.title, array_remove(ARRAY[
        CASE WHEN new.document_number <> old.document_number THEN 'document_number' END,
        CASE WHEN new.date_text <> old.date_text THEN 'date' END,
        CASE WHEN new.body <> old.body THEN 'responsible' END], NULL)
    FROM near JOIN new USING ("row") JOIN old USING (id) ORDER BY "row", old.id"""
# One number and one day, but another title: two documents, or one whose title was corrected.
ALIKE_IN_FONDS = f"""{SIDES}
    SELECT DISTINCT ON ("row") "row", document_number, old.id, old.archival_code, old.title
    FROM new JOIN old USING (document_number, date_text)
    WHERE document_number <> '' AND date_text <> '' AND new.plain <> old.plain
    ORDER BY "row", old.id"""
CODE_IN_TABLE = """
    SELECT "row", level, archival_code, first FROM (
        SELECT "row", level, archival_code, min("row") OVER (PARTITION BY archival_code) AS first
        FROM records_importrow WHERE source_id = %(source)s AND outcome = ANY(%(good)s)
            AND archival_code IS NOT NULL
    ) AS seen WHERE "row" <> first"""
# A code that the fonds would not give today is taken only for a record that bears it.
OF_OTHER_DAYS = """
    UPDATE records_importrow SET outcome = 'rejected', fingerprint = NULL, archival_code = NULL,
        problems = (SELECT jsonb_agg(CASE told->>'field' WHEN 'code'
            THEN told || '{"blocks": true}' ELSE told END)
            FROM jsonb_array_elements(problems) AS told)
    WHERE source_id = %(source)s AND outcome = ANY(%(good)s)
        AND problems @> '[{"field": "code"}]'"""
# Also by its number alone: 0123 and 00123 of one class are one number.
CODE_TAKEN = """
    SELECT i."row", i.archival_code,
        CASE WHEN taken.fonds_id = %(fonds)s THEN taken.id END,
        CASE WHEN taken.fonds_id = %(fonds)s THEN taken.title ELSE '…' END
    FROM records_importrow i
    JOIN (SELECT archival_code AS code, id, title, fonds_id FROM records_record
          UNION ALL SELECT a.code, r.id, r.title, r.fonds_id FROM records_codealias a
          JOIN records_record r ON r.id = a.record_id) AS taken ON taken.code = i.archival_code
    WHERE i.source_id = %(source)s AND i.outcome = ANY(%(good)s)
        AND i.archival_code IS NOT NULL
    UNION SELECT i."row", i.archival_code, r.id, r.title
    FROM records_importrow i JOIN records_import s ON s.id = i.source_id
    JOIN records_record r ON r.fonds_id = %(fonds)s AND r.number = i.number
        AND r.level = i.level AND r.year = i.year AND r.period = i.period
        AND r.category_id = coalesce(i.category_id, s.category_id)
        AND r.unit_id IS NOT DISTINCT FROM i.unit_id
        AND r.volume_id IS NOT DISTINCT FROM i.volume_id
        AND r.archival_code <> i.archival_code
    WHERE i.source_id = %(source)s AND i.outcome = ANY(%(good)s)
        AND i.archival_code IS NOT NULL"""
SAME_NUMBER = """
    SELECT "row", document_number, first FROM (
        SELECT "row", document_number,
            min("row") OVER (PARTITION BY document_number) AS first
        FROM records_importrow WHERE source_id = %(source)s AND outcome = ANY(%(good)s)
            AND document_number <> ''
    ) AS seen WHERE "row" <> first"""
# Within a category of the fonds a number of a box means one box.
MIXED_BOX = """
    WITH boxed AS (
        SELECT i."row", i.box_number, coalesce(i.category_id, s.category_id) AS category_id,
            i.year, i.period, i.unit_id
        FROM records_importrow i JOIN records_import s ON s.id = i.source_id
        WHERE i.source_id = %(source)s AND i.outcome = ANY(%(good)s) AND i.box_number <> ''
    ), held AS (
        SELECT box_number, category_id, year, period, unit_id FROM boxed
        UNION SELECT box_number, category_id, year, period, unit_id FROM records_record
        WHERE fonds_id = %(fonds)s AND box_number IN (SELECT box_number FROM boxed)
    ), mixed AS (
        SELECT box_number, category_id,
            array_agg(concat_ws('-', year, period, unit.code) ORDER BY year, period, unit.code)
                AS classes
        FROM held LEFT JOIN records_unit unit ON unit.id = unit_id
        GROUP BY box_number, category_id HAVING count(*) > 1
    )
    SELECT "row", box_number, classes[1:5] FROM boxed JOIN mixed USING (box_number, category_id)"""

OUTCOMES = """
    SELECT outcome, count(*) FROM records_importrow WHERE source_id = %(source)s GROUP BY 1"""
BY_COLUMN = """
    SELECT told->>'column', count(*) FILTER (WHERE (told->>'blocks')::bool),
        count(*) FILTER (WHERE NOT (told->>'blocks')::bool)
    FROM records_importrow, jsonb_array_elements(problems) AS told
    WHERE source_id = %(source)s AND outcome IN ('warned', 'rejected') GROUP BY 1"""

TELL = """
    UPDATE records_importrow AS i SET {change}
    FROM unnest(%(rows)s::int[], %(told)s::text[]) AS told (number, problem)
    WHERE i.source_id = %(source)s AND i."row" = told.number"""
# What is taken for the same is told with its title, so that the two can be held side by side.
SKIP = """outcome = 'duplicate', problems = jsonb_build_array(
    told.problem::jsonb || jsonb_build_object('value', left(i.title, 200)))"""
WARN = "outcome = 'warned', problems = i.problems || told.problem::jsonb"
REJECT = """outcome = 'rejected', fingerprint = NULL, archival_code = NULL,
    problems = i.problems || told.problem::jsonb"""
