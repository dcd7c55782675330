"""What a worker does: some pages of one copy in a turn, then the next turn is sent.

Whatever else waits for the worker comes between two turns. A turn may be lost or come twice.
"""

from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import datetime
from functools import partial
from importlib.metadata import version
from time import monotonic
from typing import Any, NamedTuple

from celery import current_app
from django.conf import settings
from django.db import transaction
from django.db.models import Count, F
from django.utils import timezone

from records.confined.process import Late, NotBegun, refusal, stream
from records.copies.actions import keep_texts, stored
from records.copies.models import DigitalCopy
from records.copies.rules import TextOrigin
from records.locks import Lock, try_for
from records.recognition.models import Recognition, RecognitionQueue
from records.recognition.rules import (
    LOST_AFTER,
    READER,
    SENTENCES,
    SETTLED_AT_ONCE,
    TRIES,
    TURN_SECONDS,
)
from records.rules import Refused
from records.sentences import ngettext_lazy

TASK = "records.recognise_texts"


class Line(NamedTuple):
    """A line on a page, how sure the engine is of it (0 to 1), and the box around it (`UNIT`)."""

    text: str
    score: float
    box: list[int]


def take_turn(turn: int | None, *, at: datetime) -> int:
    """Recognise some pages of a copy and send the next turn; returns how many pages.

    `turn` is the one that was sent; the clock, which sends none, begins one where none is on
    its way. Nothing is done in a pause, by a second worker, and twice.
    """
    with try_for(Lock.RECOGNITION) as held:
        queue = RecognitionQueue.only()
        sent = queue.turned_at is not None and queue.turned_at > at - LOST_AFTER
        late = sent if turn is None else turn != queue.turn
        if not held or late or not settings.RECOGNITION or queue.paused_at:
            return 0
        copy = DigitalCopy.objects.unrecognised().order_by("pk").last()
        pages = 0
        if copy and _brings_all(copy):
            _settle(at)
        elif copy:
            pages = _go_on(copy)
        _next(queue.turn + 1 if copy else 0)
    return pages


def _next(turn: int) -> None:
    """Send the turn; 0: nothing waits, and the clock looks again."""
    only = RecognitionQueue.objects.filter(pk=RecognitionQueue.ONLY)
    with transaction.atomic():
        if not turn:
            only.update(turned_at=None)
            return
        only.update(turn=turn, turned_at=timezone.now())
        send = partial(current_app.send_task, TASK, kwargs={"turn": turn})
        transaction.on_commit(send)


def _brings_all(copy: DigitalCopy) -> bool:
    """Whether every page has a text already."""
    return bool(copy.page_count) and copy.texts.count() >= (copy.page_count or 0)


def _settle(at: datetime) -> None:
    """Note of many copies all of whose pages bring their text that nothing is to be recognised."""
    brought = DigitalCopy.objects.unrecognised().filter(page_count__gt=0)
    whole = brought.annotate(said=Count("texts")).filter(said__gte=F("page_count"))
    keys = list(whole.order_by("-pk").values_list("pk", flat=True)[:SETTLED_AT_ONCE])
    DigitalCopy.objects.filter(pk__in=keys).update(recognised_at=at)


def _go_on(copy: DigitalCopy) -> int:
    """Recognise the next pages of a copy, for a while; a page that fails is passed over."""
    known = {"begun_at": timezone.now()}
    state, _new = Recognition.objects.get_or_create(copy=copy, defaults=known)
    state.tries += 1
    state.save(update_fields=["tries"])
    done = 0
    try:
        if state.tries > TRIES:
            told = {"count": TRIES}
            raise Refused(
                ngettext_lazy(
                    "Given up: the worker ended over it %(count)d time.",
                    "Given up: the worker ended over it %(count)d times.",
                )
                % told
            )
        done = _pages(copy, state)
    except Refused as fault:
        number = _ahead(copy, state)
        _keep(state, number, partial(_failed, state, number, str(fault)))
    except NotBegun:
        Recognition.objects.filter(pk=copy.pk).update(tries=0)  # the installation's fault
        raise
    if state.done >= state.pages:
        _end(state)
    return done


