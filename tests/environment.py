"""What a test process needs before Django reads its settings."""

import os
import shutil
from hashlib import sha256
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
from redis import Redis

from archive_center.local import provision, servers
from archive_center.roles.login import make_role

# Django's own check would refuse the ORM beside the browser driver's event loop.
APPLICATION = "archive_center_tests"
UNSAFE = "DJANGO_ALLOW_ASYNC_UNSAFE"
DATABASE = ("DATABASE_URL", "MIGRATION_DATABASE_URL", provision.OURS)
FOLDERS = ("MEDIA_ROOT", "PACKAGE_DIR", "PAGE_CACHE_DIR", "SEARCH_DIR", "STATIC_ROOT", "UPLOAD_DIR")
OURS = ("REDIS_URL", "SECRET_KEY", *FOLDERS, UNSAFE)


def prepare() -> None:
    """Start the servers; give this process its own Redis database and its own directories."""
    servers.ensure()
    os.environ.pop(provision.OURS, None)  # from here on everything is given
    os.environ.setdefault("SECRET_KEY", "only for tests")
    if "MIGRATION_DATABASE_URL" not in os.environ:
        divide_roles()
    url = os.environ["REDIS_URL"]
    os.environ["REDIS_URL"] = urlunsplit(urlsplit(url)._replace(path=f"/{1 + process()}"))
    Redis.from_url(os.environ["REDIS_URL"]).flushdb()
    files = provision.var_dir() / "tests" / str(process())
    shutil.rmtree(files, ignore_errors=True)
    for name in FOLDERS:
        folder = files / name.lower()
        folder.mkdir(parents=True)
        os.environ[name] = str(folder)
    os.environ[UNSAFE] = "true"


def divide_roles() -> None:
    """Keep the one role that was given as the owner, and connect as another that it makes."""
    owner = os.environ["DATABASE_URL"]
    password = sha256(owner.encode()).hexdigest()  # the same one in every process
    try:
        with psycopg.connect(owner, dbname="postgres", autocommit=True) as connection:
            make_role(connection, APPLICATION, password)
    except psycopg.Error as error:
        raise SystemExit(
            f"The tests need two roles, and the one of DATABASE_URL can't make it ({error}). "
            "Let it make roles (ALTER ROLE … CREATEROLE CREATEDB), "
            "or give the owner in MIGRATION_DATABASE_URL and an unprivileged one in DATABASE_URL."
        ) from error
    parts = urlsplit(owner)
    host = parts.netloc.rpartition("@")[2]
    application = parts._replace(netloc=f"{APPLICATION}:{password}@{host}")
    os.environ |= {"MIGRATION_DATABASE_URL": owner, "DATABASE_URL": urlunsplit(application)}


def process() -> int:
    """0 for a single run and for the head of a parallel one, then 1, 2, …"""
    name = os.environ.get("PYTEST_XDIST_WORKER", "")
    return int(name.removeprefix("gw")) + 1 if name else 0


def bare(var: Path) -> dict[str, str]:
    """The environment of a person who starts in an empty directory."""
    given = (*OURS, *DATABASE, "DJANGO_SETTINGS_MODULE", "PYTEST_XDIST_WORKER", "CI")
    inherited = {name: value for name, value in os.environ.items() if name not in given}
    return inherited | {"VAR_DIR": str(var)}
