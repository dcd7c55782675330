from datetime import UTC, date, datetime, timedelta

import pytest
from django.conf import settings
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from redis import Redis

from archive_center.home import outlook, sources, worklist
from records.holdings.rules import Access, Stage
from records.imports.models import Import
from records.imports.rules import Stage as Table
from records.jobs.models import Job
from records.jobs.rules import State
from records.organisation.rules import Role
from records.retention.models import DueRule
from records.retention.rules import Duty
from tests import make
from transfers.due.models import Due, DueRun, Uncomputable
from transfers.due.rules import Ending, Obstacle
from transfers.handover.models.handovers import Handover
from transfers.handover.rules import Stage as Step

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)
PARTS = ("tasks", "owed", "runs", "refused", "entries", "newest")


@pytest.fixture(autouse=True)
def fresh_cache():
    cache.clear()


def flag(fonds, duty=Duty.TRANSFER, year=2005, period="Y", **given):
    rule = DueRule.objects.first()
    record = make.record(Stage.ACCEPTED, of=fonds, year=year, period=period)
    given = {"rule": rule, "rule_version": 1, "years": 20, "flagged_at": make.NOW, **given}
    return Due.objects.create(
        record=record,
        fonds=fonds,
        duty=duty,
        year=year,
        period=period,
        due_on=date(year + 20, 12, 31),
        **given,
    )


def handover(stage=Step.DRAFT, fonds=None, **given):
    by = given.pop("created_by", None) or make.archivist()
    made = Handover.objects.create(
        year=2026,
        sequence=Handover.objects.count() + 1,
        fonds=fonds or make.fonds(),
        created_by=by,
        created_at=make.NOW,
        **given,
    )
    make.led(made, stage)
    return made


@pytest.mark.parametrize(
    ("role", "parts"),
    [
        (Role.READER, {"newest"}),
        (Role.FILING_OFFICER, {"tasks", "owed"}),
        (Role.ARCHIVIST, {"tasks", "owed", "runs"}),
        (Role.SUPERVISOR, {"tasks", "owed", "runs", "refused"}),
        (Role.AUDITOR, {"entries", "refused"}),
    ],
)
def test_each_role_finds_its_own_parts_on_the_desk(client, role, parts):
    department = make.department() if role in {Role.READER, Role.FILING_OFFICER} else None
    client.force_login(make.user(role, department))

    context = client.get(reverse("desk")).context

    known = {name for name in PARTS if name in context}
    assert known == parts


def test_what_is_due_is_counted_by_duty_and_period_with_what_was_done_this_year(client):
    fonds, other = make.fonds(), make.fonds()
    flag(fonds, year=2004)
    flag(other, year=2005)
    flag(fonds, cleared_at=make.NOW, cleared_reason=Ending.TRANSFERRED)
    flag(fonds, cleared_at=make.NOW, cleared_reason=Ending.YEAR_CHANGED)
    last_year = make.NOW - timedelta(days=365)
    flag(fonds, cleared_at=last_year, cleared_reason=Ending.TRANSFERRED)
    flag(fonds, Duty.APPRAISE, year=2014, period="D10")

    transfer, appraisal = outlook.owed(make.archivist(), today=TODAY)

    assert transfer == ("transfer", "Y", 2004, 2005, 2, 3, 1, 1)
    assert appraisal == ("appraise", "D10", 2014, 2014, 1, 1, 0, 0)


def test_a_department_sees_what_is_due_of_its_own_alone():
    department = make.department()
    flag(make.fonds(of=department))
    theirs = flag(make.fonds())
    Uncomputable.objects.create(
        record=theirs.record,
        fonds=theirs.fonds,
        duty=Duty.APPRAISE,
        reason=Obstacle.NO_RULE,
        found_at=make.NOW,
    )
    officer = make.filing_officer(department)

    assert [line.total for line in outlook.owed(officer, today=TODAY)] == [1]
    assert outlook.missing(outlook.uncomputable(officer)) == []
    assert [line.records for line in outlook.missing(outlook.uncomputable(make.archivist()))] == [1]


