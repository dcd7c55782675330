"""How far text recognition is: figures of copies, and what is being done now."""

from typing import NamedTuple

from django.conf import settings
from django.utils.translation import gettext as _

from records.copies.models import DigitalCopy
from records.organisation.models import User
from records.recognition.models import Recognition, RecognitionQueue


class State(NamedTuple):
    """What recognition does now, in a sentence; how many copies are done of how many."""

    said: str
    is_off: bool
    is_paused: bool
    done: int
    total: int
    copy: Recognition | None  # that is being worked on

    @property
    def works(self) -> bool:
        """Whether something is being done, or will be within a minute."""
        return not self.is_off and not self.is_paused and self.done < self.total


class Figures(NamedTuple):
    """Copies by where their text comes from; one can have some of both kinds."""

    brought: int
    recognised: int
    silent: int
    waiting: int
    failed: int


def figures(user: User) -> Figures:
    """Those of the copies that the person may see."""
    copies = DigitalCopy.objects.visible_to(user)
    looked = Recognition.objects.visible_to(user)
    return Figures(
        brought=copies.with_layer().count(),
        recognised=looked.filter(found__gt=0).count(),
        silent=looked.filter(found=0, faults=0).exclude(ended_at=None).count(),
        waiting=copies.unrecognised().count(),
        failed=looked.failed().count(),
    )


def state(user: User, told: Figures) -> State:
    """What is done now, of the copies that the person may see."""
    queue = RecognitionQueue.only()
    under_way = Recognition.objects.visible_to(user).under_way().select_related("copy")
    ended = Recognition.objects.visible_to(user).exclude(ended_at=None).count()
    off, paused = not settings.RECOGNITION, queue.paused_at is not None
    return State(
        said=_said(queue, told) if not off else _("Switched off in the settings (RECOGNITION)."),
        is_off=off,
        is_paused=paused,
        done=ended,
        total=ended + told.waiting,
        copy=under_way.order_by("-pk").first(),
    )


def _said(queue: RecognitionQueue, told: Figures) -> str:
    if queue.paused_at:
        return _("Paused by %(name)s.") % {"name": queue.paused_by}
    if not told.waiting:
        return _("Nothing waits. New copies are looked through within minutes.")
    return _("Pages are recognised whenever the worker has nothing else to do.")
