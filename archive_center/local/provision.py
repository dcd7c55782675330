"""The environment that settings read: what is not given from outside is made here and kept."""

import os
from pathlib import Path

from archive_center.local import addresses
from archive_center.local.addresses import Addresses, locked
from archive_center.local.refusals import CannotStart, told_plainly

PROJECT = Path(__file__).resolve().parents[2]
OURS = "MADE_BY_THIS_MACHINE"  # names the variables that nobody gave


def var_dir() -> Path:
    """The directory of everything that is made at run time: VAR_DIR, or `var` in the project."""
    return Path(os.environ.get("VAR_DIR") or PROJECT / "var").resolve()


def given(name: str) -> bool:
    """Whether an address or secret comes from outside, as in production."""
    ours = os.environ.get(OURS, "").split()
    return (name in os.environ and name not in ours) or f"{name}_FILE" in os.environ


def all_from_outside() -> bool:
    """Whether this is a production, in which an address that was forgotten must be missed.

    It is one where both addresses are given, and where the site is reached by HTTPS.
    """
    https = os.environ.get("HTTPS", "").lower() == "true"
    return https or (given("DATABASE_URL") and given("REDIS_URL"))


def provide() -> None:
    """Set what settings need and nobody gave; no server is started.

    It is made on the first call; in production nothing is made up.
    """
    missing = {name: value for name, value in endpoints(var_dir()).items() if not given(name)}
    os.environ.update(missing, **({OURS: " ".join(missing)} if missing else {}))


def endpoints(var: Path) -> dict[str, str]:
    """The addresses and the secret key of this checkout.

    Whoever gives a database has no use for the address of our owner.
    """
    if all_from_outside():
        return {}
    with told_plainly(var):
        kept = addresses.read(var) or first(var)
    database = {"DATABASE_URL": kept.database_url, "MIGRATION_DATABASE_URL": kept.owner_url}
    return {
        "SECRET_KEY": kept.secret_key,
        "REDIS_URL": kept.redis_url,
        **({} if given("DATABASE_URL") else database),
    }


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
