"""A database of release 0.1.0, migrated as docs/production.md says, shows what it showed before."""

import json
import lzma
import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
from django.db import connection
from psycopg import sql

from records.values.text import normal_description, text_mark
from tests.environment import FOLDERS, UNSAFE, process

HERE = Path(__file__).parent
PROJECT = HERE.parents[1]
OLD = HERE / "database_of_0_1_0.sql.xz"
SHOWN = json.loads((HERE / "shown_by_0_1_0.json").read_text())
FIGURES = [(who, name) for who, named in SHOWN.items() for name in named]
TESTS_OWN = {"MIGRATION_DATABASE_URL", UNSAFE}
# It had no row for who makes no batches, and is closed to them by now.
CLOSED = {("fangruoning", "handovers"), ("linshuyan", "handovers")}
HELD = ("checked", "proposed", "approved", "packaged", "delivered")
NAME = f"upgrade_{process()}"
# Several commands in one process: most of what a process costs is its start.
COMMANDS = "import django, sys; from django.core.management import call_command; django.setup();"
AGAIN, CHECKED = "migrated again", "figures and check"
MIGRATE = (
    f"{COMMANDS} call_command('migrate'); print({AGAIN!r}); call_command('migrate');"
    " call_command('makemigrations', check_changes=True, dry_run=True)"
)
ASK = (
    f"{COMMANDS} from tests.upgrade.figures import main; main(); print({CHECKED!r}, flush=True);"
    " call_command('check', deploy=True)"
)


def address(variable):
    return urlunsplit(urlsplit(os.environ[variable])._replace(path=f"/{NAME}"))


def run(*command, owner=False):
    """A process of its own, as the application, or with the owner's address beside it."""
    given = {name: value for name, value in os.environ.items() if name not in TESTS_OWN}
    given |= {
        "DJANGO_SETTINGS_MODULE": "archive_center.settings",
        "DATABASE_URL": address("DATABASE_URL"),
        "LOG_LEVEL": "ERROR",
        # nothing but the database is asked: what other tests left lying is not told
        **{name: f"/nonexistent/{name}" for name in FOLDERS if name != "STATIC_ROOT"},
    }
    if owner:
        given["MIGRATION_DATABASE_URL"] = address("MIGRATION_DATABASE_URL")
    done = subprocess.run(
        [sys.executable, *command], cwd=PROJECT, env=given, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


@pytest.fixture(scope="module")
def old():
    """The old database, made by its owner, and gone in the end."""
    database = sql.Identifier(NAME)
    drop = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(database)
    make = "CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C.UTF-8'"
    owner = os.environ["MIGRATION_DATABASE_URL"]
    with psycopg.connect(owner, dbname="postgres", autocommit=True) as server:
        server.execute(drop)
        server.execute(sql.SQL(make).format(database))
        with psycopg.connect(address("MIGRATION_DATABASE_URL")) as connection:
            connection.execute(lzma.decompress(OLD.read_bytes()))
        yield
        server.execute(drop)


@pytest.fixture(scope="module")
def migrated(old):
    """What `migrate` said, then a second time, and what models and migrations differ in."""
    return run("-c", MIGRATE, owner=True).split(AGAIN)


@pytest.fixture(scope="module")
def asked(migrated):
    """The figures of the pages, and what the check of a deployment said."""
    return run("-c", ASK).split(CHECKED)


@pytest.fixture(scope="module")
def shown(asked):
    printed = asked[0]
    return json.JSONDecoder().raw_decode(printed[printed.index("{") :])[0]


@pytest.fixture
def application(migrated):
    with psycopg.connect(address("DATABASE_URL")) as connection:
        yield connection
        connection.rollback()


@pytest.mark.parametrize(("who", "figure"), FIGURES)
def test_pages_show_the_figures_of_before(shown, who, figure):
    before = SHOWN[who][figure]
    assert shown[who][figure] == (None if (who, figure) in CLOSED else before)
    assert (who, figure) not in CLOSED or before == []


def test_a_second_migration_finds_nothing_to_do(migrated):
    first, again = migrated

    assert "Applying records.0007" in first
    assert "No migrations to apply." not in first
    assert "No migrations to apply." in again


def test_models_and_migrations_agree(migrated):
    assert "No changes detected" in migrated[1]


HERE_ONLY = "relnamespace = 'public'::regnamespace"
# In which order the columns of a table stand is all that may differ. What was dumped and read
# again names the types of texts in conditions once more.
CATALOGUE = {
    "columns": f"""
        SELECT attrelid::regclass::text, attname, format_type(atttypid, atttypmod), attnotnull,
            attidentity, attgenerated
        FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
        WHERE {HERE_ONLY} AND relkind = 'r' AND attnum > 0 AND NOT attisdropped""",
    "constraints": """
        SELECT conrelid::regclass::text, conname, regexp_replace(
            pg_get_constraintdef(oid), '::(text|character varying)(\\[\\])?|[()]', '', 'g')
        FROM pg_constraint WHERE connamespace = 'public'::regnamespace""",
    "indexes": "SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'",
    "triggers": """
        SELECT tgrelid::regclass::text, pg_get_triggerdef(oid), pg_get_functiondef(tgfoid)
        FROM pg_trigger WHERE NOT tgisinternal""",
    "functions": "SELECT pg_get_functiondef('records_measure'::regproc)",
    "rights": f"""
        SELECT oid::regclass::text, relacl::text FROM pg_class
        WHERE {HERE_ONLY} AND relkind IN ('r', 'S')""",
    "rules": """
        SELECT duty, period, version, years, in_force_from, in_force_until, law, evidence
        FROM records_duerule WHERE archive_id IS NULL AND category_id IS NULL AND id <= 10""",
}


@pytest.mark.django_db
@pytest.mark.parametrize("asked", CATALOGUE)
def test_what_is_migrated_is_what_an_empty_database_gets_at_once(application, asked):
    there = application.execute(CATALOGUE[asked]).fetchall()
    with connection.cursor() as cursor:
        cursor.execute(CATALOGUE[asked])
        new = cursor.fetchall()

    assert new
    assert set(there) == set(new)


def test_the_role_has_its_rights_and_no_more(asked):
    assert "security." in asked[1]  # other advice is given: so it was checked
    assert "roles." not in asked[1]


def test_a_stage_that_is_skipped_is_refused(application):
    with pytest.raises(psycopg.errors.RestrictViolation):
        application.execute("UPDATE transfers_handover SET stage = 'closed' WHERE stage = 'draft'")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE records_record SET stage = 'transferred' WHERE stage = 'accepted'",
        "UPDATE records_hold SET released_at = now() WHERE released_at IS NULL",
        "UPDATE records_numberseries SET last = last - 1",
        "UPDATE records_record SET title = '改' WHERE stage = 'transferred'",
    ],
)
def test_what_came_over_is_kept_by_the_triggers_of_today(application, statement):
    with pytest.raises(psycopg.errors.RestrictViolation):
        application.execute(statement)