def test_a_new_run_is_on_the_desk_at_once():
    archivist, fonds = make.archivist(), make.fonds()
    flag(fonds)
    assert outlook.owed(archivist, today=TODAY)[0].total == 1

    flag(fonds)
    assert outlook.owed(archivist, today=TODAY)[0].total == 1
    DueRun.objects.create(today=TODAY, started_at=make.NOW, finished_at=make.NOW)

    assert outlook.owed(archivist, today=TODAY)[0].total == 2


def test_the_cache_keeps_plain_values_that_another_version_can_read():
    flag(make.fonds())
    outlook.owed(make.archivist(), today=TODAY)

    stored = Redis.from_url(settings.REDIS_URL)
    kept = [str(stored.get(key)) for key in stored.keys("*desk:*")]

    assert kept
    assert not any("archive_center" in one or "records" in one for one in kept)


def test_an_interrupted_run_is_told_apart(client):
    DueRun.objects.create(today=TODAY, started_at=make.NOW)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    client.force_login(make.archivist())

    assert "interrupted" in client.get(reverse("desk")).content.decode()


def test_a_handover_waits_for_another_than_who_proposed_it():
    proposer, other = make.archivist(), make.supervisor()
    proposed = handover(Step.PROPOSED, proposed_by=proposer, created_by=proposer)
    handover(Step.DRAFT, created_by=proposer)
    handover(Step.CANCELLED)

    assert [task.title for task in sources.handovers(other)] == [
        f"{proposed.called}: {proposed.fonds}"
    ]
    assert [str(task.fact) for task in sources.handovers(proposer)] == [str(Step.DRAFT.label)]


def test_a_reader_finds_the_newest_of_the_own_department_and_nobody_elses(client):
    department = make.department()
    own = make.record(Stage.ACCEPTED, of=make.fonds(of=department))
    make.record(Stage.ACCEPTED, access=Access.SHARED)
    client.force_login(make.reader(department))

    assert client.get(reverse("desk")).context["newest"] == [own]


def test_drafts_wait_for_the_archivist_to_accept_and_for_their_officer_to_arrange():
    fonds, other = make.fonds(), make.fonds()
    for of in (fonds, fonds, other):
        make.record(of=of)
    make.record(Stage.ACCEPTED, of=other)

    officers = list(sources.drafts(make.filing_officer(fonds.department)))

    assert [(task.title, task.records) for task in officers] == [(str(fonds), 2)]
    assert {task.records for task in sources.drafts(make.archivist())} == {1, 2}
    assert list(sources.drafts(make.supervisor())) == []


def test_the_line_of_a_fonds_leads_to_its_drafts(client):
    draft = make.record()
    archivist = make.archivist()
    client.force_login(archivist)
    (task,) = sources.drafts(archivist)
    make.record(Stage.ACCEPTED, of=draft.fonds)

    hits = client.get(task.url).context["hits"]

    assert [hit.record for hit in hits] == [draft]


def test_ones_own_tables_wait_until_they_are_imported_or_put_aside():
    me, given = make.archivist(), {"fonds": make.fonds(), "category": make.category()}
    counted = {"read": 5, "ok": 2, "warned": 1, "rejected": 2, "checked_at": make.NOW}
    for by, name, stage in (
        (me, "mine", Table.CHECKED),
        (me, "done", Table.COMMITTED),
        (make.archivist(), "theirs", Table.CHECKED),
    ):
        made = Import.objects.create(name=name, made_by=by, made_at=make.NOW, **counted, **given)
        make.led(made, stage)

    (task,) = sources.imports(me)

    assert (task.title, task.meaning, task.records) == ("mine", "late", 3)


def test_the_table_that_waits_longest_is_first():
    me, given = make.archivist(), {"fonds": make.fonds(), "category": make.category()}
    for name, at in (("new", make.NOW), ("old", make.NOW - timedelta(days=9))):
        Import.objects.create(name=name, made_by=me, made_at=at, **given)

    assert [task.title for task in sources.imports(me)] == ["old", "new"]


