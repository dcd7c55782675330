import threading
from functools import partial

import pytest
from django.db import connection, transaction
from django.utils import translation

from records.audit.actions import acting_address, acting_from, note
from records.audit.models import Entry
from records.jobs import actions as jobs
from records.jobs.models import Job
from records.jobs.rules import Cancelled, State
from records.locks import Lock, try_for
from records.rules import Refused
from tests import make

pytestmark = pytest.mark.django_db(transaction=True)


def ask(**given) -> Job:
    return Job.objects.create(
        task="records.resume_jobs",
        title="导入",
        by=make.archivist(),
        queued_at=make.NOW,
        language="en",
        **given,
    )


def test_the_outcome_stays_on_the_row():
    job = ask(arguments={"pk": 7})

    def action(progress, by, pk):
        progress(5, 5)
        assert by == job.by
        return f"done with {pk}"

    jobs.work(job.pk, action)

    job.refresh_from_db()
    assert (job.state, job.message, job.done, job.total) == (State.DONE, "done with 7", 5, 5)


def test_what_is_done_is_shown_as_done_to_the_last_part():
    job = ask()

    jobs.work(job.pk, lambda progress, by: progress(3, 41) or "done")

    job.refresh_from_db()
    assert (job.done, job.total) == (41, 41)


def test_what_a_job_does_comes_from_who_asked_for_it_and_from_where():
    by = make.archivist()
    with acting_from("10.3.0.7"):
        job = jobs.queue("records.resume_jobs", title="导入", by=by, at=make.NOW)

    def action(progress, by):
        note("correct", by, by=by, at=make.NOW)
        return "done"

    jobs.work(job.pk, action)

    entry = Entry.objects.get()
    assert (entry.by, entry.address) == (by, "10.3.0.7")
    assert acting_address() is None


def test_a_refusal_is_the_outcome_in_its_own_words():
    job = ask()

    def action(progress, by):
        raise Refused("行 3 没有题名")

    jobs.work(job.pk, action)

    job.refresh_from_db()
    assert (job.state, job.message) == (State.FAILED, "行 3 没有题名")


def test_what_kills_its_worker_again_and_again_is_given_up():
    job = ask()
    begun = []

    def deadly(progress, by):
        begun.append(job.pk)
        raise SystemExit

    for _death in range(jobs.TRIES):
        with pytest.raises(SystemExit):
            jobs.work(job.pk, deadly)
        job.refresh_from_db()
        assert job.state == State.RUNNING

    jobs.work(job.pk, deadly)

    job.refresh_from_db()
    assert (job.state, len(begun)) == (State.FAILED, jobs.TRIES)
    assert f"{jobs.TRIES} times" in job.message


def test_a_fault_is_logged_and_told_without_its_inside():
    job = ask()

    def action(progress, by):
        raise ZeroDivisionError("inside")

    with pytest.raises(ZeroDivisionError):
        jobs.work(job.pk, action)

    job.refresh_from_db()
    assert job.state == State.FAILED
    assert "inside" not in job.message


def test_its_owner_can_stop_it_between_two_figures():
    job = ask()

    def action(progress, by):
        jobs.cancel(job, by=job.by, at=make.NOW)
        progress(1, 2)
        pytest.fail("went on after the stop")

    jobs.work(job.pk, action)

    job.refresh_from_db()
    assert job.state == State.CANCELLED


def test_what_is_stopped_while_a_worker_takes_it_up_is_not_begun(monkeypatch):
    job = ask()

    def stop_and_go_on(language):
        jobs.cancel(job, by=job.by, at=make.NOW)
        return translation.override(language)

    monkeypatch.setattr(jobs, "override", stop_and_go_on)
    jobs.work(job.pk, lambda **_given: pytest.fail("was begun"))

    job.refresh_from_db()
    assert (job.state, job.tries) == (State.CANCELLED, 0)


def test_a_finished_job_is_not_done_again():
    job = ask(state=State.DONE)

    jobs.work(job.pk, lambda **_: pytest.fail("done twice"))


def test_two_workers_do_not_do_the_same_job():
    job = ask()
    inside, leave = threading.Event(), threading.Event()
    runs = []

    def slow(progress, by):
        runs.append(1)
        inside.set()
        leave.wait(10)
        return "once"

    def first():
        jobs.work(job.pk, slow)
        connection.close()

    worker = threading.Thread(target=first)
    worker.start()
    inside.wait(10)
    jobs.work(job.pk, slow)
    leave.set()
    worker.join()

    assert runs == [1]


def test_a_job_whose_worker_is_alive_is_not_sent_again():
    job = ask(state=State.RUNNING)
    held, leave = threading.Event(), threading.Event()

    def hold():
        with try_for(Lock.JOB, job.pk):
            held.set()
            leave.wait(10)
        connection.close()

    worker = threading.Thread(target=hold)
    worker.start()
    held.wait(10)
    assert jobs.resume(at=make.NOW) == 0
    leave.set()
    worker.join()
    assert jobs.resume(at=make.NOW) == 1


def test_nothing_is_asked_when_the_transaction_is_rolled_back():
    archivist = make.archivist()

    def ask_and_fail():
        jobs.queue("records.resume_jobs", title="x", by=archivist, at=make.NOW)
        raise RuntimeError

    with pytest.raises(RuntimeError), transaction.atomic():
        ask_and_fail()

    assert not Job.objects.exists()


def test_only_its_owner_and_supervisors_see_a_job():
    job = ask()

    assert Job.objects.visible_to(job.by).count() == 1
    assert Job.objects.visible_to(make.supervisor()).count() == 1
    assert Job.objects.visible_to(make.archivist()).count() == 0


def test_a_job_that_is_stopped_while_a_worker_takes_it_up_is_not_begun():
    job = ask()
    taken = jobs._do  # what a worker does with the job that it has read

    read = Job.objects.select_related("by").get(pk=job.pk)
    jobs.cancel(job, by=job.by, at=make.NOW)
    taken(read, lambda **_: pytest.fail("begun after the stop"))

    job.refresh_from_db()
    assert (job.state, job.tries) == (State.CANCELLED, 0)


@pytest.mark.parametrize("whole", [True, False])
def test_what_is_done_whole_is_not_done_again_after_a_death_before_the_last_word(whole):
    job, boss = ask(), make.supervisor()

    def die() -> None:
        raise SystemExit

    def action(progress, by, deadly=False):
        with transaction.atomic():
            note("correct", boss, by=by, at=make.NOW)
            if deadly:
                transaction.on_commit(die)
        return "done"

    with pytest.raises(SystemExit):
        jobs.work(job.pk, partial(action, deadly=True), whole=whole)
    jobs.work(job.pk, action, whole=whole)

    job.refresh_from_db()
    assert (job.state, job.message) == (State.DONE, "done")
    assert Entry.objects.filter(verb="correct").count() == (1 if whole else 2)


@pytest.mark.parametrize(
    ("fault", "state"), [(Refused("行 3 没有题名"), State.FAILED), (Cancelled(), State.CANCELLED)]
)
def test_of_what_is_done_whole_nothing_is_left_where_it_was_not_done(fault, state):
    job, boss = ask(), make.supervisor()

    def action(progress, by):
        note("correct", boss, by=by, at=make.NOW)
        raise fault

    jobs.work(job.pk, action, whole=True)

    job.refresh_from_db()
    assert job.state == state
    assert not Entry.objects.exists()
