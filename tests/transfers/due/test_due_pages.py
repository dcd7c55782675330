from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from records.amendments import actions
from records.amendments.models import Amendment
from records.holdings.rules import Access
from records.jobs.models import Job
from records.values.rules import Level
from tests import amendment_make, make
from tests.due_make import kept, run
from transfers.due.models import DueRun, Uncomputable

pytestmark = pytest.mark.django_db
LIST, UNKNOWN = reverse("transfers:due-list"), reverse("transfers:uncomputable-list")
RUNS, RUN_NOW = reverse("transfers:due-runs"), reverse("transfers:due-run-now")


def why(record):
    return reverse("transfers:why", args=[record.pk])


@pytest.fixture
def ours():
    return make.fonds("J014")


@pytest.fixture
def theirs():
    return make.fonds("J015")


def signed_in(client, person):
    client.force_login(person)
    return client


def codes(response):
    return {row.record.archival_code for row in response.context["page"].rows}


def test_the_centre_sees_what_is_due_in_every_fonds(client, ours, theirs):
    due = {kept(of=ours).archival_code, kept(2004, of=theirs).archival_code}
    kept(2020, of=ours)
    run()

    shown = signed_in(client, make.archivist()).get(LIST)

    assert codes(shown) == due
    assert [(group.name[:4], group.flags) for group in shown.context["groups"]] == [
        ("J014", 1),
        ("J015", 1),
    ]
    assert "2005 + 20 → 2025-12-31" in shown.content.decode()


def test_a_department_sees_and_counts_only_its_own(client, ours, theirs):
    mine = kept(of=ours)
    kept(of=theirs)
    kept(of=theirs, access=Access.SHARED)
    kept(None, of=theirs)
    run()

    client = signed_in(client, make.reader(ours.department))
    shown = client.get(LIST)

    assert codes(shown) == {mine.archival_code}
    assert dict(shown.context["tabs"])["transfer"] == 1
    assert shown.context["uncomputable"] == 0
    assert shown.context["last_run"] is None
    assert "J015" not in shown.content.decode()
    assert not client.get(UNKNOWN).context["page"].rows
    assert not client.get(LIST, {"fonds": theirs.pk}).context["page"].rows


def test_within_a_fonds_it_is_counted_by_year(client, ours):
    for year in (2003, 2003, 2005):
        kept(year, of=ours)
    run()

    shown = signed_in(client, make.archivist()).get(LIST, {"fonds": ours.pk})

    counted = [(group.of, group.flags) for group in shown.context["groups"]]
    assert counted == [(2003, 2), (2005, 1)]


def test_over_all_fonds_it_is_counted_by_year_on_request(client, ours, theirs):
    for year, of in ((2003, ours), (2005, ours), (2005, theirs)):
        kept(year, of=of)
    run()

    shown = signed_in(client, make.archivist()).get(LIST, {"by": "year"})

    counted = [(group.of, group.flags) for group in shown.context["groups"]]
    assert counted == [(2003, 1), (2005, 2)]
    within = client.get(LIST, {"year_from": 2005, "year_to": 2005})
    assert [group.flags for group in within.context["groups"]] == [1, 1]


def test_years_period_and_duty_narrow_the_list(client, ours):
    kept(2001, of=ours)
    ten, thirty = kept(2002, "D10", of=ours), kept(1990, "D30", of=ours)
    run()
    client = signed_in(client, make.archivist())

    assert codes(client.get(LIST, {"duty": "appraise"})) == {
        ten.archival_code,
        thirty.archival_code,
    }
    narrowed = client.get(LIST, {"duty": "appraise", "period": "D10"})
    assert codes(narrowed) == {ten.archival_code}
    narrowed = client.get(LIST, {"duty": "appraise", "year_to": 1995})
    assert codes(narrowed) == {thirty.archival_code}
    assert client.get(LIST, {"duty": "burn"}).status_code == 422


