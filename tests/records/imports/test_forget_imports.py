"""What imports leave behind goes in time; what tells of them stays."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate

from archive_center import schedule
from records.audit.models import Entry
from records.holdings.models import Record
from records.imports import actions
from records.imports.models import Import
from records.rules import Refused
from records.workflow.actions import advance
from tests import make
from tests.records.imports.making import checked, checked_rows, committed, row, sent

pytestmark = pytest.mark.django_db
# The database itself says when a step was made.
LATER = timezone.now() + timedelta(days=settings.IMPORT_ROWS_DAYS + 1)


@pytest.fixture
def forget(django_capture_on_commit_callbacks):
    def ask(at):
        with django_capture_on_commit_callbacks(execute=True):
            return actions.forget_ended(at=at)

    return ask


def test_rows_and_table_go_and_counts_marked_copy_records_and_trail_stay(forget):
    source = committed(checked_rows(row(), row(题名="")))
    storage, name, entries = source.file.storage, source.file.name, Entry.objects.count()

    assert forget(LATER) == 2

    source = Import.objects.get(pk=source.pk)
    assert not source.rows.exists()
    assert name
    assert not storage.exists(name)
    assert (source.read, source.rejected, source.committed) == (2, 1, 1)
    assert source.marked.name
    assert storage.exists(source.marked.name)
    assert (Record.objects.count(), Entry.objects.count()) == (1, entries)


def test_done_twice_it_is_done_once(forget):
    committed(checked_rows(row()))

    assert [forget(LATER), forget(LATER)] == [1, 0]


def test_what_ended_lately_and_what_has_not_ended_stays(forget):
    committed(checked_rows(row()))
    checked = checked_rows(row())

    assert forget(timezone.now() + timedelta(days=1)) == 0
    assert forget(LATER) == 1
    assert checked.rows.count() == 1
    assert Import.objects.get(pk=checked.pk).file


def test_the_page_still_names_the_first_records_and_says_where_the_list_went(client, forget):
    source = committed(checked_rows(row(), row(题名="")))
    forget(LATER)
    client.force_login(source.made_by)

    page = client.get(source.get_absolute_url()).content.decode()

    assert reverse("records:record", args=[Record.objects.get().pk]) in page
    assert "the marked table has it all" in page


def test_the_nightly_clock_asks_for_it():
    tasks = [entry["task"] for entry in schedule.beat_schedule.values()]

    assert "records.forget_imports" in tasks


MOMENT = timedelta(microseconds=1)


@pytest.fixture
def put_aside(django_capture_on_commit_callbacks):
    def ask(at):
        with django_capture_on_commit_callbacks(execute=True):
            return actions.forget_unfinished(at=at)

    return ask


@pytest.mark.parametrize("make_one", [sent, checked], ids=["sent", "checked"])
def test_what_was_never_imported_is_put_aside_with_its_files(put_aside, make_one):
    source = make_one()
    storage, names = source.file.storage, [source.file.name, source.marked.name or "none"]

    old = source.kept_until + MOMENT

    assert put_aside(old - MOMENT) == 0
    assert put_aside(old) == 1

    gone = Import.objects.get(pk=source.pk)
    assert (gone.stage, gone.file.name, gone.marked.name) == ("discarded", "", "")
    assert not any(map(storage.exists, names))
    assert not gone.rows.exists()
    assert [(step.name, step.by) for step in gone.steps.filter(name="expire")] == [("expire", None)]
    act = Entry.objects.about(gone)[0]
    assert (act.verb, act.by, act.after) == ("expire", None, {"stage": "discarded"})
    assert put_aside(old) == 0


@pytest.mark.django_db(transaction=True)  # each at its own time
def test_who_goes_on_with_it_keeps_it_longer(put_aside):
    source = checked()
    assert source.kept_until
    old = source.kept_until + MOMENT
    actions.remap(source, by=source.made_by, at=timezone.now())

    assert put_aside(old) == 0


def test_imported_tables_are_none_of_them(put_aside):
    committed(checked_rows(row()))

    assert put_aside(LATER) == 0


@pytest.mark.parametrize("make_one", [sent, checked], ids=["sent", "checked"])
def test_the_page_says_when_it_goes(client, make_one):
    source = make_one()
    client.force_login(source.made_by)
    client.cookies["django_language"] = "en"

    page = client.get(source.get_absolute_url(), follow=True).content.decode()

    day = localdate(source.kept_until)
    assert f"If it is not imported by {day}, it is put aside by itself" in page


def test_nobody_does_by_hand_what_the_clock_does(client):
    source = checked()
    client.force_login(source.made_by)

    assert client.post(source.get_act_url("expire")).status_code == 404
    with pytest.raises(Refused):
        advance(source, "expire", by=source.made_by, at=make.NOW)
