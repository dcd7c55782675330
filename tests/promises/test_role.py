"""What PostgreSQL refuses to the role of web and workers, whatever the program would ask for."""

import psycopg
import pytest
from django.core.checks import run_checks
from django.core.management import call_command
from django.db import ProgrammingError, connection, transaction

from archive_center.roles.deployment import role_is_bounded
from archive_center.roles.owner import as_owner
from archive_center.roles.rights import ADD, CHANGE, READ, grant, held, rights
from tests.database import application

pytestmark = pytest.mark.django_db
TRAIL = "records_audit_entry"


def ask(statement):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.parametrize(
    "statement",
    [
        f"DELETE FROM {TRAIL}",
        f"UPDATE {TRAIL} SET verb = 'nothing'",
        f"TRUNCATE {TRAIL}",
        f"ALTER TABLE {TRAIL} DISABLE TRIGGER ALL",
        f"ALTER TABLE {TRAIL} DROP COLUMN by_id",
        f"DROP TABLE {TRAIL}",
        f"CREATE RULE silent AS ON INSERT TO {TRAIL} DO INSTEAD NOTHING",
        f"CREATE TRIGGER late BEFORE INSERT ON {TRAIL} EXECUTE FUNCTION audit_late()",
        "TRUNCATE records_record",
        "UPDATE django_migrations SET name = 'none'",
        "SET session_replication_role = replica",
        "CREATE TABLE public.mine (id int)",
        "CREATE SCHEMA mine",
        "CREATE ROLE mine",
        "COPY (SELECT 1) TO PROGRAM 'true'",
        f"COPY {TRAIL} TO '/tmp/trail'",
        "SELECT pg_read_file('PG_VERSION')",
        "SELECT lo_import('/etc/hostname')",
    ],
)
def test_it_is_refused(statement):
    with pytest.raises(ProgrammingError) as refused:
        ask(statement)

    assert isinstance(refused.value.__cause__, psycopg.errors.InsufficientPrivilege)


def test_it_is_nobody_else():
    with connection.cursor() as cursor:
        cursor.execute("SELECT relowner::regrole::text FROM pg_class WHERE relname = %s", [TRAIL])
        (owner,) = cursor.fetchone()

    with pytest.raises(ProgrammingError, match="permission denied to set role"):
        ask(f"SET ROLE {owner}")


def test_the_rights_are_those_that_the_models_declare():
    has = held()

    assert has[TRAIL] == ADD
    assert has["transfers_handoverstep"] == ADD
    assert has["records_codealias"] == ADD
    assert has["records_record"] == CHANGE
    assert has["django_migrations"] == READ
    assert role_is_bounded() == []


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("table", sorted(name for name, may in rights().items() if may == ADD))
@pytest.mark.parametrize("statement", ["DELETE FROM {}", "TRUNCATE {} CASCADE"])
def test_what_is_only_added_to_is_kept_even_from_its_owner(owner, table, statement):
    with pytest.raises(psycopg.errors.RestrictViolation):
        owner.execute(statement.format(table))


@pytest.mark.django_db(transaction=True)
def test_what_it_can_do_too_much_is_named_and_taken_back(owner, settings):
    role = settings.DATABASES["default"]["USER"]
    owner.execute(f"GRANT UPDATE, TRUNCATE ON {TRAIL} TO {role}")
    owner.execute(f"REVOKE INSERT ON records_record FROM {role}")

    told = {fault.id: str(fault.msg) for fault in role_is_bounded()}
    call_command("grant")

    assert f"may TRUNCATE, UPDATE {TRAIL}" in told["roles.E005"]
    assert "may not INSERT records_record" in told["roles.E006"]
    assert role_is_bounded() == []


def test_it_may_have_tables_measured_and_only_that():
    figures = "SELECT n_distinct FROM pg_stats WHERE tablename = %s AND attname = %s"
    with connection.cursor() as cursor:
        cursor.execute("SELECT records_measure('records_category', VARIADIC '{code}')")
        cursor.execute(figures, ["records_category", "code"])
        assert cursor.fetchone()

    with pytest.raises(ProgrammingError, match="invalid name syntax"):
        ask("SELECT records_measure('records_category; DROP TABLE records_category')")


@pytest.mark.django_db(transaction=True)
def test_a_table_of_tomorrow_is_not_forgotten(owner):
    owner.execute("CREATE TABLE tomorrow (id bigint GENERATED ALWAYS AS IDENTITY, word text)")
    try:
        ask("INSERT INTO tomorrow (word) VALUES ('new')")
        with pytest.raises(ProgrammingError, match="permission denied"):
            ask("UPDATE tomorrow SET word = 'old'")
    finally:
        owner.execute("DROP TABLE tomorrow")


@pytest.mark.django_db(transaction=True)
def test_who_runs_everything_as_the_owner_is_told():
    with as_owner():
        told = run_checks(tags=["security"], include_deployment_checks=True)

    faults = [fault for fault in told if (fault.id or "").startswith("roles")]
    assert any("SUPERUSER" in str(fault.msg) or " owns " in str(fault.msg) for fault in faults)
    assert "docs/production.md" in str(faults[0].hint)


@pytest.mark.django_db(transaction=True)
def test_where_there_is_one_role_nothing_is_granted(settings, monkeypatch):
    used = settings.DATABASES["default"]
    one = {**used, **settings.OWNER, "NAME": used["NAME"]}
    monkeypatch.setitem(settings.DATABASES, "default", one)

    assert grant() == ""


def test_other_processes_of_the_tests_are_as_bounded():
    with psycopg.connect(application()) as other:
        name = other.execute("SELECT current_user").fetchone()
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_user")
            assert cursor.fetchone() == name
