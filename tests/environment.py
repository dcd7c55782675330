"""What a test process needs before Django reads its settings."""

import os
import shutil
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from redis import Redis

from archive_center.local import servers
from archive_center.local.environment import endpoints, var_dir

# Django's own check would refuse the ORM beside the browser driver's event loop.
UNSAFE = "DJANGO_ALLOW_ASYNC_UNSAFE"
OURS = ("REDIS_URL", "SECRET_KEY", "MEDIA_ROOT", "PACKAGE_DIR", "STATIC_ROOT", UNSAFE)


def prepare() -> None:
    """Start the servers; give this process its own Redis database and its own directories."""
    servers.ensure()
    made = endpoints(var_dir())
    os.environ.setdefault("SECRET_KEY", made.get("SECRET_KEY", "only for tests"))
    url = os.environ.get("REDIS_URL") or made["REDIS_URL"]
    os.environ["REDIS_URL"] = urlunsplit(urlsplit(url)._replace(path=f"/{1 + process()}"))
    Redis.from_url(os.environ["REDIS_URL"]).flushdb()
    files = var_dir() / "tests" / str(process())
    shutil.rmtree(files, ignore_errors=True)
    for name in ("MEDIA_ROOT", "PACKAGE_DIR", "STATIC_ROOT"):
        folder = files / name.lower()
        folder.mkdir(parents=True)
        os.environ[name] = str(folder)
    os.environ[UNSAFE] = "true"


def process() -> int:
    """0 for a single run and for the head of a parallel one, then 1, 2, …"""
    name = os.environ.get("PYTEST_XDIST_WORKER", "")
    return int(name.removeprefix("gw")) + 1 if name else 0


def bare(var: Path) -> dict[str, str]:
    """The environment of a person who starts in an empty directory."""
    given = (*OURS, "DATABASE_URL", "DJANGO_SETTINGS_MODULE", "PYTEST_XDIST_WORKER", "CI")
    inherited = {name: value for name, value in os.environ.items() if name not in given}
    return inherited | {"VAR_DIR": str(var)}