def test_ones_failed_jobs_of_the_last_days_wait_and_nobody_elses():
    me = make.archivist()
    given = {"task": "t", "queued_at": make.NOW, "state": State.FAILED}
    Job.objects.create(title="mine", by=me, finished_at=make.NOW, **given)
    Job.objects.create(title="theirs", by=make.archivist(), finished_at=make.NOW, **given)
    Job.objects.create(title="old", by=me, finished_at=make.NOW - timedelta(days=9), **given)

    assert [task.title for task in sources.failed_jobs(me, at=make.NOW)] == ["mine"]


def test_wrong_passwords_are_shown_only_for_numbers_that_exist(client):
    known = make.archivist()
    for name in (known.username, "My-Password-Typed-Here"):
        client.post(reverse("login"), {"username": name, "password": "wrong"})
    client.force_login(make.auditor())

    page = client.get(reverse("desk")).content.decode()

    assert known.name in page
    assert "My-Password-Typed-Here" not in page


@pytest.mark.parametrize("role", Role)
def test_the_desk_costs_a_bounded_number_of_queries(client, role, django_assert_max_num_queries):
    department = make.department() if role in {Role.READER, Role.FILING_OFFICER} else None
    client.force_login(make.user(role, department))
    fonds = make.fonds(of=department)
    for _ in range(12):
        flag(fonds)
    client.get(reverse("desk"))
    cache.clear()

    with django_assert_max_num_queries(6):
        client.get(reverse("desk"))


def test_every_task_is_counted_the_longest_waiting_first_and_all_are_one_click_away(client):
    archivist = make.archivist()
    for age in (3, 50, 7, 20, 1, 9, 11, 30, 2, 5, 40):
        make.record(described_at=make.NOW - timedelta(days=age), year=2099)
    client.force_login(archivist)

    desk = client.get(reverse("desk"))
    listed = client.get(reverse("desk-tasks")).context["shown"]

    assert desk.context["figures"].waiting == len(listed) == 11
    assert desk.context["shown"] == listed[:8]
    assert reverse("desk-tasks") in desk.content.decode()
    assert [task.since for task in listed] == sorted(task.since for task in listed)
    assert (make.NOW - listed[0].since).days == 50


@pytest.mark.parametrize(
    ("year", "left", "told"),
    [
        (2025, -145, "overdue by 145 days"),
        (2005, -7450, "overdue by 20 years"),
        (2026, 220, ""),
    ],
)
def test_drafts_are_late_from_the_day_by_which_their_year_is_filed(settings, year, left, told):
    settings.FILED_BY = "06-30"
    make.record(year=2026)
    draft = make.record(year=year)
    noon = datetime(2026, 11, 22, 4, tzinfo=UTC)  # of the centre

    tasks = worklist.tasks(make.archivist(), at=noon)
    (task,) = [one for one in tasks if one.title == str(draft.fonds)]

    assert (task.until, task.left) == (date(year + 1, 6, 30), left)
    with override("en"):
        assert (task.time_left if task.is_late or task.is_near else "") == told


def test_a_batch_goes_out_in_its_year_and_a_table_is_gone_on_with_before_it_is_put_aside(
    django_assert_max_num_queries,
):
    me = make.archivist()
    handover(Step.DRAFT, created_by=me)
    given = {"fonds": make.fonds(), "category": make.category(), "made_by": me}
    for days in range(12):
        Import.objects.create(name="t", made_at=make.NOW - timedelta(days=days), **given)

    with django_assert_max_num_queries(1):
        tasks = worklist.tasks(me, at=make.NOW)

    told = [task.until for task in tasks]
    assert told.count(date(2026, 12, 31)) == 1
    assert None not in told
    kept = {timezone.localdate(table.kept_until) for table in Import.objects.all()}
    assert kept <= set(told)
