"""What the rest of the project asks of the local servers: where they are, run, stop.

An address that the environment gives is used as it is, and its server is not
ours to start or stop.
"""

import logging
import time
from collections.abc import Callable

from archive_center.local import account, addresses, postgres, redis
from archive_center.local.addresses import Addresses, locked
from archive_center.local.ports import PortTaken, listening
from archive_center.local.provision import all_from_outside, given, provide, var_dir
from archive_center.local.refusals import CannotStart, told_plainly

LOOKS_EVERY_S = 2
log = logging.getLogger(__name__)


def ensure(*, moving: bool = True) -> list[str]:
    """Start what does not run and name it; safe at any time and from several processes at once.

    The environment then says where they are. A port that somebody else has taken meanwhile
    is exchanged for a free one, or refused where others use the address (`moving=False`).
    """
    if all_from_outside():
        return []
    var = var_dir()
    provide()
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
    provide()
    return started


def settle(start: Callable[[Addresses], bool], port: str, *, moving: bool) -> bool:
    """Start one server, on another port where its own is taken; False where it ran already."""
    var = var_dir()
    kept = addresses.read(var) or addresses.make()
    try:
        return start(kept)
    except PortTaken as taken:
        if not moving:
            raise CannotStart(
                f"Another program has taken port {getattr(kept, port)} (端口被占用): start again."
            ) from taken
        kept = kept.moved(port)
        addresses.keep(var, kept)
        return start(kept)


def stop() -> None:
    """Stop the servers of this checkout; quiet where none runs."""
    var = var_dir()
    if not var.exists():
        return
    with told_plainly(var), locked(var):
        try:
            redis.stop(var)
        finally:
            postgres.stop(var)


def listen() -> bool:
    """Whether somebody listens where the servers should: the quick look, at nobody's cost."""
    kept = addresses.read(var_dir())
    asked = {"DATABASE_URL": "postgres_port", "REDIS_URL": "redis_port"}
    return kept is not None and all(
        given(name) or listening(getattr(kept, port)) for name, port in asked.items()
    )


def keep() -> None:
    """Look every two seconds, for as long as the process lives."""
    while True:
        try:
            for name in [] if listen() else ensure(moving=False):
                log.warning("%s had died and runs again", name)
        except CannotStart as refusal:
            log.error("%s", refusal)
        time.sleep(LOOKS_EVERY_S)


if __name__ == "__main__":
    logging.basicConfig(format="%(asctime)s %(levelname)s %(message)s", level=logging.INFO)
    keep()