def test_the_trail_stays(application):
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        application.execute("DELETE FROM records_audit_entry")


def test_every_batch_has_the_steps_to_its_stage(application):
    astray = """
        SELECT batch.id FROM transfers_handover batch
        WHERE stage <> coalesce((SELECT target FROM transfers_handoverstep
            WHERE handover_id = batch.id ORDER BY id DESC LIMIT 1), 'draft')"""

    assert application.execute(astray).fetchall() == []


def test_batches_at_work_hold_their_records(application):
    """Those that are tested, and the one whose test was queued; nothing else."""
    counted = """
        SELECT batch.stage, count(DISTINCT hold.record_id), count(hold.job_id)
        FROM records_hold hold JOIN transfers_handover batch ON batch.id = hold.of
        WHERE hold.kind = 'transfers.Handover' AND hold.released_at IS NULL
        GROUP BY batch.id ORDER BY 1"""
    batches = [tuple(row[2:4]) for row in SHOWN["shenyanqiu"]["handovers"]]
    tested = [(stage, records, 0) for stage, records in batches if stage in HELD]

    held = application.execute(counted).fetchall()

    assert [row for row in held if row[0] != "draft"] == sorted(tested)
    assert [row for row in held if row[0] == "draft"] == [("draft", 10, 10)]
    assert {stage for stage, _records, _jobs in tested} == set(HELD)


def test_what_is_searched_has_the_form_of_today_and_is_known_again(application):
    """Of held records, too; and what keeps them stands again."""
    asked = """
        SELECT normal_text, fingerprint, date_text, title, document_number, responsible
        FROM {} WHERE title <> ''"""
    records = application.execute(asked.format("records_record")).fetchall()
    rows = application.execute(asked.format("records_importrow")).fetchall()
    armed = """
        SELECT count(*) FILTER (WHERE tgenabled <> 'O') FROM pg_trigger
        WHERE tgrelid = 'records_record'::regclass"""

    forms = [form for form, *_rest in (*records, *rows)]
    made = [
        normal_description(title=title, document_number=number, responsible=body)
        for _form, _mark, _day, title, number, body in (*records, *rows)
    ]
    marked = [row for row in (*records, *rows) if row[1]]

    assert forms == made
    assert len(marked) > 50
    assert all(str(row[1]).replace("-", "") == text_mark(row[0], row[2]) for row in marked)
    assert application.execute(armed).fetchone() == (0,)


def test_what_is_held_loses_no_part(application):
    held = "SELECT record_id FROM records_hold WHERE released_at IS NULL"
    parts = f"records_component WHERE record_id IN ({held})"
    with pytest.raises(psycopg.errors.RestrictViolation, match="stays"):
        application.execute(f"DELETE FROM {parts}")
    application.rollback()
    with pytest.raises(psycopg.errors.RestrictViolation, match="is held"):
        application.execute(
            "INSERT INTO records_component (record_id, part, title, position)"
            f" SELECT DISTINCT record_id, 'copy', '附', 99 FROM {parts}"
        )