def _ahead(copy: DigitalCopy, state: Recognition) -> int:
    """The page that comes next; 0 where the copy as a whole cannot be read."""
    known = set(copy.texts.values_list("number", flat=True))
    return next((n for n in range(state.done + 1, state.pages + 1) if n not in known), 0)


def _pages(copy: DigitalCopy, state: Recognition) -> int:
    """The pages of one turn; refused where the next one cannot be recognised."""
    begun, pages = monotonic(), 0
    with stored(copy) as file, closing(_read(copy, state, file)) as told:
        state.pages = _whole(next(told, None))
        for said in told:
            number, lines = _page(said, state)
            if isinstance(lines, Refused):
                _keep(state, number, partial(_failed, state, number, str(lines)))
            else:
                _keep(state, number, partial(keep_lines, copy, number, lines, at=timezone.now()))
            pages += 1
            if monotonic() - begun > TURN_SECONDS:
                return pages
    _keep(state, state.pages, lambda: False)  # the last ones have a text of their own
    return pages


def _read(copy: DigitalCopy, state: Recognition, file: Any) -> Any:
    return stream(
        *(Late(*READER), file, state.done, sorted(copy.texts.values_list("number", flat=True))),
        sentences=SENTENCES,
        seconds=settings.RECOGNITION_SECONDS,
        memory=settings.RECOGNITION_MEMORY_BYTES,
    )


def _whole(told: Any) -> int:
    """How many pages the child says there are; it is not trusted to say anything in good form."""
    if isinstance(told, int) and told > 0:
        return told
    raise Refused(str(SENTENCES["broken"]))


def _page(told: Any, state: Recognition) -> tuple[int, "list[Line] | Refused"]:
    match told:
        case {"page": int(number), "lines": list(lines)} if state.done < number <= state.pages:
            return number, list(_lines(lines))
        case {"page": int(number), "fault": str()} if state.done < number <= state.pages:
            return number, refusal(told, SENTENCES)
    raise Refused(str(SENTENCES["broken"]))


def _lines(told: list[Any]) -> Iterator[Line]:
    for one in told:
        match one:
            case [str(text), float(score), *box] if len(box) == 4 and all(
                isinstance(side, int) for side in box
            ):
                yield Line(" ".join(text.split()), min(max(score, 0.0), 1.0), box)


@transaction.atomic
def _keep(state: Recognition, number: int, keep: Callable[[], object]) -> None:
    """Keep what was found of a page, and that recognition came so far: both or neither."""
    if keep():
        state.found += 1
    state.done, state.tries = max(state.done, number), 0
    state.save()


def keep_lines(copy: DigitalCopy, number: int, lines: list[Line], *, at: datetime) -> bool:
    """Keep the lines that were recognised on a page as its text; says whether there were any."""
    said = [line for line in lines if line.text]
    score = sum(line.score * len(line.text) for line in said) / (
        sum(len(line.text) for line in said) or 1
    )
    told = {"engine": engine(), "recognised_at": at, "score": round(score, 4)}
    text = "\n".join(line.text for line in said)
    boxes = [line.box for line in said]
    keep_texts(copy, {number: text}, TextOrigin.RECOGNISED, **told, boxes=boxes)
    return bool(said)


def engine() -> str:
    """The engine's name and version."""
    return f"RapidOCR {version('rapidocr')}"


def _failed(state: Recognition, number: int, why: str) -> bool:
    if not state.faults:
        state.fault_page, state.why = number, why
    state.faults += 1
    return False


@transaction.atomic
def _end(state: Recognition) -> None:
    """The copy was looked through."""
    state.ended_at = timezone.now()
    state.save()
    DigitalCopy.objects.filter(pk=state.copy_id).update(recognised_at=state.ended_at)
