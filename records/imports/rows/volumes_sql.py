"""The statements that put items into their volumes, new ones and those of the fonds."""

from records.holdings.models.holds import open_hold
from records.holdings.numbering_sql import CODE

# Every statement is made of this file's own constants, none of what people type.
# ruff: noqa: S608

GOOD_ROWS = """
    SELECT i.*, coalesce(i.category_id, s.category_id) AS kind, s.fonds_id
    FROM records_importrow i JOIN records_import s ON s.id = i.source_id
    WHERE i.source_id = %(source)s AND i.outcome = ANY(%(good)s)"""
# A code leads to the volume that has it already; of two new ones to the first.
SIDES = f"""
    WITH good AS ({GOOD_ROWS}), named AS (
        SELECT "row", inside, kind, year, period, unit_id,
            CASE WHEN inside ~ '^[0-9]{{1,6}}$' THEN inside::int END AS number
        FROM good WHERE inside <> ''
    ), volumes AS (
        SELECT id, archival_code AS code, title, number, category_id AS kind, year, period,
            unit_id, item_count
        FROM records_record WHERE fonds_id = %(fonds)s AND level = 'volume'
        UNION ALL (
            SELECT DISTINCT ON (archival_code) key, archival_code, title, number, kind, year,
                period, unit_id, item_count
            FROM good WHERE level = 'volume' AND archival_code IS NOT NULL AND NOT EXISTS (
                SELECT FROM records_record r
                WHERE r.fonds_id = %(fonds)s AND r.archival_code = good.archival_code)
            ORDER BY archival_code, "row")
    ), found AS (
        SELECT n."row", v.id FROM named n JOIN volumes v ON v.code = n.inside
        UNION SELECT n."row", v.id FROM named n JOIN volumes v ON v.number = n.number
            AND v.kind = n.kind AND (n.year IS NULL OR v.year = n.year)
            AND (n.period = '' OR v.period = n.period)
            AND (n.unit_id IS NULL OR v.unit_id = n.unit_id)
    )"""

ANY_VOLUME = """
    SELECT EXISTS (SELECT FROM records_importrow
        WHERE source_id = %(source)s AND outcome = ANY(%(good)s)
            AND (level = 'volume' OR inside <> ''))"""
# An item has the class of its volume, as far as it says none itself.
PLACE = f"""{SIDES}
    UPDATE records_importrow i SET volume_id = v.id,
        category_id = coalesce(i.category_id, v.kind), year = coalesce(i.year, v.year),
        period = coalesce(nullif(i.period, ''), v.period), unit_id = coalesce(i.unit_id, v.unit_id)
    FROM (SELECT "row", min(id) AS id FROM found GROUP BY "row" HAVING count(*) = 1) AS one
    JOIN volumes v ON v.id = one.id
    WHERE i.source_id = %(source)s AND i."row" = one."row" """
NOT_ONE = f"""{SIDES}
    SELECT "row", inside, count(id) FROM named LEFT JOIN found USING ("row")
    GROUP BY "row", inside HAVING count(id) <> 1 ORDER BY "row" """
STRAYED = f"""{SIDES}
    SELECT "row", inside, array_remove(ARRAY[
        CASE WHEN good.kind <> v.kind THEN 'category' END,
        CASE WHEN good.year <> v.year THEN 'year' END,
        CASE WHEN good.period <> v.period THEN 'period' END,
        CASE WHEN good.unit_id IS DISTINCT FROM v.unit_id THEN 'unit' END], NULL)
    FROM good JOIN volumes v ON v.id = good.volume_id
    WHERE (good.kind, good.year, good.period, good.unit_id)
        IS DISTINCT FROM (v.kind, v.year, v.period, v.unit_id)"""
HELD = f"""{SIDES}
    SELECT "row", inside FROM good WHERE EXISTS ({open_hold("= good.volume_id")})"""
# The number that an item has in its volume makes its code, as the number of the volume did.
GIVE_CODES = f"""{SIDES}
    UPDATE records_importrow i SET archival_code = {CODE}
    FROM (SELECT good."row", good.fonds_id, v.kind, v.year, v.period, v.unit_id,
              v.number AS volume, good.number AS item
          FROM good JOIN volumes v ON v.id = good.volume_id
          WHERE good.number IS NOT NULL AND good.archival_code IS NULL) AS n
    JOIN records_fonds f ON f.id = n.fonds_id JOIN records_category c ON c.id = n.kind
    LEFT JOIN records_unit u ON u.id = n.unit_id
    WHERE i.source_id = %(source)s AND i."row" = n."row" """
# Titles and dates repeat from volume to volume (竣工图, 记账凭证): place and code tell them apart.
MARK = f"""{SIDES}
    UPDATE records_importrow i SET fingerprint = md5(concat_ws(
        '/', i.fingerprint, i.level, one.code, i.archival_code, i.page_numbers))::uuid
    FROM (SELECT good."row", v.code FROM good LEFT JOIN volumes v ON v.id = good.volume_id
          WHERE good.level = 'volume' OR good.volume_id IS NOT NULL) AS one
    WHERE i.source_id = %(source)s AND i."row" = one."row" """

# What the other comparisons said of a volume holds for what lies in it.
FOLLOW = """
    UPDATE records_importrow i SET volume_id = (v.problems->0->>'record')::bigint
    FROM records_importrow v
    WHERE i.source_id = %(source)s AND v.source_id = i.source_id AND v.key = i.volume_id
        AND v.outcome = 'duplicate' AND v.problems->0->>'record' IS NOT NULL"""
LEFT_BEHIND = f"""
    WITH good AS ({GOOD_ROWS})
    SELECT "row", inside FROM good i WHERE volume_id IS NOT NULL
        AND NOT EXISTS (SELECT FROM good v WHERE v.key = i.volume_id)
        AND NOT EXISTS (SELECT FROM records_record r WHERE r.id = i.volume_id)"""
COUNTED = f"""{SIDES}
    SELECT min("row"), v.code, v.item_count, count(*) + (
        SELECT count(*) FROM records_record r WHERE r.volume_id = v.id) AS there
    FROM good JOIN volumes v ON v.id = good.volume_id
    WHERE v.item_count IS NOT NULL GROUP BY v.id, v.code, v.item_count
    HAVING v.item_count <> count(*) + (
        SELECT count(*) FROM records_record r WHERE r.volume_id = v.id)"""
BACKWARDS = f"""
    SELECT "row", page_numbers, before FROM (
        SELECT "row", page_numbers, lag(page_numbers) OVER (
            PARTITION BY volume_id ORDER BY "row") AS before
        FROM ({GOOD_ROWS}) AS good WHERE volume_id IS NOT NULL AND page_numbers <> ''
    ) AS seen
    WHERE split_part(page_numbers, '-', 1)::int < split_part(before, '-', -1)::int"""
