"""How things stand: what has fallen due, what cannot be worked out, what ran."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from django.conf import settings
from django.contrib.postgres.aggregates import ArrayAgg
from django.core.cache import cache
from django.db.models import Count, F, Max, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from archive_center.home.task import Task
from records.audit.models import Entry
from records.audit.rules import WRONG_PASSWORD
from records.days import machine
from records.holdings.models import Record
from records.organisation.models import Fonds, PasswordLink, User
from records.organisation.questions import Asked, question
from records.retention.rules import Duty, Period
from transfers.due.models import Due, DueCount, DueRun, UncomputableCount
from transfers.due.rules import Ending, Obstacle, last_terms_end

KEPT = timedelta(minutes=5)  # how old the counts on a desk may be within one run
RUNS = 3
DAY = timedelta(days=1)
ATTEMPTS = 8
NEWEST = 8


class Owed(NamedTuple):
    """What one duty asks for records of one period: how many, and how many are done this year.

    `arrears` are those of the open ones that fell due in an earlier year.
    """

    duty: str
    period: str
    first: int
    last: int
    fonds: int
    total: int
    done: int
    arrears: int

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


@question
def runs(user: User) -> QuerySet[DueRun]:
    """The latest runs of the due dates, for those who may know of them."""
    return DueRun.objects.visible_to(user)[:RUNS]


@question
def last_run(_user: User) -> QuerySet[DueRun, Any]:
    """The key of the last run that was finished."""
    return DueRun.objects.finished().values_list("pk", flat=True)[:1]


def owed(user: User, *, today: date, run: Asked[int] | None = None) -> list[Owed]:
    """What is due, by duty and period: what stands open and what was done this year.

    Counted at most once in five minutes and run for each department and for the centre,
    because at ten million records counting takes longer than a page should.
    """
    latest = next(iter(last_run(user) if run is None else run), None)
    whose = "centre" if user.sees_all_records else user.department_id
    key = f"desk:owed2:{whose}:{machine(today)}:{latest}"
    # plain values: what another version of the program left in the cache can still be read
    counted = cache.get_or_set(
        key, lambda: [tuple(one) for one in _count_owed(user, today)], KEPT.total_seconds()
    )
    return [Owed(*one) for one in counted or []]


def _count_owed(user: User, today: date) -> list[Owed]:
    """Open flags as the database keeps their figures; those that a transfer cleared are counted."""
    cleared = Due.objects.visible_to(user).order_by()
    year = datetime(today.year, 1, 1, tzinfo=timezone.get_current_timezone())
    done = cleared.filter(cleared_reason=Ending.TRANSFERRED, cleared_at__gte=year)
    standing = DueCount.objects.visible_to(user).filter(rows__gt=0).order_by()
    late = Sum("rows", filter=Q(due_on__lt=last_terms_end(today)), default=0)
    counted = (
        (False, standing.values_list(*_CLASS).annotate(count=Sum("rows"), late=late)),
        (True, done.values_list(*_CLASS).annotate(count=Count("pk"), late=Value(0))),
    )
    parts: dict[tuple[str, str], list[_Class]] = defaultdict(list)
    for is_done, classes in counted:
        for duty, period, fonds, made_in, count, left in classes:
            parts[duty, period].append(_Class(fonds, made_in, count, left, is_done))
    return [_add_up(*which, parts[which]) for which in sorted(parts, reverse=True)]


_CLASS = ("duty", "period", "fonds", "year")


class _Class(NamedTuple):
    fonds: int
    year: int
    flags: int
    late: int
    is_done: bool


def _add_up(duty: str, period: str, classes: list[_Class]) -> Owed:
    return Owed(
        duty=duty,
        period=period,
        first=min(one.year for one in classes),
        last=max(one.year for one in classes),
        fonds=len({one.fonds for one in classes}),
        total=sum(one.flags for one in classes),
        done=sum(one.flags for one in classes if one.is_done),
        arrears=sum(one.late for one in classes if not one.is_done),
    )


def newest(user: User) -> list[Record]:
    """The newest files of the person's own department, as a beginning for those who look up."""
    own = Record.objects.visible_to(user).filter(fonds__in=Fonds.objects.owned_by(user))
    return list(own.order_by(F("dated_on").desc(nulls_last=True), "-id")[:NEWEST])


