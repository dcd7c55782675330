"""How things stand: what has fallen due, what cannot be worked out, what ran."""

from datetime import date, datetime, timedelta
from typing import NamedTuple

from axes.models import AccessAttempt
from django.core.cache import cache
from django.db.models import Count, Max, Min, Q

from archive_center.home.waiting import Task
from records.organisation.models import User
from records.retention.rules import Duty, Period
from transfers.due.models import Due, DueRun, Uncomputable
from transfers.due.rules import Ending, Obstacle

KEPT = timedelta(minutes=5)  # how old the counts on a desk may be within one run
RUNS = 3
ATTEMPTS = 8


class Owed(NamedTuple):
    """What one duty asks for records of one period: how many, and how many are done this year."""

    duty: str
    period: str
    first: int
    last: int
    fonds: int
    total: int
    done: int

    @property
    def years(self) -> str:
        """The years of formation, from the first to the last."""
        return f"{self.first}" if self.first == self.last else f"{self.first}–{self.last}"

    @property
    def duty_display(self) -> str:
        return str(Duty(self.duty).label)

    @property
    def period_display(self) -> str:
        return str(Period(self.period))


class Missing(NamedTuple):
    """How many due dates cannot be worked out for one reason."""

    reason: str
    records: int

    @property
    def reason_display(self) -> str:
        return str(Obstacle(self.reason).label)


def runs(user: User) -> list[DueRun]:
    """The latest runs of the due dates, for those who may know of them."""
    return list(DueRun.objects.visible_to(user)[:RUNS])


def owed(user: User, *, today: date) -> list[Owed]:
    """What is due, by duty and period: what stands open and what was done this year.

    Counted at most once in five minutes and run for each department and for the centre,
    because at ten million records counting takes longer than a page should.
    """
    latest = DueRun.objects.finished().values_list("pk", flat=True).first()
    whose = "centre" if user.sees_all_records else user.department_id
    key = f"owed:{whose}:{today:%Y%m%d}:{latest}"
    return cache.get_or_set(key, lambda: _count_owed(user, today), KEPT.total_seconds()) or []


def _count_owed(user: User, today: date) -> list[Owed]:
    is_open = Q(cleared_at__isnull=True)
    done = Q(cleared_reason=Ending.TRANSFERRED, cleared_at__year=today.year)
    lines = (
        Due.objects.visible_to(user)
        .filter(is_open | done)
        .values("duty", "period")
        .annotate(
            first=Min("year"),
            last=Max("year"),
            fonds_count=Count("fonds", distinct=True),
            total=Count("pk"),
            done=Count("pk", filter=done),
        )
        .order_by("-duty", "-period")
    )
    return [Owed(*line) for line in lines.values_list(*_COLUMNS)]


_COLUMNS = ("duty", "period", "first", "last", "fonds_count", "total", "done")


def missing(user: User) -> list[Missing]:
    """What cannot be worked out, by reason, the most frequent first."""
    lines = Uncomputable.objects.visible_to(user).values("reason").annotate(records=Count("pk"))
    return [Missing(**line) for line in lines.order_by("-records")]


def refused(user: User, *, at: datetime) -> list[AccessAttempt]:
    """Wrong passwords of the last day, for those who read the trail.

    Only for numbers that exist: what else is typed in there may be a password.
    """
    if not user.reads_trail:
        return []
    known = User.objects.values("username")
    attempts = AccessAttempt.objects.filter(attempt_time__gt=at - timedelta(days=1))
    return list(attempts.filter(username__in=known).order_by("-attempt_time")[:ATTEMPTS])


class Figures(NamedTuple):
    """The numbers at the head of a desk; `oldest` in days, None where nothing waits."""

    waiting: int
    oldest: int | None
    open: int
    done: int
    missing: int


def figures(
    tasks: list[Task], owed: list[Owed], missing: list[Missing], *, at: datetime
) -> Figures:
    done = sum(line.done for line in owed)
    return Figures(
        waiting=len(tasks),
        oldest=(at - tasks[0].since).days if tasks else None,
        open=sum(line.total for line in owed) - done,
        done=done,
        missing=sum(line.records for line in missing),
    )
