"""A catalogue of millions of records for measuring, made inside PostgreSQL by one statement.

    python -m benchmarks.generate 1000000 [--fonds 37] [--fresh]

The records lie as they would after years of hand-ins: by year, then by fonds. Every
class (fonds, category, year, period, office) is numbered without gaps. The same call
makes the same rows. What belongs to no class (no year, or no period: old three-part
codes) and what is still a draft is there in the proportion that real catalogues have.
"""

import argparse
import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.core.management import call_command
from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from benchmarks import database

SLOTS = 40_000  # how finely the proportions of the classes are kept

REFERENCE = """
INSERT INTO records_receivingarchive (name, code) VALUES ('清岚市档案馆', '435001')
    ON CONFLICT DO NOTHING;
INSERT INTO records_category (code, name, by_volume) VALUES
    ('WS', '文书', false), ('KU', '会计', false), ('KJ', '科技', false) ON CONFLICT DO NOTHING;
INSERT INTO records_department (id, name, short_name, valid_from)
SELECT n, '清岚市第' || n || '局', '第' || n || '局', '1990-01-01'
FROM generate_series(1, %(fonds)s) n;
INSERT INTO records_fonds
    (id, number, name, department_id, archive_id, code_pattern, number_width, unit_width)
SELECT n, 'J' || lpad(n::text, 3, '0'), '清岚市第' || n || '局', n, archive.id, 'DAT22', 4, 3
FROM generate_series(1, %(fonds)s) n, records_receivingarchive archive
WHERE archive.code = '435001';
INSERT INTO records_unit (fonds_id, code, name)
SELECT n, code, name FROM generate_series(1, %(fonds)s) n,
    (VALUES ('BGS', '办公室'), ('RSK', '人事科'), ('YWK', '业务科')) AS office (code, name);
INSERT INTO records_user
    (username, name, role, department_id, password, is_superuser, is_active, email,
     date_joined, must_change_password)
SELECT who, who, role, department, '!', false, true, '', now(), false FROM (VALUES
    ('archivist', 'archivist', NULL), ('supervisor', 'supervisor', NULL),
    ('reader', 'reader', 1), ('officer', 'filing_officer', 1), ('small', 'reader', %(fonds)s)
) AS person (who, role, department);
SELECT setval(pg_get_serial_sequence('records_department', 'id'), %(fonds)s),
       setval(pg_get_serial_sequence('records_fonds', 'id'), %(fonds)s);
SET CONSTRAINTS ALL IMMEDIATE;
"""

# One row per slot; every slot stands for equally many records. A class has as many slots as
# its share of the whole, side by side, and `first` is the slot it begins with.
SLOT_TABLE = """
CREATE TEMP TABLE slot AS
WITH period (category, until, code, share, clean) AS (VALUES
        ('WS', 2006, 'Y', .25, true), ('WS', 2006, 'C', .35, true), ('WS', 2006, 'D', .40, true),
        ('WS', 9999, 'Y', .20, true), ('WS', 9999, 'D30', .33, true),
        ('WS', 9999, 'D10', .47, true),
        ('KU', 9999, 'D30', .85, true), ('KU', 9999, 'Y', .15, true),
        ('KJ', 9999, 'Y', .60, true), ('KJ', 9999, 'D30', .40, true),
        ('WS', 2006, '', .001, false), ('WS', 2006, 'Y', .001, false)),
    category (id, code, share) AS (
        SELECT id, code, share FROM records_category
        JOIN (VALUES ('WS', .86), ('KU', .09), ('KJ', .05)) AS part (code, share) USING (code)),
    class AS (
        SELECT fonds.id AS fonds_id, category.id AS category_id, year, period.code AS period,
            unit.id AS unit_id, clean,
            category.share * period.share * (1 + (year - 1990) / 12.0)
                * (0.4 + 6.0 / (2 + fonds.id)) AS weight
        FROM records_fonds fonds
        JOIN records_unit unit ON unit.fonds_id = fonds.id
        CROSS JOIN category
        CROSS JOIN generate_series(1990, 2025) AS year
        JOIN period ON period.category = category.code
            AND (category.code <> 'WS' OR (period.until = 2006) = (year <= 2006))
        WHERE clean OR (unit.code = 'BGS' AND year % 4 = 0 AND fonds.id % 5 = 0)),
    shared AS (SELECT *, weight / sum(weight) OVER () AS share FROM class),
    slots AS (
        SELECT shared.*, nth, row_number() OVER (ORDER BY
            year, fonds_id, category_id, period, unit_id, clean, nth) - 1 AS k
        FROM shared, generate_series(1, greatest(1, round(share * {slots})::int)) AS nth)
SELECT k, fonds_id, category_id, year, period, unit_id, clean,
    min(k) OVER class AS first,
    CASE WHEN year = 2025 AND clean AND fonds_id % 3 = 0 AND nth > count(*) OVER class / 2
         THEN 'draft'
         WHEN year <= 2003 AND period = 'Y' AND fonds_id % 4 <> 0 AND clean THEN 'transferred'
         ELSE 'accepted' END AS stage
FROM slots
WINDOW class AS (PARTITION BY fonds_id, category_id, year, period, unit_id, clean);
"""