def test_pages_follow_one_another_without_gap_or_repetition(client):
    by, several = make.archivist(), [make.fonds() for _ in range(3)]
    for number in range(52):
        kept(2000 + number % 4, of=several[number % 3], described_by=by)
    run()
    signed_in(client, by)

    seen, after = [], ""
    for _ in range(3):
        shown = client.get(LIST, {"after": after})
        seen += [flag.pk for flag in shown.context["page"].rows]
        after = shown.context["page"].next

    assert after == ""
    assert len(seen) == len(set(seen)) == 52


@pytest.mark.parametrize("after", ["x", "1~2~Y", "1~2~Y~x", "1~2~Y~" + "9" * 30])
def test_a_cursor_that_makes_no_sense_leads_to_the_first_page(client, ours, after):
    kept(of=ours)
    run()

    shown = signed_in(client, make.archivist()).get(LIST, {"after": after})
    assert len(shown.context["page"].rows) == 1


@pytest.mark.parametrize("maker", [make.supervisor, make.archivist, make.reader])
@pytest.mark.parametrize("url", [LIST, UNKNOWN])
def test_a_list_costs_the_same_for_one_and_for_many(client, maker, url):
    person, by = maker(), make.archivist()
    of = make.fonds(of=person.department)
    client = signed_in(client, person)

    def cost() -> int:
        kept(of=of, described_by=by)
        kept(None, of=of, described_by=by)
        run()
        with CaptureQueriesContext(connection) as queries:
            client.get(url)
        return len(queries)

    client.get(url)  # the first page of a session notes its beginning
    one = cost()
    for number in range(60):
        kept(2000 - number % 5, of=of, described_by=by)
        kept(None, of=make.fonds(of=person.department), described_by=by)

    assert cost() == one
    assert one <= 14


def test_the_ledger_tells_reason_and_remedy_and_is_narrowed_by_reason(client, ours):
    kept(None, of=ours)
    nothing = kept(2005, "", of=ours)
    run()
    client = signed_in(client, make.archivist())

    everything = client.get(UNKNOWN)
    narrowed = client.get(UNKNOWN, {"reason": "no_period"})

    assert dict(everything.context["reasons"]) == {"no_period": 2, "no_year": 1}
    assert codes(narrowed) == {nothing.archival_code}


def test_pages_without_anything_teach(client):
    client = signed_in(client, make.supervisor())

    for url in (LIST, UNKNOWN, RUNS):
        assert 'class="empty"' in client.get(url).content.decode()


def test_the_record_says_why_and_so_does_a_page_of_its_own(client, ours):
    record = kept(of=ours)
    run()
    client = signed_in(client, make.archivist())

    for page in (client.get(why(record)), client.get(record.get_absolute_url())):
        for text in ("2006-01-01", "2025-12-31", "2026-01-01", "第二十条第二款"):
            assert text in page.content.decode()


def test_only_who_sees_the_record_sees_why(client, ours, theirs):
    client = signed_in(client, make.reader(ours.department))

    assert client.get(why(kept(of=ours))).status_code == 200
    assert client.get(why(kept(of=theirs))).status_code == 404
    assert client.get(why(kept(of=theirs, access=Access.SHARED))).status_code == 200


def test_a_volume_that_may_not_be_seen_is_not_named(client, ours, theirs):
    volume = kept(of=theirs, level=Level.VOLUME)
    item = kept(of=theirs, volume=volume, access=Access.SHARED)

    shown = signed_in(client, make.reader(ours.department)).get(why(item))

    assert shown.status_code == 200
    assert volume.archival_code not in shown.content.decode()


@pytest.mark.parametrize("period", ["Y", "D30", "C", ""])
def test_the_card_holds_for_every_period(client, ours, period):
    record = kept(None, period, of=ours)

    assert signed_in(client, make.archivist()).get(why(record)).status_code == 200


def test_rules_are_read_by_everybody_and_earlier_versions_on_request(client):
    client = signed_in(client, make.reader())
    url = reverse("transfers:rule-list")

    assert len(client.get(url).context["rules"]) == 8
    assert len(client.get(url, {"all": "1"}).context["rules"]) == 10


