"""What workers and the nightly clock start. A task calls one action and may run twice unharmed."""

from functools import partial

from celery import shared_task
from django.contrib.sessions.backends.db import SessionStore
from django.utils import timezone

from records.catalogue import work as catalogue
from records.copies import work as copies
from records.copies.models import DigitalCopy
from records.imports.actions import forget_ended, forget_unfinished
from records.imports.arrival import accept, commit, draft, retract
from records.imports.work import check, make_copy
from records.inspection import actions as inspection
from records.jobs import actions as jobs
from records.loans import actions as loans
from records.notices import actions as notices
from records.recognition import work as recognition
from records.requests import actions as requests
from records.uploads import actions as uploads
from records.visits import actions as visits
from records.web.models import SentForm


@shared_task(name="records.resume_jobs")
def resume_jobs() -> int:
    """Send again what a killed worker left."""
    return jobs.resume(at=timezone.now())


@shared_task(name="records.forget_imports")
def forget_imports() -> int:
    """Delete what nobody needs any more of tables that were sent long ago."""
    at = timezone.now()
    return forget_unfinished(at=at) + forget_ended(at=at)


@shared_task(name="records.remind_borrowers")
def remind_borrowers() -> int:
    """Nightly, for the day that it is at the centre. Running it twice reminds nobody twice."""
    return loans.remind(today=timezone.localdate(), at=timezone.now())


@shared_task(name="records.ask_for_effects")
def ask_for_effects() -> int:
    """Daily: ask what came of uses some days ago. Running it twice asks nobody twice."""
    today, at = timezone.localdate(), timezone.now()
    return visits.ask_for_effects(today=today, at=at) + loans.ask_for_effects(today=today, at=at)


@shared_task(name="records.tell_of_new_hits")
def tell_of_new_hits() -> int:
    """Every hour: look at the saved searches whose time has come."""
    return catalogue.look(at=timezone.now())


@shared_task(name="records.clear_sessions")
def clear_sessions() -> None:
    """Delete the sessions whose time is over."""
    SessionStore.clear_expired()


@shared_task(name="records.forget_forms")
def forget_forms() -> int:
    """Delete what is known of forms that were sent long ago."""
    return SentForm.forget(at=timezone.now())


@shared_task(name="records.mail_notices")
def mail_notices() -> int:
    """Send by e-mail what people are told and want to have so."""
    return notices.mail(at=timezone.now())


@shared_task(name="records.forget_notices")
def forget_notices() -> int:
    """Delete notices of long ago."""
    return notices.forget(at=timezone.now())


@shared_task(name="records.expire_requests")
def expire_requests() -> int:
    """Say of access that reached its last day that it has ended."""
    return requests.expire(at=timezone.now()) + requests.lapse(at=timezone.now())


@shared_task(name="records.remind_of_requests")
def remind_of_requests() -> int:
    """Daily: remind of requests that are late. Running it twice reminds nobody twice."""
    return requests.remind(today=timezone.localdate(), at=timezone.now())


@shared_task(name="records.read_text")
def read_text(copy: int) -> None:
    """Keep the text that a copy brings, when it was stored."""
    for one in DigitalCopy.objects.unread().filter(pk=copy):
        copies.read_text(one, at=timezone.now())


@shared_task(name="records.read_texts")
def read_texts() -> int:
    """Keep the text of copies that nobody looked through yet."""
    return copies.read_texts(at=timezone.now())


@shared_task(name="records.recognise_texts")
def recognise_texts(turn: int | None = None) -> int:
    """Recognise some pages; the queue of this task comes after all others."""
    return recognition.take_turn(turn, at=timezone.now())


@shared_task(name="records.export_records")
def export_records(job: int) -> None:
    """Make the file of a list that is too long to be made while one waits."""
    jobs.work(job, catalogue.export, whole=True)


@shared_task(name="records.accept_records")
def accept_records(job: int) -> None:
    """Take the drafts of a list into custody."""
    jobs.work(job, catalogue.accept, whole=True)


@shared_task(name="records.check_import")
def check_import(job: int) -> None:
    """Check a table that was sent."""
    jobs.work(job, partial(check, at=timezone.now()))


@shared_task(name="records.mark_import")
def mark_import(job: int) -> None:
    """Make the marked copy of a long table that was checked."""
    jobs.work(job, make_copy)


@shared_task(name="records.draft_import")
def draft_import(job: int) -> None:
    """Make drafts of a checked table."""
    jobs.work(job, partial(draft, at=timezone.now()))


@shared_task(name="records.commit_import")
def commit_import(job: int) -> None:
    """Make records in custody of a checked table."""
    jobs.work(job, partial(commit, at=timezone.now()))


@shared_task(name="records.accept_import")
def accept_import(job: int) -> None:
    """Take the drafts that came of a table into custody."""
    jobs.work(job, partial(accept, at=timezone.now()))


@shared_task(name="records.retract_import")
def retract_import(job: int) -> None:
    """Take the drafts that came of a table back."""
    jobs.work(job, partial(retract, at=timezone.now()))


@shared_task(name="records.attach_upload")
def attach_upload(job: int) -> None:
    """Attach a set of files to their records."""
    jobs.work(job, partial(uploads.attach, at=timezone.now()))


@shared_task(name="records.expire_uploads")
def expire_uploads() -> int:
    """Put sets of files aside with which nobody goes on."""
    return uploads.expire(at=timezone.now())


@shared_task(name="records.inspect_copies")
def inspect_copies() -> int:
    """Nightly: read copies again, those first that were not read for longest."""
    return inspection.inspect(at=timezone.now())


@shared_task(name="records.count_pages")
def count_pages() -> int:
    """Count the pages of new copies, and compare them with what their records say."""
    return inspection.count_pages(at=timezone.now())


@shared_task(name="records.compare_pages")
def compare_pages() -> None:
    """Nightly: compare the pages of all records."""
    inspection.compare_pages(at=timezone.now())
