"""Ports and secrets of the local servers: made once, kept in `services.json`."""

import fcntl
import hmac
import json
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from archive_center.local.ports import free_port
from archive_center.local.refusals import CannotStart

DATABASE = "archive_center"
OWNER = "records"
APPLICATION = "archive_center"


@dataclass(frozen=True)
class Addresses:
    """What `services.json` holds."""

    secret_key: str
    postgres_port: int
    postgres_password: str
    redis_port: int
    redis_password: str

    @property
    def application_password(self) -> str:
        """Of the role of web and workers; it tells nothing of the owner's."""
        key = self.postgres_password.encode()
        return hmac.new(key, APPLICATION.encode(), "sha256").hexdigest()

    @property
    def database_url(self) -> str:
        """As web and workers connect."""
        return self._database_url(APPLICATION, self.application_password, DATABASE)

    @property
    def owner_url(self) -> str:
        """As migrations connect."""
        return self.owner_url_of(DATABASE)

    def owner_url_of(self, database: str) -> str:
        """The owner's address of another database of the same server."""
        return self._database_url(OWNER, self.postgres_password, database)

    def _database_url(self, role: str, password: str, database: str) -> str:
        return f"postgresql://{role}:{password}@127.0.0.1:{self.postgres_port}/{database}"

    @property
    def redis_url(self) -> str:
        return f"redis://:{self.redis_password}@127.0.0.1:{self.redis_port}/0"

    def moved(self, port: str) -> "Addresses":
        """The same with a new free port in the place of one that somebody else has taken."""
        free = free_port({self.postgres_port, self.redis_port})
        if port == "redis_port":
            return replace(self, redis_port=free)
        return replace(self, postgres_port=free)


def read(var: Path) -> Addresses | None:
    """What was kept, or None before the first start."""
    path = var / "services.json"
    try:
        return Addresses(**json.loads(path.read_text()))
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (ValueError, TypeError) as error:
        raise CannotStart(
            f"{path} can't be read ({error}): restore it, it holds the database's password."
        ) from error


def keep(var: Path, addresses: Addresses) -> None:
    """Write the file whole or not at all, for its owner's eyes only."""
    unfinished = var / "services.json.new"
    unfinished.unlink(missing_ok=True)
    unfinished.touch(mode=0o600)
    with unfinished.open("w") as file:
        json.dump(asdict(addresses), file, indent=1)
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(var / "services.json")


def make() -> Addresses:
    """New secrets and two free ports."""
    postgres = free_port(set())
    return Addresses(
        secret_key=secrets.token_urlsafe(50),
        postgres_port=postgres,
        postgres_password=secrets.token_urlsafe(24),
        redis_port=free_port({postgres}),
        redis_password=secrets.token_urlsafe(24),
    )


@contextmanager
def locked(var: Path) -> Iterator[None]:
    """One at a time among all processes of this checkout."""
    with (var / "services.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
