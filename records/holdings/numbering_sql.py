"""The statements by which drafts get their numbers and codes; what each is for: `numbering.py`."""

from collections.abc import Iterable

from records.values.element import Element

# Every statement is made of this file's own constants, none of what people type.
# ruff: noqa: S608

CLASS_COLUMNS = "fonds_id, category_id, year, period, unit_id, volume_id, level"
SAME_CLASS = """
    {a}.fonds_id = {b}.fonds_id AND {a}.category_id = {b}.category_id
    AND {a}.year = {b}.year AND {a}.period = {b}.period AND {a}.level = {b}.level
    AND coalesce({a}.unit_id, 0) = coalesce({b}.unit_id, 0)
    AND coalesce({a}.volume_id, 0) = coalesce({b}.volume_id, 0)"""

# `alone`: whether the code of a volume itself is written, as `codes.build` does it.
WRITTEN = """
    concat_ws('-', f.number,
        CASE f.code_pattern WHEN 'DAT22'
            THEN concat_ws('-', c.code || '·' || n.year, n.period, u.code)
            ELSE concat_ws('·', c.code, n.year, n.period, u.code) END,
        CASE WHEN {alone} AND f.code_pattern = 'DAT22' AND u.code ~ '^[0-9]+$'
                AND greatest(length(n.volume::text), 3) = f.number_width
            THEN '0' ELSE '' END
            || lpad(n.volume::text, greatest(length(n.volume::text), 3), '0'),
        lpad(n.item::text, greatest(length(n.item::text), f.number_width), '0'))"""
CODE, BEFORE_NUMBER = WRITTEN.format(alone="n.item IS NULL"), WRITTEN.format(alone="false")


def lacks(elements: Iterable[Element]) -> str:
    """The keys of the elements that a row lacks, as an array."""
    cases = []
    for one in elements:
        missing = "IS NULL" if one.field.null else "= ''"
        cases.append(f"CASE WHEN {one.column} {missing} THEN '{one.key}' END")
    return f"array_remove(ARRAY[{', '.join(cases)}]::text[], NULL)"


# No stronger lock: whoever opens the series of a volume only wants that the volume stays.
CHOOSE = """
    CREATE TEMPORARY TABLE records_accepting ON COMMIT DROP AS
    SELECT id, {columns}, archival_code, number, dated_on, place, {lacks} AS lacks
    FROM records_record WHERE id IN ({chosen}) ORDER BY id FOR NO KEY UPDATE"""
# Old catalogues are taken as they are, with what a code needs: what they lack the dry run tells.
ARRIVING = """
    CREATE TEMPORARY TABLE records_accepting ON COMMIT DROP AS
    SELECT id, {columns}, archival_code, number, dated_on, NULL::int AS place, {lacks} AS lacks
    FROM ({arriving}) AS arriving"""
FIND = "CREATE UNIQUE INDEX ON records_accepting (id)"  # else each series would read them all
OPEN_SERIES = f"""
    INSERT INTO records_numberseries ({CLASS_COLUMNS}, last)
    SELECT DISTINCT {CLASS_COLUMNS}, 0 FROM records_accepting ORDER BY {CLASS_COLUMNS}
    ON CONFLICT DO NOTHING"""
LOCK_SERIES = f"""
    SELECT s.id FROM records_numberseries s
    WHERE EXISTS (SELECT FROM records_accepting a WHERE {SAME_CLASS.format(a="a", b="s")})
    ORDER BY {CLASS_COLUMNS} FOR UPDATE"""
# Codes that came with a catalogue have numbers that their series does not know yet.
CATCH_UP = f"""
    UPDATE records_numberseries s SET last = held.number
    FROM (SELECT {CLASS_COLUMNS}, max(number) AS number FROM (
              SELECT {CLASS_COLUMNS}, number FROM records_record
              WHERE number IS NOT NULL AND (fonds_id, category_id, year, period) IN
                  (SELECT fonds_id, category_id, year, period FROM records_accepting)
              UNION ALL SELECT {CLASS_COLUMNS}, number FROM records_accepting
              WHERE number IS NOT NULL
          ) AS every GROUP BY {CLASS_COLUMNS}) AS held
    WHERE {SAME_CLASS.format(a="s", b="held")} AND s.last < held.number"""
NUMBERED = """
    CREATE TEMPORARY TABLE records_numbered (
        id bigint PRIMARY KEY, series bigint, fonds_id bigint, category_id bigint, year int,
        period text, unit_id bigint, number int, volume int, item int, code text
    ) ON COMMIT DROP;
    CREATE TEMPORARY TABLE records_skipped (series bigint, behind bigint) ON COMMIT DROP"""
