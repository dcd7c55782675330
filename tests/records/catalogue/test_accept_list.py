"""The drafts of a list come into custody together, after a page that says how many."""

import pytest
from django.db import transaction
from django.urls import reverse

from records import tasks
from records.audit.models import Entry
from records.catalogue import work as list_work
from records.holdings.models import Record
from records.holdings.rules import Stage
from records.jobs.actions import work
from records.jobs.models import Job
from records.jobs.rules import State
from records.values.rules import Level
from tests import make
from tests.working import once_more

pytestmark = pytest.mark.django_db
URL = reverse("records:record-list-accept")


@pytest.fixture
def fonds():
    made = make.fonds("J003")
    for year in (2014, 2015, 2015):
        make.record(of=made, year=year)
    make.record(of=make.fonds("J004"), year=2015)
    return made


def queue(client, fonds, *, count) -> Job:
    client.force_login(make.archivist())
    response = client.post(f"{URL}?stage=draft&fonds={fonds.pk}", {"count": count})
    assert response.status_code == 302, response.content
    return Job.objects.get()


def test_the_list_of_drafts_leads_to_the_page_and_the_page_says_how_many(client, fonds):
    client.force_login(make.archivist())
    of_fonds = f"?stage=draft&fonds={fonds.pk}"

    listed = client.get(reverse("records:record-list") + of_fonds)
    asked = client.get(URL + of_fonds)

    assert f"{URL}?stage=draft&amp;fonds={fonds.pk}" in listed.content.decode()
    assert "Accept 3 items" in asked.content.decode()
    assert not Record.objects.filter(stage=Stage.ACCEPTED).exists()


def test_a_list_without_drafts_offers_nothing(client, fonds):
    client.force_login(make.archivist())

    asked = client.get(f"{URL}?stage=accepted")
    offered = client.get(reverse("records:record-list"))

    assert b"btn-seal" not in asked.content
    assert URL not in offered.content.decode()


def test_all_drafts_of_the_list_get_numbers_and_codes_and_no_others(client, fonds):
    job = queue(client, fonds, count=3)

    work(job.pk, list_work.accept)

    job.refresh_from_db()
    assert (job.state, job.message) == (
        State.DONE,
        "3 records are in custody, and their codes are fixed.",
    )
    accepted = Record.objects.filter(stage=Stage.ACCEPTED)
    assert sorted(accepted.values_list("fonds", "year", "number")) == [
        (fonds.pk, 2014, 1),
        (fonds.pk, 2015, 1),
        (fonds.pk, 2015, 2),
    ]
    assert Entry.objects.filter(verb="accept", by=job.by).count() == 3


def test_a_second_run_finds_it_done(client, fonds):
    job = queue(client, fonds, count=3)
    work(job.pk, list_work.accept)
    job = once_more(job)

    work(job.pk, list_work.accept)

    job.refresh_from_db()
    assert (job.state, job.message) == (State.DONE, "There is no complete draft left to accept.")
    assert Entry.objects.filter(verb="accept").count() == 3


def test_what_came_meanwhile_is_not_accepted_unseen(client, fonds):
    job = queue(client, fonds, count=3)
    make.record(of=fonds, year=2015)

    work(job.pk, list_work.accept)

    job.refresh_from_db()
    assert job.state == State.FAILED
    assert "4 complete drafts now, not 3" in job.message
    assert not Record.objects.filter(stage=Stage.ACCEPTED).exists()


def test_what_is_not_complete_stays_a_draft_and_the_page_says_so(client, fonds):
    lacking = [
        make.record(of=fonds, year=None),
        make.record(of=fonds, period=""),
        make.record(of=fonds, date_text=""),
        make.record(of=fonds, responsible=""),
    ]
    client.force_login(make.archivist())

    asked = client.get(f"{URL}?stage=draft&fonds={fonds.pk}").content.decode()
    job = queue(client, fonds, count=3)
    work(job.pk, list_work.accept)

    assert "Accept 3 items" in asked
    assert "4 records without year, period, date or responsible body" in asked
    left = Record.objects.filter(fonds=fonds, stage=Stage.DRAFT)
    assert set(left) == set(lacking)
    job.refresh_from_db()
    assert job.state == State.DONE


def test_an_item_whose_volume_stays_a_draft_holds_all_back(client, fonds):
    volume = make.record(of=fonds, level=Level.VOLUME, responsible="")
    make.record(of=fonds, volume=volume)
    job = queue(client, fonds, count=4)

    work(job.pk, list_work.accept)

    job.refresh_from_db()
    assert job.state == State.FAILED
    assert "lies in a volume that is not accepted yet" in job.message
    assert not Record.objects.filter(stage=Stage.ACCEPTED).exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("kind", ["accept", "export"])
def test_what_was_done_when_its_worker_died_is_done_once(
    client, fonds, settings, tmp_path, monkeypatch, kind
):
    settings.MEDIA_ROOT, settings.EXPORT_AT_ONCE = tmp_path, 0
    job = queue(client, fonds, count=3) if kind == "accept" else exported(client, fonds)
    task = {"accept": tasks.accept_records, "export": tasks.export_records}[kind]
    action = getattr(list_work, kind)

    def deadly(**given):
        with transaction.atomic():
            transaction.on_commit(die)
            return action(**given)

    monkeypatch.setattr(list_work, kind, deadly)
    with pytest.raises(SystemExit):
        task(job.pk)
    monkeypatch.undo()
    later = make.record(of=fonds, year=2015)
    task(job.pk)

    job.refresh_from_db()
    assert (job.state, "3 records" in job.message) == (State.DONE, True)
    assert Entry.objects.filter(verb=kind).count() == (3 if kind == "accept" else 1)
    later.refresh_from_db()
    assert later.stage == Stage.DRAFT


def exported(client, fonds) -> Job:
    client.force_login(make.archivist())
    client.post(f"{reverse('records:record-export')}?fonds={fonds.pk}")
    return Job.objects.get()


def die() -> None:
    raise SystemExit
