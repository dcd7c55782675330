"""The marked copy of a long table is made by a job of its own, for which nobody waits."""

import pytest
from openpyxl import load_workbook

from records.imports import actions, work
from records.imports.models import Import
from records.jobs import actions as jobs
from records.jobs.models import Job
from records.jobs.rules import State
from records.workflow.acts import ACTS, back_first, why_not
from tests import make
from tests.records.imports import making
from tests.records.imports.making import committed, counts, row

pytestmark = pytest.mark.django_db
SECRET = row(密级="机密★10年", 题名="某机密事", 文号="")


@pytest.fixture(autouse=True)
def _short(monkeypatch):
    monkeypatch.setattr(work, "MARKED_AT_ONCE", 1)


@pytest.fixture
def checked(django_capture_on_commit_callbacks):
    def check(*rows):
        source = making.sent(making.csv(row(), row(题名="", 序号="2"), *rows))
        with django_capture_on_commit_callbacks() as told:
            making.checked(source)
        for one in told:  # what is deleted is deleted; the job is left to the test
            if "send" not in getattr(one.func, "__name__", ""):
                one()
        return Import.objects.get(pk=source.pk)

    return check


def made(source, execute):
    """Its job is worked off; how it stands then."""
    with execute(execute=True):
        jobs.work(source.marking_id, work.make_copy)
    return Import.objects.get(pk=source.pk)


def test_the_import_goes_on_while_it_is_made(checked, django_capture_on_commit_callbacks, client):
    source = checked()
    client.force_login(source.made_by)
    url = source.get_absolute_url()
    assert (source.marked.name, source.job_id, counts(source)) == ("", None, (2, 1, 0, 1, 0))
    page = client.get(url).content.decode()
    assert f"Marked copy of {source.name}" in page
    assert f'href="{url}marked/"' not in page
    assert client.get(f"{url}marked/").status_code == 404

    committed(source)
    done = made(source, django_capture_on_commit_callbacks)

    assert done.marking.state == State.DONE
    assert load_workbook(done.marked.open("rb"))["Table"]["F3"].comment
    assert done.tally["first"]
    assert [one["number"] for one in done.tally["excerpt"]] == [3]
    page = client.get(url).content.decode()
    assert f"Marked copy of {source.name}" not in page
    assert f'href="{url}marked/"' in page
    assert made(done, django_capture_on_commit_callbacks).marked == done.marked


def test_a_state_secret_is_gone_before_it_is_made(checked, django_capture_on_commit_callbacks):
    source = checked(SECRET)

    storage, cells = source.cells.storage, source.cells.name
    assert not source.file
    with source.cells.open("rb") as kept:
        held = kept.read().decode()
    assert "关于清淤的通知" in held
    assert "某机密事" not in held
    assert "机密" not in held

    done = made(source, django_capture_on_commit_callbacks)

    sheet = load_workbook(done.marked.open("rb"))["Table"]
    assert sheet["F2"].value == "关于清淤的通知"
    assert "state secret" in sheet["H4"].comment.text
    assert not done.cells
    assert not storage.exists(cells)


@pytest.mark.parametrize("end", ["remap", "discard"])
def test_of_a_check_that_is_thrown_away_nothing_stays(
    checked, django_capture_on_commit_callbacks, end
):
    source = checked()
    job, cells, storage = source.marking, source.cells.name, source.cells.storage

    def throw_away(done, total=None, text=""):
        if Import.objects.get(pk=source.pk).cells:
            ACTS[source.FLOW, end](source, by=source.made_by, at=make.NOW)

    with django_capture_on_commit_callbacks(execute=True):
        said = work.make_copy(**job.arguments, by=source.made_by, progress=throw_away)
    jobs.work(job.pk, work.make_copy)

    now = Import.objects.get(pk=source.pk)
    assert (now.marked.name, now.cells.name, now.marking) == ("", "", None)
    assert "excerpt" not in now.tally
    assert not storage.exists(cells)
    assert "no marked table was made" in said
    assert Job.objects.get(pk=job.pk).message == said


def test_what_came_to_nothing_is_asked_for_once_more(
    checked, django_capture_on_commit_callbacks, client
):
    source = checked()
    url, who = source.get_absolute_url(), source.made_by
    client.force_login(who)
    assert why_not(source, "mark", who)
    assert "Make the marked table" not in client.get(url).content.decode()
    jobs.cancel(source.marking, by=who, at=make.NOW)

    page = client.get(url).content.decode()
    assert "Stopped before it began" in page
    assert "Make the marked table" in page
    actions.mark(source, by=who, at=make.NOW)

    source = Import.objects.get(pk=source.pk)
    assert made(source, django_capture_on_commit_callbacks).marked


def test_a_check_that_was_killed_before_it_asked_makes_it(checked):
    source = making.sent(making.csv(row(), row(题名="")))
    work.check_rows(source, progress=making.tell, by=source.made_by, at=make.NOW)

    assert "did not come to its end" in why_not(
        Import.objects.get(pk=source.pk), "commit", source.made_by
    )
    assert making.checked(source).marked


def test_a_new_check_asks_anew(checked, django_capture_on_commit_callbacks):
    source = checked()
    given = {"by": source.made_by, "at": make.NOW}
    with django_capture_on_commit_callbacks():
        back_first("remap", actions.check_later, source, **given)
        Job.objects.filter(task="records.check_import").update(state=State.DONE)
        again = making.checked(source)

    assert again.marking_id != source.marking_id
    assert made(again, django_capture_on_commit_callbacks).marked
