"""The checkout's own PostgreSQL: made, configured, started, found again after a crash, stopped."""

import os
import signal
import time
from pathlib import Path

import psycopg
from psycopg import sql

from archive_center.local.account import Account, data_directory
from archive_center.local.addresses import APPLICATION, DATABASE, OWNER, Addresses
from archive_center.local.ports import PortTaken, listening
from archive_center.local.processes import end, living
from archive_center.local.programs import binaries
from archive_center.local.refusals import CannotStart, explained
from archive_center.roles.login import make_role

PATIENCE_S = 120
PORT_LINE = 3  # of postmaster.pid
MIB = 1024 * 1024


def start(var: Path, account: Account, addresses: Addresses) -> bool:
    """Bring the server up with its database and role; False where it answered already."""
    if answers(addresses):
        return False
    data = data_directory(var, "postgresql", account)
    if not lives(data, addresses):
        if listening(addresses.postgres_port):
            raise PortTaken
        programs = binaries(var, data, account)
        if not (data / "PG_VERSION").exists():
            initialise(programs, data, account, addresses)
        configure(data, account, addresses)
        launch(programs, data, account)
    wait(data, addresses)
    return True


def answers(addresses: Addresses) -> bool:
    """Whether the application is served: after kill -9 the pid file and pg_ctl still say yes."""
    try:
        with psycopg.connect(addresses.database_url, connect_timeout=5):
            return True
    except psycopg.OperationalError:
        return False


def lives(data: Path, addresses: Addresses) -> bool:
    """Whether our server is there, if only starting, recovering or slow under load.

    One that listens where nobody looks for it any more is ended.
    """
    pid_file = data / "postmaster.pid"
    pid = living(pid_file, "postgres")
    if pid is None:
        return False
    lines = pid_file.read_text().splitlines()
    if len(lines) > PORT_LINE and lines[PORT_LINE] != str(addresses.postgres_port):
        end(pid, "postgres", signal.SIGINT)
        return False
    return True


def initialise(programs: Path, data: Path, account: Account, addresses: Addresses) -> None:
    """Make the cluster; its LC_CTYPE is C.UTF-8, because with C trigrams lose all Chinese."""
    password = data.with_name(f"{data.name}.password")
    password.touch(mode=0o600)
    password.write_text(addresses.postgres_password)
    account.own(password, 0o600)
    try:
        done = account.run(
            programs / "initdb",
            f"--pgdata={data}",
            f"--username={OWNER}",
            f"--pwfile={password}",
            "--auth=scram-sha-256",
            "--encoding=UTF8",
            "--data-checksums",
            *collation(programs, account),
        )
    finally:
        password.unlink()
    if done.returncode:
        raise explained("PostgreSQL", done.stdout, data)


def collation(programs: Path, account: Account) -> list[str]:
    """From 17 on the server brings its own C.UTF-8; before, the machine's is used."""
    printed = account.run(programs / "initdb", "--version").stdout
    if int(printed.split()[-1].split(".")[0]) < 17:
        return ["--locale=C.UTF-8"]
    return [
        "--locale-provider=builtin",
        "--builtin-locale=C.UTF-8",
        "--lc-collate=C",
        "--lc-ctype=C.UTF-8",
    ]


def configure(data: Path, account: Account, addresses: Addresses) -> None:
    """Write what this project sets; a setting written by hand below its include wins.

    At the end of postgresql.conf: initdb itself sets a few of these, and the last line counts.
    """
    main, ours = data / "postgresql.conf", data / "archive_center.conf"
    include = f"include_if_exists = '{ours.name}'\n"
    if include not in main.read_text():
        main.write_text(main.read_text() + include)
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // MIB
    settings = {
        "listen_addresses": "127.0.0.1",
        "port": addresses.postgres_port,
        "unix_socket_directories": "",
        "shared_buffers": f"{max(32, min(256, memory // 32, held(data) // 8))}MB",
        "effective_cache_size": f"{max(256, memory // 4)}MB",
        "work_mem": "16MB",
        "maintenance_work_mem": f"{min(256, max(64, memory // 64))}MB",
        "max_wal_size": "2GB",
        "random_page_cost": 1.1,
        "jit": "off",
        "max_connections": 100,
        "logging_collector": "on",
        "log_directory": "log",
        "log_filename": "postgresql-%a.log",
        "log_truncate_on_rotation": "on",
        "log_rotation_size": 0,
    }
    ours.write_text("".join(f"{name} = '{value}'\n" for name, value in settings.items()))
    account.own(ours, 0o600)


def held(data: Path) -> int:
    """How large the databases are, in MiB: a small one needs no large memory of its own."""
    return sum(path.stat().st_size for path in data.glob("base/*/*")) // MIB


def launch(programs: Path, data: Path, account: Account) -> None:
    """Start the server; what a killed one left is waited for, or cleared where it is dead."""
    log = data / "start.log"
    deadline = time.monotonic() + 20
    while True:
        forget_dead(data)
        log.unlink(missing_ok=True)
        done = account.run(
            programs / "pg_ctl", "start", "--no-wait", f"--pgdata={data}", f"--log={log}"
        )
        if done.returncode:
            raise explained("PostgreSQL", done.stdout, log)
        time.sleep(0.15)
        printed = log.read_text(errors="replace") if log.exists() else ""
        if "FATAL" not in printed:
            return
        # Server processes of the killed server end by themselves within seconds.
        if "shared memory block" not in printed or time.monotonic() > deadline:
            raise explained("PostgreSQL", printed, log)
        time.sleep(0.3)


def forget_dead(data: Path) -> None:
    """Remove a pid file whose process is dead, or whose number another program has by now."""
    if living(data / "postmaster.pid", "postgres") is None:
        (data / "postmaster.pid").unlink(missing_ok=True)


def wait(data: Path, addresses: Addresses) -> None:
    """Until the server serves; recovery after a crash may take its time."""
    log = data / "start.log"
    deadline = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline:
        if answers(addresses):
            return
        furnish(addresses)
        printed = log.read_text(errors="replace") if log.exists() else ""
        if "FATAL" in printed or not (data / "postmaster.pid").exists():
            raise explained("PostgreSQL", printed, log)
        time.sleep(0.05)
    raise CannotStart(f"PostgreSQL did not answer within {PATIENCE_S} s: see {data / 'log'}.")


def furnish(addresses: Addresses) -> None:
    """Make the database in a server that is new, and the application's role where it is missing."""
    try:
        with psycopg.connect(
            addresses.owner_url_of("postgres"), connect_timeout=5, autocommit=True
        ) as connection:
            known = "SELECT 1 FROM pg_database WHERE datname = %s"
            if connection.execute(known, [DATABASE]).fetchone() is None:
                connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(DATABASE)))
            make_role(connection, APPLICATION, addresses.application_password)
    except psycopg.OperationalError as error:
        if "password authentication failed" in str(error):
            raise CannotStart(
                "var/services.json is not the one this database was made with (口令不符): "
                "put the former file back, or move var/postgresql away to begin anew."
            ) from error


def stop(var: Path) -> None:
    """Stop the server after its current transactions are rolled back; quiet where none runs."""
    pid = living(var / "postgresql/postmaster.pid", "postgres")
    if pid is not None:
        # As pg_ctl does for a fast stop, but without waiting for people to sign off.
        end(pid, "postgres", signal.SIGINT)
