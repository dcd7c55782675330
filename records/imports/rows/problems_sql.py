"""The statements that gather what was told of rows, and keep what people say of it."""

# What is told alike is one line. What belongs to no column stands behind the columns.
GROUPS = """
    SELECT problem, outcome = 'duplicate', count(*),
        (array_agg("row" ORDER BY "row"))[1:%(rows)s],
        (array_agg(place ORDER BY "row"))[1] - 1
    FROM records_importrow, jsonb_array_elements(problems) WITH ORDINALITY AS told (problem, place)
    WHERE source_id = %(source)s AND outcome <> 'ok'
        AND (%(outcome)s = '' OR outcome = %(outcome)s)
        AND (%(column)s = '' OR problem->>'column' = %(column)s)
    GROUP BY problem, outcome = 'duplicate'
    ORDER BY problem->>'column' = '', length(problem->>'column'), problem->>'column' COLLATE "C",
        min("row"), problem
    LIMIT %(limit)s OFFSET %(after)s"""

# What a person says of the rows of which one thing was said, or of one of them.
PUT_RIGHT = """
    INSERT INTO records_importcorrection (source_id, "row", field, value)
    SELECT source_id, "row", %(field)s, %(value)s FROM records_importrow
    WHERE source_id = %(source)s AND problems @> %(said)s::jsonb
        AND (%(row)s::int IS NULL OR "row" = %(row)s)
    ON CONFLICT (source_id, "row", field) DO UPDATE SET value = EXCLUDED.value"""
NOT_ANOTHER = """
    DELETE FROM records_importcorrection c USING records_importrow i
    WHERE c.source_id = %(source)s AND c.field = %(field)s
        AND i.source_id = c.source_id AND i."row" = c."row" AND i.problems @> %(said)s::jsonb
        AND (%(row)s::int IS NULL OR i."row" = %(row)s)"""
