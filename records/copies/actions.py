"""Digital copies are stored, read and taken off drafts again, also with their part."""

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from pathlib import PurePath
from typing import Any, BinaryIO

from celery import current_app
from django.core.files import File
from django.core.files.storage import default_storage
from django.db import transaction

from records.audit.actions import note
from records.copies.admission import admit
from records.copies.models import DigitalCopy, PageText
from records.copies.rules import TextOrigin
from records.copies.store import put
from records.days import day
from records.holdings.actions import add_component
from records.holdings.actions.components import arrange, standing, told
from records.holdings.actions.holds import why_held
from records.holdings.actions.rights import OWN
from records.holdings.models import Component, Record
from records.holdings.rules import FLOW, Part
from records.organisation.models import User
from records.rules import Refused
from records.sentences import gettext as _
from records.values.text import normal
from records.workflow.acts import does

OF_RECOGNITION = ("engine", "recognised_at", "score", "boxes")  # what is told of a text


@does(FLOW, "upload", only=OWN, unless=[why_held], of=lambda component: component.record)
def store(
    component: Component,
    file: BinaryIO,
    *,
    name: str,
    resolution: int | None = None,
    colour: str = "",
    by: User,
    at: datetime,
) -> DigitalCopy:
    """Keep a file as a digital copy of a component, under its SHA-256, with SM3 beside it.

    Refused: what may not come in (see `admit`), and bytes that the component has already.
    """
    sent = admit(file, name)
    found = sent.digests
    if standing(component).copies.filter(sha256=found.sha256).exists():
        raise Refused(_("This component has a copy with the same content already."))
    copy = DigitalCopy(
        component=component,
        name=sent.name,
        format=sent.kind.name,
        **vars(found),
        resolution=resolution,
        colour=colour,
        stored_by=by,
        stored_at=at,
    )
    put(file, copy.path)
    copy.save(force_insert=True)
    told = _told(copy) | {"virus_scan": sent.virus_scan}
    note("store copy", component.record, by=by, at=at, after=told)
    if copy.may_bring_text:
        transaction.on_commit(partial(_have_read, copy.pk))
    return copy


def _have_read(copy: int) -> None:
    current_app.send_task("records.read_text", kwargs={"copy": copy})


@transaction.atomic
def store_new(
    record: Record, file: BinaryIO, *, name: str, part: Part, by: User, at: datetime, **scan: Any
) -> DigitalCopy:
    """Keep a file as the copy of a new component, which is titled as the file is named."""
    title = PurePath(name.replace("\\", "/")).stem
    made = add_component(record, part=part, title=title, by=by, at=at)
    return store(made, file, name=name, by=by, at=at, **scan)


def each(files: list[BinaryIO], keep: Callable[..., object], **given: Any) -> list[str]:
    """Keep some files, each by itself; returns why some were not kept, by their names.

    Refused where none was.
    """
    refused: list[str] = []
    for file in files:
        try:
            keep(file, name=file.name or "", **given)
        except Refused as refusal:
            why, told = str(refusal), {"name": file.name, "why": refusal}
            named = file.name and file.name in why
            refused.append(why if named else _("“%(name)s”: %(why)s") % told)
    if len(refused) == len(files):
        raise Refused(" ".join(refused))
    return refused


def _told(copy: DigitalCopy) -> dict[str, str | int]:
    scan = {"resolution": copy.resolution, "colour": copy.colour}
    return {name: value for name, value in scan.items() if value} | {
        "component": copy.component.title,
        "name": copy.name,
        "format": copy.format,
        "size": copy.size,
        "sha256": copy.sha256,
        "sm3": copy.sm3,
    }


@transaction.atomic
def keep_texts(copy: DigitalCopy, said: Mapping[int, str], origin: TextOrigin, **told: Any) -> None:
    """Keep what pages say, by their numbers from 1, in place of what was kept of them.

    A page that says nothing in the normal form of search has no text; one that a person
    corrected keeps that. What was recognised is `told` with its engine, time, score and boxes.
    """
    hold(copy)
    theirs = set(copy.texts.by_person().values_list("number", flat=True))
    texts = {number: storable(text) for number, text in said.items() if number not in theirs}
    forms = {number: form for number, text in texts.items() if (form := normal(text))}
    copy.texts.filter(number__in=set(texts) - set(forms)).delete()
    made = {"copy": copy, "origin": origin, **told}
    PageText.objects.bulk_create(
        (
            PageText(number=number, text=texts[number], normal_text=form, **made)
            for number, form in forms.items()
        ),
        update_conflicts=True,
        unique_fields=["copy", "number"],
        update_fields=["text", "normal_text", "origin", *OF_RECOGNITION],
        batch_size=500,
    )


def hold(copy: DigitalCopy) -> None:
    """Wait for whoever writes texts of the copy, until the transaction ends."""
    DigitalCopy.objects.select_for_update(of=("self",), no_key=True).filter(pk=copy.pk).first()


def storable(text: str) -> str:
    """The text without what no database keeps: the sign zero, and halves of signs."""
    return text.replace("\0", "").encode(errors="ignore").decode()


@transaction.atomic
def read(copy: DigitalCopy, *, by: User, at: datetime) -> "File[bytes]":
    """Open a copy for somebody; the reading is an act and leaves its entry.

    The caller has chosen the copy among those that the person may see.
    """
    file = stored(copy)
    after = {"name": copy.name, "sha256": copy.sha256}
    note("read copy", copy.component.record, by=by, at=at, after=after)
    return file


def refuse_damaged(copy: DigitalCopy) -> None:
    """Nobody is given bytes that were found not to be what was stored."""
    if copy.intact is False:
        raise Refused(
            _(
                "“%(name)s” was found damaged on %(day)s and is not shown. The centre restores it"
                " from the backup; until then ask there for the original."
            )
            % {"name": copy.name, "day": day(copy.verified_at)}
        )


def stored(copy: DigitalCopy) -> "File[bytes]":
    """The bytes of a copy, opened. Refused where they are not there, or are damaged."""
    refuse_damaged(copy)
    if not default_storage.exists(copy.path):
        raise Refused(_("The bytes of “%(name)s” are not in the storage.") % {"name": copy.name})
    return default_storage.open(copy.path, "rb")


@does(FLOW, "withdraw", only=OWN, unless=[why_held], of=lambda copy: copy.component.record)
def discard(copy: DigitalCopy, *, by: User, at: datetime) -> None:
    """Take a copy off a draft. The bytes stay: another component may have the same.

    Done twice it is done once.
    """
    before = _told(copy)
    if copy.delete()[0]:
        note("discard copy", copy.component.record, by=by, at=at, before=before)


@does(FLOW, "remove", only=OWN, unless=[why_held], of=lambda component: component.record)
def remove_component(component: Component, *, by: User, at: datetime) -> None:
    """Take a part off a draft, and its copies with it; those behind it move up.

    The trail keeps what it was; the bytes stay, as when a copy is taken off. Done twice it
    is done once.
    """
    record = component.record
    copies = list(component.copies.order_by("pk"))
    hung = [{"name": one.name, "sha256": one.sha256} for one in copies]
    before = {"component": component.title, "position": component.position, **told(component)}
    component.copies.all().delete()
    if Component.objects.filter(pk=component.pk).delete()[0]:
        arrange(record, list(record.components.values_list("pk", flat=True)))
        kept = before | ({"copies": hung} if hung else {})
        note("remove component", record, by=by, at=at, before=kept)
