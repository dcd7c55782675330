"""PostgreSQL and Redis of our own: started once, found again after any death."""

import os
import signal
import socket
import stat
import time
from contextlib import closing
from pathlib import Path

import psycopg
import pytest
from redis import Redis

from archive_center.local import servers
from archive_center.local.ports import listening
from archive_center.local.processes import command_of
from archive_center.local.provision import endpoints
from tests.platform.starting import ENSURE


def connection(house):
    return psycopg.connect(house.addresses.owner_url, autocommit=True)


def test_what_runs_is_left_alone(house):
    before = house.pid("postgresql/postmaster.pid")

    again = house.ensure()

    assert again.stdout.strip() == "[]"
    assert house.pid("postgresql/postmaster.pid") == before


def test_the_settings_of_this_project_go_before_those_of_initdb(house):
    wanted = (house.var / "postgresql/archive_center.conf").read_text()

    with connection(house) as database:
        for name in ("shared_buffers", "max_wal_size"):
            line = f"{name} = '{database.execute(f'SHOW {name}').fetchone()[0]}'"
            assert line in wanted


def test_simultaneous_first_starts_make_one_pair_of_servers(empty_house):
    starts = [empty_house.begin("-c", ENSURE.format(moving=True)) for _ in range(3)]
    told = [start.communicate(timeout=120) for start in starts]

    assert [start.returncode for start in starts] == [0, 0, 0], told
    assert sorted(out.strip() for out, _ in told) == ["['PostgreSQL', 'Redis']", "[]", "[]"]


def test_a_killed_postgresql_comes_back_with_what_was_committed(house):
    with connection(house) as database:
        database.execute("CREATE TABLE kept AS SELECT 1 AS one")
        os.kill(house.pid("postgresql/postmaster.pid"), signal.SIGKILL)

        again = house.ensure()

    assert again.stdout.strip() == "['PostgreSQL']", again.stderr
    with connection(house) as database:
        assert database.execute("SELECT one FROM kept").fetchone() == (1,)


def test_a_killed_redis_comes_back_with_its_queue(house):
    Redis.from_url(house.addresses.redis_url).lpush("queue", "job")
    time.sleep(1.2)  # it writes once a second
    os.kill(house.pid("redis/redis.pid"), signal.SIGKILL)

    again = house.ensure()

    assert again.stdout.strip() == "['Redis']", again.stderr
    assert Redis.from_url(house.addresses.redis_url).lrange("queue", 0, -1) == [b"job"]


def test_a_pid_that_another_program_has_by_now_does_not_hinder(house):
    house.end()
    (house.var / "postgresql/postmaster.pid").write_text(f"{os.getpid()}\n")

    again = house.ensure()

    assert again.returncode == 0, again.stderr


def test_a_port_taken_by_another_program_is_exchanged(house):
    house.end()
    port = house.addresses.redis_port
    with closing(socket.create_server(("127.0.0.1", port))):
        staying = house.ensure(moving=False)
        again = house.ensure()

    assert staying.returncode == 1
    assert staying.stderr.startswith(f"Another program has taken port {port}")
    assert again.returncode == 0, again.stderr
    assert house.addresses.redis_port != port


def test_the_servers_never_run_as_root(house):
    for name in ("postgresql/postmaster.pid", "redis/redis.pid"):
        assert Path(f"/proc/{house.pid(name)}").stat().st_uid != 0


def test_only_the_owner_reads_the_secrets(house):
    assert stat.S_IMODE((house.var / "services.json").stat().st_mode) == 0o600


def test_the_password_is_asked_for(house):
    nobody = house.addresses.owner_url.replace(house.addresses.postgres_password, "guess")

    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(nobody)


def test_chinese_has_trigrams(house):
    with connection(house) as database:
        database.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
        row = database.execute("SELECT cardinality(show_trgm('档案馆'))").fetchone()

    assert row[0] > 0


def test_data_of_another_version_are_refused_with_the_remedy(house):
    house.end()
    mark = house.var / "postgresql/PG_VERSION"
    written = mark.read_text()
    mark.write_text("14\n")

    refused = house.ensure()
    mark.write_text(written)

    assert refused.returncode == 1
    assert refused.stderr.endswith("install PostgreSQL 14.\n")


def test_a_password_file_of_another_database_is_named(house):
    secrets = house.var / "services.json"
    written = secrets.read_text()
    secrets.write_text(written.replace(house.addresses.postgres_password, "another"))
    house.end()

    refused = house.ensure()
    secrets.write_text(written)

    assert refused.returncode == 1
    assert "is not the one this database was made with" in refused.stderr
    assert refused.stderr.count("\n") == 1


def test_addresses_from_outside_are_not_ours_to_make_up(monkeypatch, tmp_path):
    monkeypatch.setenv("DATABASE_URL", "postgresql://somebody@elsewhere/center")
    monkeypatch.setenv("REDIS_URL", "redis://elsewhere/0")

    assert endpoints(tmp_path / "var") == {}
    assert servers.ensure() == []
    assert not (tmp_path / "var").exists()


def test_servers_that_nobody_looks_for_any_more_are_ended(empty_house):
    house = empty_house
    house.ensure()
    forgotten = house.addresses
    redis = house.pid("redis/redis.pid")
    (house.var / "services.json").unlink()

    refused = house.ensure()

    assert "is not the one this database was made with" in refused.stderr
    assert not listening(forgotten.postgres_port)
    assert house.run("manage.py", "down").returncode == 0
    assert command_of(redis) == ""