@question
def uncomputable(user: User) -> QuerySet[UncomputableCount, Any]:
    """What cannot be worked out, by reason, the most frequent first."""
    return UncomputableCount.objects.visible_to(user).of_reasons()


def missing(found: Iterable[tuple[str, int]]) -> list[Missing]:
    return [Missing(*one) for one in found]


class Refusals(NamedTuple):
    """The wrong passwords of the last day for one account; `name` is empty for all that are none.

    `locked_at` is when the last try for a while was used up.
    """

    name: str
    times: int
    last: datetime
    locked_at: datetime | None
    addresses: list[str]

    @property
    def is_locked(self) -> bool:
        if self.locked_at is None:
            return False
        return timezone.now() - self.locked_at < timedelta(hours=settings.AXES_COOLOFF_TIME)


@question
def attempts(user: User, since: datetime) -> QuerySet[Entry, Any]:
    """Wrong passwords by account, the latest first, for who reads the trail."""
    entries = Entry.objects.visible_to(user).filter(verb=WRONG_PASSWORD, at__gt=since).order_by()
    found = entries.values_list("row").annotate(
        Max("label"),
        Count("pk"),
        last=Max("at"),
        locked_at=Max("at", filter=Q(after__locked=True)),
        addresses=ArrayAgg("address", distinct=True, filter=Q(address__isnull=False)),
    )
    return found.order_by("-last")[:ATTEMPTS]


def refused(found: Iterable[tuple[Any, ...]]) -> list[Refusals]:
    """Those by account, and those of no account together."""
    return [
        Refusals(name if row else "", times, last, locked_at, addresses or [])
        for row, name, times, last, locked_at, addresses in found
    ]


@question
def links(user: User, since: datetime) -> QuerySet[PasswordLink]:
    """Password links of the last weeks: for who reads the trail all, else the person's own."""
    made = PasswordLink.objects.visible_to(user).filter(made_at__gt=since)
    return made.select_related("person", "made_by")[:ATTEMPTS]


def weeks_before(at: datetime) -> datetime:
    """Since when links are told."""
    return at - timedelta(days=settings.LINK_BARS_APPROVAL_DAYS)


class LastTime(NamedTuple):
    """The sign-in before this one, and the wrong passwords for the account since then."""

    at: datetime
    address: str
    wrong: int


@question
def last_time(user: User) -> QuerySet[Entry, Any]:
    """What a person may recognise: did nobody else come in, or try to, since I was here?"""
    own = Entry.objects.about(user)
    wrong = own.filter(verb=WRONG_PASSWORD, pk__gt=OuterRef("pk")).order_by().values("row")
    counted = Coalesce(Subquery(wrong.annotate(count=Count("pk")).values("count")), 0)
    return own.filter(verb="sign in").values_list("at", "address", counted)[1:2]


def came(found: Iterable[tuple[datetime, str | None, int]]) -> LastTime | None:
    """The sign-in before this one; None where there was none."""
    return next((LastTime(at, address or "", wrong) for at, address, wrong in found), None)


class Figures(NamedTuple):
    """The numbers at the head of a desk; `oldest` in days, None where nothing waits."""

    waiting: int
    late: int
    oldest: int | None
    open: int
    arrears: int
    done: int
    missing: int


def figures(
    tasks: list[Task], owed: Iterable[Owed], missing: Iterable[Missing], *, at: datetime
) -> Figures:
    done = sum(line.done for line in owed)
    return Figures(
        waiting=len(tasks),
        late=sum(task.is_late for task in tasks),
        oldest=(at - tasks[0].since).days if tasks else None,
        open=sum(line.total for line in owed) - done,
        arrears=sum(line.arrears for line in owed),
        done=done,
        missing=sum(line.records for line in missing),
    )
