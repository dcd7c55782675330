"""The statements by which staged rows become records, and drafts go again: `arrival.py`."""

# Every statement is made of this file's own constants, none of what people type.
# ruff: noqa: S608

from records.holdings.models.holds import open_hold
from records.imports.models import SHARED

SAME = [name for name in SHARED if name not in {"category_id", "number", "archival_code"}]

INSERT = f"""
    INSERT INTO records_record (id, fonds_id, category_id, stage, access, opening,
        described_by_id, described_at, number, archival_code, {", ".join(SAME)})
    SELECT i.key, %(fonds)s, coalesce(i.category_id, %(category)s), %(stage)s,
        %(access)s, %(opening)s, %(by)s, %(at)s, {{number}}, {{code}},
        {", ".join(f"i.{name}" for name in SAME)}
    FROM records_importrow i {{joined}}
    WHERE i.source_id = %(source)s AND i.outcome = ANY(%(good)s)
        AND i."row" > %(after)s AND i."row" <= %(until)s {{twice}}"""
AS_DRAFTS = INSERT.format(
    joined="",
    number="i.number",
    code="i.archival_code",
    twice="""ORDER BY i."row" ON CONFLICT (fonds_id, fingerprint) DO NOTHING""",
)
# Nothing can be there twice: the fonds is held since what arrives was chosen. Each row would be
# written in two steps, were it asked. They lie as they were read; to sort them by their places
# would have PostgreSQL seek each number by itself.
WITH_CODES = INSERT.format(
    twice="",
    joined="""JOIN records_accepting a ON a.id = i.key
        LEFT JOIN records_numbered n ON n.id = i.key""",
    number="coalesce(n.number, i.number)",
    code="coalesce(n.code, i.archival_code)",
)

# What is in the fonds since the check gets no number, or the numbers would have gaps; nor does
# what a row before says.
ARRIVING = """
    SELECT DISTINCT ON (i.fingerprint) i.key AS id, %(fonds)s AS fonds_id,
        coalesce(i.category_id, %(category)s) AS category_id, i.year, i.period, i.unit_id,
        i.volume_id, i.level, i.archival_code, i.number, i.dated_on
    FROM records_importrow i
    WHERE i.source_id = %(source)s AND i.outcome = ANY(%(good)s) AND NOT EXISTS (
        SELECT FROM records_record r
        WHERE r.fonds_id = %(fonds)s AND r.fingerprint = i.fingerprint)
    ORDER BY i.fingerprint, i.key"""
CODES_TAKEN = """
    SELECT count(*) FROM records_importrow i
    JOIN (SELECT archival_code AS code, fonds_id, fingerprint FROM records_record
          UNION ALL SELECT a.code, r.fonds_id, r.fingerprint FROM records_codealias a
          JOIN records_record r ON r.id = a.record_id) AS r ON r.code = i.archival_code
    WHERE i.source_id = %(source)s AND i.outcome = ANY(%(good)s)
        AND (r.fonds_id, r.fingerprint) IS DISTINCT FROM (%(fonds)s, i.fingerprint)"""
# Between check and import a volume may be gone, changed, held or already there.
VOLUMES_GONE = f"""
    SELECT count(*) FROM records_importrow i LEFT JOIN records_record v ON v.id = i.volume_id
    WHERE i.source_id = %(source)s AND i.outcome = ANY(%(good)s) AND i.volume_id IS NOT NULL
        AND (EXISTS ({open_hold("= v.id")})
            OR v.id IS NOT NULL AND ('volume', coalesce(i.category_id, %(category)s), i.year,
                i.period, i.unit_id) IS DISTINCT FROM
                (v.level, v.category_id, v.year, v.period, v.unit_id)
            OR v.id IS NULL AND NOT EXISTS (
                SELECT FROM ({ARRIVING}) AS w WHERE w.id = i.volume_id))"""

MADE = """
    SELECT key FROM records_importrow
    WHERE source_id = %(source)s AND outcome = ANY(%(good)s)"""
HOLD_MADE = f"SELECT id FROM records_record WHERE id IN ({MADE}) ORDER BY id FOR UPDATE"
TAKE_OFF_COMPONENTS = f"DELETE FROM records_component WHERE record_id IN ({MADE})"
TAKE_BACK = f"DELETE FROM records_record WHERE id IN ({MADE}) AND stage = %(stage)s"
