"""The statements by which the records of a correction get their new codes: `actions.py`."""

# Numbered anew in their new class, as acceptance numbers drafts.
RENEWED = """
    SELECT record.id, record.fonds_id, record.category_id,
        coalesce(amendment.year, record.year)::int AS year,
        coalesce(nullif(amendment.period, ''), record.period) AS period,
        record.unit_id, record.volume_id, record.level,
        NULL::text AS archival_code, NULL::int AS number, record.dated_on
    FROM records_record record
    JOIN records_amendmentitem item ON item.record_id = record.id
    JOIN records_amendment amendment ON amendment.id = item.amendment_id
    WHERE amendment.id = %(amendment)s"""
NAME_CODES = """
    UPDATE records_amendmentitem item SET code = given.code, number = given.number
    FROM records_numbered given
    WHERE given.id = item.record_id AND item.amendment_id = %(amendment)s"""
WRITE_CODES = """
    UPDATE records_record record
    SET year = coalesce(amendment.year, record.year),
        period = coalesce(nullif(amendment.period, ''), record.period),
        number = item.number, archival_code = item.code
    FROM records_amendmentitem item
    JOIN records_amendment amendment ON amendment.id = item.amendment_id
    WHERE record.id = item.record_id AND amendment.id = %(amendment)s"""
KEEP_FORMER = """
    INSERT INTO records_codealias (record_id, code, reason, by_id, at)
    SELECT record_id, former_code, %(reason)s, %(by)s, %(at)s
    FROM records_amendmentitem WHERE amendment_id = %(amendment)s ORDER BY id"""
