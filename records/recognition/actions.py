"""Recognition is paused and begun again, a copy tried anew; what was recognised is corrected."""

from datetime import datetime

from django.conf import settings
from django.db import transaction

from records.audit.actions import note
from records.copies.actions import hold, storable
from records.copies.models import DigitalCopy, PageText
from records.copies.rules import TextOrigin
from records.holdings.actions.rights import why_foreign
from records.organisation.models import User
from records.recognition.models import Recognition, RecognitionQueue
from records.rules import Refused
from records.sentences import gettext as _
from records.values.text import normal


@transaction.atomic
def pause(*, by: User, at: datetime) -> None:
    """Let no further page be recognised until somebody starts it again; done twice, done once."""
    queue = _held()
    if queue.paused_at is None:
        queue.paused_by, queue.paused_at = by, at
        queue.save(update_fields=["paused_by", "paused_at"])
        note("pause recognition", queue, by=by, at=at)


@transaction.atomic
def start(*, by: User, at: datetime) -> None:
    """Go on after a pause. Refused where the installation recognises nothing."""
    if not settings.RECOGNITION:
        raise Refused(_("Text recognition is switched off in the settings (RECOGNITION)."))
    queue = _held()
    if queue.paused_at is not None:
        before = {"paused_by": str(queue.paused_by)}
        queue.paused_by = queue.paused_at = queue.turned_at = None
        queue.save(update_fields=["paused_by", "paused_at", "turned_at"])
        note("start recognition", queue, by=by, at=at, before=before)


def _held() -> RecognitionQueue:
    only = RecognitionQueue.only()
    return RecognitionQueue.objects.select_for_update(of=("self",)).get(pk=only.pk)


@transaction.atomic
def try_again(recognition: Recognition, *, by: User, at: datetime) -> None:
    """Have a copy looked through anew: pages that have a text keep it. Done twice, done once."""
    copy = recognition.copy
    hold(copy)
    gone, _rows = Recognition.objects.failed().filter(pk=copy.pk, ended_at__isnull=False).delete()
    if gone:
        DigitalCopy.objects.filter(pk=copy.pk).update(recognised_at=None)
        after = {"name": copy.name, "sha256": copy.sha256}
        note("recognise again", copy.component.record, by=by, at=at, after=after)


def why_not_correct(copy: DigitalCopy, page: PageText | None, by: User) -> str:
    """Why a person may not correct what a page says; empty where they may.

    Whoever describes the record corrects its text. What a file brings is the file's own.
    """
    if page and page.origin == TextOrigin.LAYER:
        return _("This text is a part of the file itself and is not corrected here.")
    return why_foreign(copy.component.record, by)


@transaction.atomic
def correct(
    copy: DigitalCopy, number: int, *, text: str, seen: str, by: User, at: datetime
) -> PageText:
    """Keep what a page says as a person read it; no later recognition changes that.

    The caller has chosen the page among those that the person may see. `seen` is the text that
    was corrected: refused where it is another by now, and where the person may not.
    """
    hold(copy)
    page = copy.texts.filter(number=number).first()
    if why := why_not_correct(copy, page, by):
        raise Refused(why)
    was, text = page.text if page else "", "\n".join(storable(text).split("\r\n")).strip()
    if "".join(was.split()) != "".join(seen.split()):
        raise Refused(_("Somebody corrected this page meanwhile: open it again to see how."))
    made = page or PageText(copy=copy, number=number)
    if len(text.splitlines()) != len(was.splitlines()):
        made.boxes = None  # which line stands where is not known any more
    made.text, made.normal_text, made.origin = text, normal(text), TextOrigin.CORRECTED
    made.corrected_by, made.corrected_at = by, at
    made.save()
    told = {"name": copy.name, "sha256": copy.sha256, "page": number}
    note("correct text", copy.component.record, by=by, at=at, after=told)
    return made
