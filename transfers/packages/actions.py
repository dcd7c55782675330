"""What goes out of a stored package: it is proven anew, and who took it stands in the trail."""

from datetime import datetime
from pathlib import Path

from records.audit.actions import note
from records.organisation.models import User
from records.rules import Refused
from records.sentences import gettext as _
from transfers.packages.models import Package
from transfers.packages.rules import OTHERS, Fault
from transfers.packages.verification import faults_of_stored

TOLD = 5  # faults in a refusal
LIST = "移交清册.PDF"


def proven(package: Package) -> Path:
    """Where a stored package lies, once every byte of it was read and found as it was built.

    Refused where one is not, or where the package is gone.
    """
    if faults := _faults(package):
        raise Refused(_not_as_built(package, faults))
    return Path(package.path)


def download(package: Package, *, by: User, at: datetime) -> Path:
    """The same for who takes it away; what was found stays in the trail, good or bad."""
    faults = _faults(package)
    told = {"package": package.name, "sha256": package.sha256, "intact": not faults}
    note("take package", package.handover, by=by, at=at, after=told)
    if faults:
        raise Refused(_not_as_built(package, faults))
    return Path(package.path)


def take_list(package: Package, *, by: User, at: datetime) -> Path:
    """The same for 移交清册 alone: it is no better than the package that it lies in."""
    faults = _faults(package)
    told = {"package": package.name, "paper": LIST, "intact": not faults}
    note("print", package.handover, by=by, at=at, after=told)
    if faults:
        raise Refused(_not_as_built(package, faults))
    return Path(package.path, "data", OTHERS, LIST)


def _faults(package: Package) -> list[Fault]:
    place = Path(package.path)
    return faults_of_stored(place, package.sha256, package.sm3)


def _not_as_built(package: Package, faults: list[Fault]) -> str:
    return _(
        "%(package)s is not what was built: %(faults)s. It is given to nobody. Bring it back"
        " from the backup, or have the batch sent back and packaged anew."
    ) % {"package": package.name, "faults": "; ".join(str(fault) for fault in faults[:TOLD])}
