"""The account under which the local servers run, never root, and what it may enter."""

import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from archive_center.local.refusals import CannotStart

NAMES = ("archive-center", "postgres")
PROJECT = Path(__file__).resolve().parents[2]
LAST_IMPORTED = "archive_center.environment"  # of what can be imported without an address
CLOSED_HOME = Path("/var/lib/archive-center")


@dataclass(frozen=True)
class Account:
    """Who runs the servers; `switch` is empty where that is the person who started."""

    switch: dict[str, Any]

    def run(self, *command: str | Path, **options: Any) -> subprocess.CompletedProcess[str]:
        """Run a command to its end as this account and return what it printed."""
        return subprocess.run(
            [str(part) for part in command],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            check=False,
            cwd="/",
            env={"PATH": os.environ.get("PATH", os.defpath), "LANG": "C.UTF-8"},
            **self.switch,
            **options,
        )

    def may_enter(self, folder: Path) -> bool:
        """Whether the account may pass through; tried, because a parent may be closed."""
        return self.tried("-x", folder)

    def may_read(self, folder: Path) -> bool:
        """Whether the account may pass through and see what is there."""
        return self.tried("-x", folder) and self.tried("-r", folder)

    def tried(self, right: str, folder: Path) -> bool:
        return self.run(shutil.which("test") or "/usr/bin/test", right, folder).returncode == 0

    def own(self, path: Path, mode: int) -> None:
        """Give one path to the account; parents are left as they are."""
        path.chmod(mode)
        if self.switch:
            os.chown(path, self.switch["user"], self.switch["group"])


def choose(data: Path) -> Account:
    """The person who starts; for root the owner of the data, or a system account."""
    if os.geteuid() != 0:
        return Account({})
    if data.exists() and data.stat().st_uid != 0:
        owner = data.stat()
        return as_user(owner.st_uid, owner.st_gid)
    entry = known() or made()
    return as_user(entry.pw_uid, entry.pw_gid)


def as_user(uid: int, gid: int) -> Account:
    """Run as this user and group and in no further group."""
    return Account({"user": uid, "group": gid, "extra_groups": []})


def known() -> pwd.struct_passwd | None:
    """The first suitable account the machine has."""
    return next(
        (entry for name in NAMES for entry in pwd.getpwall() if entry.pw_name == name), None
    )


def made() -> pwd.struct_passwd:
    """A new system account; root alone gets here."""
    useradd = shutil.which("useradd")
    if useradd is None:
        raise CannotStart(
            "PostgreSQL may not run as root and this machine has no useradd: "
            "make a system user named archive-center, or start as an ordinary user."
        )
    subprocess.run(
        [useradd, "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", NAMES[0]],
        check=True,
    )
    return pwd.getpwnam(NAMES[0])


def data_directory(var: Path, name: str, account: Account) -> Path:
    """The data directory of a server, made on first use.

    It is `var/NAME`. Where root starts below a directory that is closed to the
    servers' account, the data lie in /var/lib/archive-center and `var/NAME` is a
    link to them: no parent directory is opened.
    """
    place = var / name
    if place.exists():
        return place.resolve()
    if place.is_symlink():
        place.unlink()  # what it led to was removed by hand
    if account.may_enter(var):
        place.mkdir(parents=True)
    else:
        place.symlink_to(Path(tempfile.mkdtemp(prefix=f"{name}-", dir=outside_home())))
    account.own(place.resolve(), 0o700)
    return place.resolve()


def outside_home() -> Path:
    """The readable place for what can't lie below a closed directory."""
    return opened(CLOSED_HOME)


def readable(programs: Path, name: str, var: Path, account: Account) -> Path:
    """The directory of programs, or a copy of it where the account can't reach the first.

    The copy is made whole under another name and then renamed.
    """
    if account.may_read(programs):
        return programs
    home = var if account.may_enter(var) else outside_home()
    copy = home / "programs" / name
    if not copy.exists():
        opened(opened(home / "programs") / Path(name).parent)
        unfinished = Path(tempfile.mkdtemp(dir=copy.parent))
        shutil.copytree(programs, unfinished, symlinks=True, dirs_exist_ok=True)
        opened(unfinished).rename(copy)
    return copy


def opened(folder: Path) -> Path:
    """A directory of ours that everybody may pass through, whatever the umask."""
    folder.mkdir(exist_ok=True)
    folder.chmod(0o755)
    return folder


def for_the_center(var: Path, folders: list[Path]) -> tuple[str, str]:
    """The name of the account that runs web and workers where root starts, or why none can.

    It is that of the servers. What the centre keeps is given to it, also what an earlier
    start made as root; both texts are empty where the person who starts is not root.
    """
    if os.geteuid() != 0:
        return "", ""
    account = choose(var / "postgresql")
    try:
        name = pwd.getpwuid(account.switch["user"]).pw_name
    except KeyError:
        return "", f"user {account.switch['user']} has no name"
    if why := _out_of_reach(account, var):
        return "", f"{name} may not read {why}"
    for folder in folders:
        folder.mkdir(parents=True, exist_ok=True)
        if not account.may_enter(folder.parent):
            return "", f"{name} may not enter {folder.parent}"
    for folder in folders:
        give(folder, account)
    return name, ""


def _out_of_reach(account: Account, var: Path) -> str:
    """What the account cannot read of what it would run; tried, by running it."""
    if not account.may_enter(var):
        return str(var)
    if not account.tried("-x", Path(sys.executable)):
        return sys.executable
    begin = f"import sys; sys.path[:0] = {sys.path!r}; import django, {LAST_IMPORTED}"
    return "" if account.run(sys.executable, "-Bc", begin).returncode == 0 else str(PROJECT)


def give(folder: Path, account: Account) -> None:
    """Give a directory and all in it to the account; what it has already is only looked at."""
    for path in (folder, *folder.rglob("*")):
        if path.lstat().st_uid != account.switch["user"]:
            os.chown(path, account.switch["user"], account.switch["group"], follow_symlinks=False)
