"""What the rest of the project asks of the embedded servers: where they are, run, stop.

An address that the environment gives is used as it is, and its server is not
ours to start or stop.
"""

import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from archive_center.embedded import account, addresses, places, postgres, redis
from archive_center.embedded.addresses import Addresses, given
from archive_center.embedded.refusal import CannotStart, told_plainly


def all_from_outside() -> bool:
    """Whether this is a production, in which an address that was forgotten must be missed.

    It is one where both addresses are given, and where the site is reached by HTTPS.
    """
    https = os.environ.get("HTTPS", "").lower() == "true"
    return https or (given("DATABASE_URL") and given("REDIS_URL"))


def endpoints(var: Path) -> dict[str, str]:
    """The addresses and the secret key of this checkout; no server is started.

    They are made on the first call; in production nothing is made up.
    """
    if all_from_outside():
        return {}
    with told_plainly(var):
        kept = addresses.read(var) or first(var)
    return {
        "SECRET_KEY": kept.secret_key,
        "DATABASE_URL": kept.database_url,
        "REDIS_URL": kept.redis_url,
    }


def ensure(*, moving: bool = True) -> list[str]:
    """Start what does not run and name it; safe at any time and from several processes at once.

    A port that somebody else has taken meanwhile is exchanged for a free one, or
    refused where others already use the address (`moving=False`).
    """
    if all_from_outside():
        return []
    var = places.var_dir()
    endpoints(var)
    with told_plainly(var), locked(var):
        owner = account.choose(var / "postgresql")
        started = []
        if not given("DATABASE_URL") and settle(
            lambda kept: postgres.start(var, owner, kept), "postgres_port", moving=moving
        ):
            started.append("PostgreSQL")
        if not given("REDIS_URL") and settle(
            lambda kept: redis.start(var, owner, kept), "redis_port", moving=moving
        ):
            started.append("Redis")
    return started


def settle(start: Callable[[Addresses], bool], port: str, *, moving: bool) -> bool:
    """Start one server, on another port where its own is taken; False where it ran already."""
    var = places.var_dir()
    kept = addresses.read(var) or addresses.make()
    try:
        return start(kept)
    except postgres.PortTaken as taken:
        if not moving:
            raise CannotStart(
                f"Another program has taken port {getattr(kept, port)} (端口被占用): start again."
            ) from taken
        kept = kept.moved(port)
        addresses.keep(var, kept)
        return start(kept)


def stop() -> None:
    """Stop the servers of this checkout; quiet where none runs."""
    var = places.var_dir()
    if not var.exists():
        return
    with told_plainly(var), locked(var):
        try:
            redis.stop(var)
        finally:
            postgres.stop(var)


def first(var: Path) -> Addresses:
    """Make the addresses once, whoever comes first."""
    try:
        var.mkdir(parents=True, exist_ok=True)
    except (FileExistsError, FileNotFoundError, NotADirectoryError) as error:
        raise CannotStart(
            f"{var} can't be made a directory (无法建立目录): set VAR_DIR to another place."
        ) from error
    if os.geteuid() == 0:
        var.chmod(var.stat().st_mode | 0o011)  # the servers' account passes through
    with locked(var):
        kept = addresses.read(var)
        if kept is None:
            kept = addresses.make()
            addresses.keep(var, kept)
        return kept


@contextmanager
def locked(var: Path) -> Iterator[None]:
    """One at a time among all processes of this checkout."""
    with (var / "services.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
