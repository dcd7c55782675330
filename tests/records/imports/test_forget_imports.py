"""What imports leave behind goes in time; what tells of them stays."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.urls import reverse

from records.audit.models import Entry
from records.holdings.models import Record
from records.imports import actions
from records.imports.models import Import
from tests import make
from tests.records.imports.making import checked_rows, committed, row

pytestmark = pytest.mark.django_db
LATER = make.NOW + timedelta(days=settings.IMPORT_ROWS_DAYS, seconds=1)


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

    assert forget(make.NOW + timedelta(days=1)) == 0
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
    tasks = [entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()]

    assert "records.forget_imports" in tasks
