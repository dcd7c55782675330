"""The figures on the admin's first page: cheap, however large the catalogue is."""

from typing import Any, NamedTuple

from django.db import connection
from django.db.models import Count
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from archive_center.oversight.navigation import acts
from records.days import day
from records.holdings.models import Record
from records.holdings.rules import Stage
from records.index import work
from records.inspection.models import CopyFault, Inspection
from records.organisation.models import User
from transfers.due.models import DueRun
from transfers.handover.models.handovers import Handover

EXACT_UP_TO = 200_000


class Figure(NamedTuple):
    """One number, what it counts, and where its rows are."""

    label: str
    value: str
    link: str
    told: str = ""


def figures(request: HttpRequest, context: dict[str, Any]) -> dict[str, Any]:
    """Add to the first page its figures, and what can be done from it."""
    reader: Any = request.user
    seen = []
    if reader.sees_all_records:
        seen = [
            *_records(reader),
            *_last_run(reader),
            _open_handovers(reader),
            _copies(reader),
            _search(),
        ]
    context["figures"] = [*seen, _people(reader)]
    context["acts"] = acts(request)
    return context


def _records(reader: User) -> list[Figure]:
    """Records by stage: counted while they are few, then as the database's statistics say."""
    rows = reverse("admin:records_record_changelist")
    total = _estimated_rows(Record._meta.db_table)
    exact = total <= EXACT_UP_TO
    counts = _counted(reader) if exact else _estimated_stages(total)
    told = "" if exact else _("about, from the database's statistics")
    return [
        Figure(
            str(stage.label),
            f"{counts.get(stage.value, 0):,}",
            f"{rows}?stage__exact={stage.value}",
            told,
        )
        for stage in Stage
    ]


def _last_run(reader: User) -> list[Figure]:
    """What the latest run of the due dates did, as it wrote down itself."""
    run = DueRun.objects.visible_to(reader).finished().order_by("-pk").first()
    if run is None:
        return [Figure(_("run of the due dates"), "–", "", _("has not run yet"))]
    runs, unclear = (
        reverse(f"admin:transfers_{name}_changelist") for name in ("duerun", "uncomputable")
    )
    flagged = _("%(count)s newly flagged") % {"count": f"{run.flagged:,}"}
    return [
        Figure(_("run of the due dates"), day(run.today), runs, flagged),
        Figure(_("cannot be worked out"), f"{run.uncomputable:,}", unclear),
    ]


def _open_handovers(reader: User) -> Figure:
    underway = Handover.objects.visible_to(reader).open().count()
    return Figure(
        _("handovers under way"), f"{underway:,}", reverse("admin:transfers_handover_changelist")
    )


def _copies(reader: User) -> Figure:
    """How many digital copies are damaged, and when they were last read again in rotation."""
    damaged = CopyFault.objects.visible_to(reader).open().count()
    last = Inspection.objects.visible_to(reader).order_by("pk").last()
    told = _("not read again yet")
    if last:
        said = {"count": f"{last.copies:,}", "day": day(last.finished_at)}
        told = (
            ngettext(
                "%(count)s copy read again on %(day)s",
                "%(count)s copies read again on %(day)s",
                last.copies,
            )
            % said
        )
    return Figure(_("damaged copies"), f"{damaged:,}", reverse("records:inspection"), told)


def _search() -> Figure:
    """What the search index of this machine holds, and how far behind it is."""
    state = work.state()
    if not state.followed:
        told = _("nobody follows what is changed: manage.py search follow")
    elif state.pending is None:
        told = _("is being made; until then the database searches, more slowly")
    elif state.pending:
        behind = ngettext("%(count)s change behind", "%(count)s changes behind", state.pending)
        told = behind % {"count": f"{state.pending:,}"}
    else:
        told = _("up to date")
    return Figure(_("search index"), f"{state.records:,}", reverse("search-index"), told)


def _people(reader: User) -> Figure:
    people = User.objects.visible_to(reader).filter(is_active=True).count()
    return Figure(
        _("people with an account"), f"{people:,}", reverse("admin:records_user_changelist")
    )


def _counted(reader: User) -> dict[str, int]:
    stages = Record.objects.visible_to(reader).order_by().values_list("stage").annotate(Count("pk"))
    return dict(stages)


def _estimated_rows(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT reltuples::bigint FROM pg_class WHERE oid = %s::regclass", [table])
        return int(cursor.fetchone()[0])


def _estimated_stages(total: int) -> dict[str, int]:
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT unnest(most_common_vals::text::text[]), unnest(most_common_freqs)
            FROM pg_stats
            WHERE schemaname = current_schema() AND tablename = %s AND attname = 'stage'
            """,
            [Record._meta.db_table],
        )
        return {stage: round(total * share) for stage, share in cursor.fetchall()}