def test_the_centre_sees_the_last_runs_and_departments_do_not(client):
    run()
    interrupted = DueRun.objects.create(
        today=timezone.localdate(), started_at=timezone.now() - timedelta(days=1)
    )

    shown = signed_in(client, make.archivist()).get(RUNS)

    assert len(shown.context["page"].rows) == 2
    assert interrupted in shown.context["page"].rows
    assert signed_in(client, make.reader()).get(RUNS).status_code == 403


def test_a_supervisor_starts_a_run_and_is_led_to_its_job(client):
    supervisor = make.supervisor()

    answer = signed_in(client, supervisor).post(RUN_NOW)

    job = Job.objects.get()
    assert answer.url == job.get_absolute_url()
    assert (job.task, job.by, job.link) == ("transfers.flag_due_now", supervisor, RUNS)
    assert job.arguments == {"today": timezone.localdate().isoformat()}


def test_a_second_run_is_refused_while_one_is_under_way(client):
    client = signed_in(client, make.supervisor())
    client.post(RUN_NOW)

    assert client.post(RUN_NOW).url == RUNS
    assert Job.objects.count() == 1


@pytest.mark.parametrize("maker", [make.archivist, make.reader, make.auditor])
def test_nobody_else_starts_a_run(client, maker):
    assert signed_in(client, maker()).post(RUN_NOW).status_code == 403
    assert not Job.objects.exists()


def test_a_run_is_not_started_by_looking_at_it(client):
    assert signed_in(client, make.supervisor()).get(RUN_NOW).status_code == 405


def test_shares_are_of_all_and_arrears_are_told_from_what_falls_due_this_year(client, ours, theirs):
    year = timezone.localdate().year
    fresh = [kept(year - 21, of=ours) for _ in range(3)]
    left = kept(year - 25, of=theirs)
    run()
    client = signed_in(client, make.archivist())

    shown = client.get(LIST)
    arrears = client.get(LIST, {"when": "arrears"})
    this_year = client.get(LIST, {"when": "this_year", "by": "year"})

    page = shown.content.decode()
    assert [(one.flags, one.arrears) for one in shown.context["groups"]] == [(3, 0), (1, 1)]
    assert 'max="4" value="3"' in page
    assert "75.0%" in page
    assert "25.0%" in page
    assert dict(shown.context["figures"]) == {"this_year": 3, "arrears": 1}
    assert codes(arrears) == {left.archival_code}
    assert codes(this_year) == {one.archival_code for one in fresh}
    assert page.index('href="#flags"') < page.index('id="groups"') < page.index('id="flags"')


def test_the_list_of_unknown_dates_leads_to_their_correction(client, ours):
    lost = [kept(1998, "C", of=ours), kept(1999, "C", of=ours)]
    held = kept(2000, "C", of=ours)
    amendment_make.proposed(held, period="D30")
    run()
    amend = reverse("transfers:uncomputable-amend")

    for person in (make.reader(ours.department), make.supervisor()):
        told = signed_in(client, person).get(UNKNOWN).content.decode()
        assert amend not in told
        assert "An archivist of the centre proposes" in told
    shown = signed_in(client, make.archivist()).get(UNKNOWN).content.decode()
    assert f"{amend}?reason=legacy_period" in shown
    assert [f'name="record" value="{one.pk}"' in shown for one in (*lost, held)] == [
        True,
        True,
        False,
    ]

    assert client.get(amend, {"record": 0}).context["count"] == 0  # pressed, and nothing ticked
    ticked = client.get(amend, {"record": [0, lost[0].pk]})
    assert (lost[0].title in ticked.content.decode(), ticked.context["count"]) == (True, 1)
    answer = client.post(
        f"{amend}?reason=legacy_period", {"period": "D30", "reason": "8号令，长期改为30年"}
    )

    amendment = Amendment.objects.latest("pk")
    assert answer["Location"] == amendment.get_absolute_url()
    assert set(amendment.items.values_list("record", flat=True)) == {one.pk for one in lost}
    actions.approve(amendment, by=make.supervisor(), at=make.NOW)
    run()
    assert set(Uncomputable.objects.values_list("record", flat=True)) == {held.pk}
