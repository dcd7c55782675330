"""The tests' worker is a real one: what it was asked while dead is done after its restart."""

from celery import current_app


def test_a_task_sent_while_the_worker_is_dead_is_done_by_the_next(worker):
    worker.kill()
    current_app.send_task("records.resume_jobs")

    worker.start()

    worker.until(lambda: "records.resume_jobs" in worker.log.read_text().split("ready.")[1])
    worker.until(lambda: "succeeded" in worker.log.read_text())