RECORDS = """
INSERT INTO records_record (
    level, fonds_id, category_id, year, period, unit_id, number, archival_code,
    document_number, title, responsible, date_text, date_is_inferred, dated_on, pages,
    security, opening, disclosure, origin, genre, draft, language, medium, persons, keywords,
    abstract, remarks, box_number, until, page_numbers, access, stage, normal_text,
    described_by_id, described_at)
SELECT 'item', fonds_id, category_id, CASE WHEN clean OR period = '' THEN year END,
    period, unit_id, CASE WHEN stage <> 'draft' AND clean THEN running END,
    CASE WHEN stage = 'draft' THEN NULL
         WHEN clean THEN fonds || '-' || category || '·' || year || '-' || period || '-'
             || office || '-' || lpad(running::text, greatest(4, length(running::text)), '0')
         ELSE fonds || '-' || lpad((i / 4000 + 1)::text, 4, '0') || '-'
             || lpad((i %% 4000 + 1)::text, 4, '0') END,
    written, title, body, CASE WHEN accuracy = 0 THEN '' WHEN accuracy <= 2 THEN year::text
        WHEN accuracy <= 4 THEN to_char(day, 'YYYYMM') ELSE to_char(day, 'YYYYMMDD') END,
    accuracy = 5,
    CASE WHEN accuracy = 0 THEN NULL WHEN accuracy <= 2 THEN make_date(year, 1, 1)
        WHEN accuracy <= 4 THEN date_trunc('month', day)::date ELSE day END,
    1 + h5 %% 7 + (h5 %% 23 / 20) * (h5 %% 60),
    CASE WHEN h6 %% 50 = 0 THEN 'internal' ELSE '' END, 'unreviewed', '', '',
    genre, '', '', '', '', '', '', '', lpad((running / 30 + 1)::text, 4, '0'), '', '',
    CASE WHEN h6 %% 100 < 8 THEN 'shared' ELSE 'department' END, stage,
    title || E'\\n' || lower(translate(written, '〔〕', '()')) || E'\\n' || body,
    %(describer)s, now()
FROM (
    SELECT parts.*, body || '关于'
            || (%(verbs)s::text[])[1 + (h2 %% 997)::bigint * (h2 %% 997) * %(n_verbs)s / 994009]
            || (%(areas)s::text[])[1 + (h3 %% 997)::bigint * (h3 %% 997) * %(n_areas)s / 994009]
            || (%(topics)s::text[])[1 + h4 %% %(n_topics)s] || '的' || genre AS title,
        CASE WHEN h1 %% 10 < 7 THEN '清' || fonds || '发〔' || year || '〕' || running || '号'
             ELSE '' END AS written
    FROM (
        SELECT slot.*, i, i - (first * %(records)s + %(slots)s - 1) / %(slots)s + 1 AS running,
            fonds.number AS fonds, fonds.name AS body, category.code AS category,
            unit.code AS office,
            h.h1, h.h2, h.h3, h.h4, h.h5, h.h6,
            (%(genres)s::text[])[1 + h1 %% %(n_genres)s] AS genre,
            h.h5 %% 100 AS accuracy,
            make_date(year, 1, 1) + h.h4 %% 365 AS day
        FROM generate_series(0, %(records)s::bigint - 1) AS i
        CROSS JOIN LATERAL (SELECT
            (hashint8extended(i, 1) & 1073741823)::int AS h1,
            (hashint8extended(i, 2) & 1073741823)::int AS h2,
            (hashint8extended(i, 3) & 1073741823)::int AS h3,
            (hashint8extended(i, 4) & 1073741823)::int AS h4,
            (hashint8extended(i, 5) & 1073741823)::int AS h5,
            (hashint8extended(i, 6) & 1073741823)::int AS h6) AS h
        JOIN slot ON slot.k = i * %(slots)s / %(records)s
        JOIN records_fonds fonds ON fonds.id = slot.fonds_id
        JOIN records_category category ON category.id = slot.category_id
        JOIN records_unit unit ON unit.id = slot.unit_id) AS parts) AS written
"""

