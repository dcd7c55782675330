"""How the search index of this machine is, and what is to be done where it is not well."""

import shutil
from datetime import UTC, datetime
from typing import Any, NamedTuple

from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.translation import gettext as _

from records.days import moment
from records.index import folders, work
from records.index.models import PENDING_MOST, IndexMark


class Health(NamedTuple):
    """What kind of fact the state is, the state in a sentence, and what to do."""

    meaning: str
    says: str
    remedy: str


def health(state: work.State) -> Health:
    """The gravest thing that is to be said of an index."""
    if not state.followed:
        says = _("Nobody follows what is changed, so the index falls behind.")
        remedy = _("Start the service that runs manage.py search follow on this machine.")
        return Health("late", says, remedy)
    if not state.name or state.pending is None:
        says = _("The index is being made. Until then the database searches, more slowly.")
        remedy = _("It answers when it is made; if it does not, look into the service's log.")
        return Health("warn", says, remedy)
    if state.pending > PENDING_MOST:
        says = _("The index is behind, so the database searches, more slowly.")
        remedy = _("It catches up by itself; if it does not, run manage.py search rebuild.")
        return Health("warn", says, remedy)
    return Health("ok", _("The index answers."), _("There is nothing to do."))


def facts(state: work.State) -> list[tuple[str, Any]]:
    """Label and value."""
    behind = "–" if state.pending is None else f"{state.pending:,}"
    room = shutil.disk_usage(folders.root())
    return [
        (_("Records in the index"), f"{state.records:,}"),
        (_("Changes behind"), behind),
        (_("Last change taken over"), moment(state.at) if state.at else "–"),
        (_("Made"), _made()),
        (_("Size"), filesizeformat(state.bytes)),
        (_("Room on the disk"), filesizeformat(room.free)),
        (_("Place"), str(settings.SEARCH_DIR)),
        (_("A process follows"), _("yes") if state.followed else _("no")),
    ]


def _made() -> str:
    """When the index that answers was put in its place; it is made anew as a whole."""
    place = folders.root() / "current"
    if not folders.current():
        return "–"
    return moment(timezone.localtime(datetime.fromtimestamp(place.stat().st_mtime, tz=UTC)))


class Machine(NamedTuple):
    """Another machine that serves pages, and when its index last took something over."""

    name: str
    at: datetime
    is_silent: bool


def machines(*, at: datetime) -> list[Machine]:
    """All machines, each by the index that it wrote last; one silent for long has no process."""
    marks = IndexMark.objects.order_by("machine", "-at").distinct("machine")
    return [Machine(one.machine, one.at, one.at < at - 2 * work.IDLE) for one in marks]
