"""Where the servers keep their data and find their programs."""

import os
import shutil
import tempfile
from pathlib import Path

from archive_center.embedded.account import Account

PROJECT = Path(__file__).resolve().parents[2]
CLOSED_HOME = Path("/var/lib/archive-center")


def var_dir() -> Path:
    """The directory of everything that is made at run time: VAR_DIR, or `var` in the project."""
    return Path(os.environ.get("VAR_DIR") or PROJECT / "var").resolve()


def data(var: Path, name: str, account: Account) -> Path:
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