# A volume that is numbered now has its new number from here, whatever it bore before.
# A number whose code leads to another record as a correction is not given again. `behind`
# says before which of the numbers that would be given the skipped one lies.
SKIP = f"""
    INSERT INTO records_skipped
    SELECT series, number - last - row_number() OVER (PARTITION BY series ORDER BY number) + 1
    FROM (
        SELECT n.series, n.last, substring(a.code FROM '-([0-9]{{1,9}})$')::int AS number
        FROM (
            SELECT s.id AS series, s.last, s.fonds_id, s.category_id, s.year, s.period,
                s.unit_id, coalesce(with_it.number, v.number, brought.number) AS volume,
                NULL::int AS item
            FROM records_numberseries s
            LEFT JOIN records_record v ON v.id = s.volume_id
            LEFT JOIN records_accepting brought ON brought.id = s.volume_id
            LEFT JOIN records_numbered with_it ON with_it.id = s.volume_id
            WHERE s.level = %s AND EXISTS (
                SELECT FROM records_accepting a WHERE {SAME_CLASS.format(a="a", b="s")})
        ) AS n
        JOIN records_fonds f ON f.id = n.fonds_id
        JOIN records_category c ON c.id = n.category_id
        LEFT JOIN records_unit u ON u.id = n.unit_id
        JOIN records_codealias a ON regexp_replace(a.code, '-[0-9]+$', '') = {BEFORE_NUMBER}
    ) AS held WHERE number > last"""
# Volumes first: their items need their numbers, and have the order in which they lie or, where
# nobody put them in one, were described.
COUNT_ON = f"""
    INSERT INTO records_numbered
    SELECT n.id, series, n.fonds_id, n.category_id, n.year, n.period, n.unit_id, next, volume,
        item, {CODE}
    FROM (
        SELECT *, CASE level WHEN 'volume' THEN next ELSE inside END AS volume,
            CASE level WHEN 'volume' THEN NULL ELSE next END AS item
        FROM (
            SELECT a.*, s.id AS series,
                coalesce(with_it.number, v.number, brought.number) AS inside,
                (s.last + a.rank + (SELECT count(*) FROM records_skipped k
                                    WHERE k.series = s.id AND k.behind <= a.rank))::int AS next
            FROM (
                SELECT *, row_number() OVER (
                    PARTITION BY {CLASS_COLUMNS}
                    ORDER BY CASE WHEN volume_id IS NULL THEN dated_on END, place, id) AS rank
                FROM records_accepting WHERE archival_code IS NULL
            ) AS a
            JOIN records_numberseries s ON {SAME_CLASS.format(a="s", b="a")}
            LEFT JOIN records_record v ON v.id = a.volume_id
            LEFT JOIN records_accepting brought ON brought.id = a.volume_id
            LEFT JOIN records_numbered with_it ON with_it.id = a.volume_id
            WHERE a.level = %s
            OFFSET 0 -- else the number is worked out once more wherever it is written
        ) AS counted
    ) AS n
    JOIN records_fonds f ON f.id = n.fonds_id JOIN records_category c ON c.id = n.category_id
    LEFT JOIN records_unit u ON u.id = n.unit_id"""
CLASSES = """
    SELECT f.number, f.code_pattern, f.number_width, f.unit_width, c.code, n.year, n.period,
        coalesce(u.code, ''), max(n.volume), max(n.item)
    FROM records_numbered n JOIN records_fonds f ON f.id = n.fonds_id
    JOIN records_category c ON c.id = n.category_id LEFT JOIN records_unit u ON u.id = n.unit_id
    GROUP BY f.id, c.id, n.year, n.period, u.id, n.volume IS NULL"""
ADVANCE_SERIES = """
    UPDATE records_numberseries s SET last = n.number
    FROM (SELECT series, max(number) AS number FROM records_numbered GROUP BY series) AS n
    WHERE n.series = s.id"""
TAKEN = """
    SELECT n.code FROM records_numbered n
    JOIN records_record r ON r.archival_code = n.code
    UNION SELECT a.archival_code FROM records_accepting a
    JOIN records_codealias taken ON taken.code = a.archival_code
    ORDER BY 1"""
LACKING = "SELECT lack, count(*) FROM records_accepting, unnest(lacks) AS lack GROUP BY lack"
UNCODED = """
    SELECT count(*) FILTER (WHERE a.archival_code IS NOT NULL AND a.number IS NULL),
        count(*) FILTER (WHERE v.stage = 'draft' AND with_it.id IS NULL),
        count(*) FILTER (WHERE a.volume_id IS NOT NULL AND CASE WHEN with_it.id IS NULL
            THEN (a.fonds_id, a.category_id, a.year, a.period, a.unit_id) IS DISTINCT FROM
                (v.fonds_id, v.category_id, v.year, v.period, v.unit_id)
            ELSE (a.fonds_id, a.category_id, a.year, a.period, a.unit_id) IS DISTINCT FROM
                (with_it.fonds_id, with_it.category_id, with_it.year, with_it.period,
                with_it.unit_id) END),
        count(*) FILTER (WHERE a.level = 'item' AND a.volume_id IS NULL
            AND a.archival_code IS NULL AND EXISTS (
                SELECT FROM records_category above WHERE above.by_volume
                AND (c.code = above.code OR starts_with(c.code, above.code || '·'))))
    FROM records_accepting a LEFT JOIN records_record v ON v.id = a.volume_id
    LEFT JOIN records_accepting with_it ON with_it.id = a.volume_id
    JOIN records_category c ON c.id = a.category_id"""
GIVEN_NUMBER = """
    coalesce((SELECT number FROM records_numbered n WHERE n.id = records_record.id),
             records_record.number)"""
GIVEN_CODE = """
    coalesce((SELECT code FROM records_numbered n WHERE n.id = records_record.id),
             records_record.archival_code)"""