WORDS = {
    "verbs": (
        "印发 做好 进一步加强 开展 调整 召开 报送 申请 下达 表彰 公布 实施 转发 规范 推进 同意"
    ),
    "areas": (
        "全市 2015年度 市级机关 重点项目 办公用房 城镇燃气 农村公路 中小学 社区卫生 河道水库 "
        "国有资产 政府采购 安全生产 环境空气 历史文化名城 养老服务 人才引进 食品药品 防汛抗旱 "
        "基层党建 行政审批 财政预算 民营企业 数字政府"
    ),
    "topics": (
        "维修经费管理办法 专项资金使用情况 工作要点 实施方案 检查评比结果 改造工程建设 信息化建设 "
        "应急预案 统计报表 人员编制 先进集体和个人 规划编制 招标投标 档案整理 综合治理 考核办法 "
        "设备购置 培训计划 会议纪要 机构设置 资金拨付 土地征收 质量提升行动 目标责任书"
    ),
    "genres": "通知 请示 批复 报告 函 意见 通报 方案 决定 纪要",
}


def fill(records: int, *, fonds: int = 37) -> None:
    """Fill the empty tables of the current database; indexes and keys are built afterwards."""
    words = {name: text.split() for name, text in WORDS.items()}
    given = words | {f"n_{name}": len(them) for name, them in words.items()}
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(REFERENCE, {"fonds": fonds})
        cursor.execute("SELECT id FROM records_user WHERE username = 'archivist'")
        given |= {"records": records, "describer": cursor.fetchone()[0]}
        cursor.execute(SLOT_TABLE.format(slots=SLOTS))
        cursor.execute("SELECT count(*) FROM slot")
        given["slots"] = cursor.fetchone()[0]
        with bare(cursor, "records_record"):
            cursor.execute(RECORDS, given)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM (ANALYZE) records_record")


@contextmanager
def bare(cursor: CursorWrapper, table: str) -> Iterator[None]:
    """Take a table's indexes, foreign keys and unique constraints away, and build them again.

    What triggers promise is set aside too: the records are made as history left them.
    """
    cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
    cursor.execute(
        """SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint
           WHERE conrelid = %s::regclass AND contype IN ('f', 'u')""",
        [table],
    )
    constraints = cursor.fetchall()
    for name, _ in constraints:
        cursor.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')
    cursor.execute(
        """SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index
           WHERE indrelid = %s::regclass AND NOT indisprimary""",
        [table],
    )
    indexes = cursor.fetchall()
    for name, _ in indexes:
        cursor.execute(f"DROP INDEX {name}")
    yield
    cursor.execute("SET LOCAL maintenance_work_mem = '512MB'")
    for _, definition in indexes:
        cursor.execute(definition)
    for name, definition in constraints:
        cursor.execute(f'ALTER TABLE {table} ADD CONSTRAINT "{name}" {definition}')
    cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def ready(records: int, *, fonds: int = 37, fresh: bool = False) -> None:
    """Point Django at a database with that many records; made once and kept for the next run."""
    database.use(f"benchmark_{records}_{fonds}", fresh=fresh)
    call_command("migrate", verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT FROM records_record)")
        (filled,) = cursor.fetchone()
    if not filled:
        fill(records, fonds=fonds)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("records", type=int)
    parser.add_argument("--fonds", type=int, default=37)
    parser.add_argument("--fresh", action="store_true")
    wanted = parser.parse_args()
    begun = time.monotonic()
    ready(wanted.records, fonds=wanted.fonds, fresh=wanted.fresh)
    print(f"records={wanted.records} seconds={time.monotonic() - begun:.1f}")
