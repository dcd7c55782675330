"""Files of a set come in: announced, received in pieces, and checked once they are whole."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, BinaryIO, NamedTuple

from django.conf import settings
from django.db import transaction
from django.template.defaultfilters import filesizeformat

from records.audit.actions import note
from records.copies.admission import admit
from records.holdings.actions.rights import refuse_foreign
from records.organisation.models import Fonds, User
from records.rules import Refused
from records.sentences import gettext as _
from records.uploads import spool
from records.uploads.file_names import tidy
from records.uploads.models import Upload, UploadFile
from records.uploads.rules import AT_ONCE, LONGEST_NAME, MOST_FILES, Stage, State
from records.values.marks import refuse_secrets
from records.workflow.acts import hold_at


class Announced(NamedTuple):
    """A file that is about to come: its name with its folders, and its bytes."""

    name: str
    size: int


class OutOfStep(Refused):
    """What was sent does not begin where the bytes that are here end."""


@transaction.atomic
def begin(*, fonds: Fonds, by: User, at: datetime) -> Upload:
    """Begin a set of files for the records of a fonds that the person describes."""
    refuse_foreign(fonds, by)
    upload = Upload.objects.create(fonds=fonds, made_by=by, made_at=at)
    note("begin", upload, by=by, at=at, after={"fonds": str(fonds)})
    return upload


@transaction.atomic
def announce(
    upload: Upload, files: list[Announced], *, by: User, at: datetime
) -> list[dict[str, Any]]:
    """Say which files are to come; told is of each its key and how much of it is here already.

    A file that came before under its name and size goes on where it broke off; with another
    size it is another file, and comes anew. One whose name bears the mark of a state secret is
    refused and not written down. Refused as a whole: more files than a set may have, or more
    bytes than there is room for.
    """
    held = hold_at(upload, Stage.OPEN)
    good: dict[str, Announced] = {}
    answers = [_looked_at(one, good) for one in files]
    _refuse_too_much(held, list(good.values()))
    known = {one.name: one for one in held.files.filter(name__in=good)}
    for name, file in good.items():
        if name in known and known[name].size != file.size:
            _empty(known[name], size=file.size, at=at)
    UploadFile.objects.bulk_create(
        UploadFile(upload=held, name=name, size=file.size, touched_at=at)
        for name, file in good.items()
        if name not in known
    )
    told = {one.name: one.told() for one in held.files.filter(name__in=good)}
    return [answer or told[tidy(one.name)] for one, answer in zip(files, answers, strict=True)]


def _looked_at(file: Announced, good: dict[str, Announced]) -> dict[str, Any] | None:
    """Keep the file among the good ones; an answer where it cannot be one."""
    name = tidy(file.name)
    try:
        refuse_secrets(name)
        if not name or len(name) > LONGEST_NAME:
            raise Refused(_("The name of the file with its folders is too long, or is none."))
        _refuse_large(file.size)
    except Refused as refusal:
        return {"key": None, "offset": 0, "state": State.REFUSED, "why": str(refusal)}
    good[name] = file
    return None


def _refuse_large(size: int) -> None:
    if size > settings.COPY_MAX_BYTES:
        told = {"size": filesizeformat(size), "most": filesizeformat(settings.COPY_MAX_BYTES)}
        raise Refused(
            _("The file has %(size)s, more than the %(most)s that are taken. Split it.") % told
        )


def _refuse_too_much(upload: Upload, files: list[Announced]) -> None:
    if len(files) > AT_ONCE or upload.files.count() + len(files) > MOST_FILES:
        told = {"most": MOST_FILES}
        raise Refused(_("A set has at most %(most)d files: begin another one.") % told)
    if sum(file.size for file in files) > spool.room():
        raise Refused(
            _("The server has no room for these files. Send fewer, and tell the administrator.")
        )


def _empty(file: UploadFile, *, size: int, at: datetime) -> None:
    """What comes under this name is another file now: its first piece takes the old one's place."""
    anew = UploadFile(upload=file.upload, name=file.name, size=size, touched_at=at, pk=file.pk)
    anew.save(force_update=True)


@transaction.atomic
def receive(
    file: UploadFile, stream: BinaryIO, *, offset: int, by: User, at: datetime
) -> UploadFile:
    """Take in a piece of a file, which begins at `offset`; the whole file is checked at once.

    What came before a broken connection stays. Done twice it is done once. OutOfStep: the
    piece does not begin where the file ends. What the checks refuse is told on the file, and
    its bytes are deleted. Of bytes that are gone from the disk it is told how many are left.
    """
    held = UploadFile.objects.select_for_update(of=("self",)).filter(pk=file.pk).first()
    if held is None or Upload.objects.get(pk=file.upload_id).stage != Stage.OPEN:
        raise Refused(_("This set of files is no longer being put together. Reload the page."))
    if held.state != State.SENDING:
        return held
    if offset != held.received:
        raise OutOfStep(_("The file goes on at another place."))
    place = spool.path(held.upload_id, held.pk)
    here = spool.held(place)
    held.received = (
        here if here < offset else spool.add(place, stream, offset=offset, most=held.size)
    )
    held.touched_at = at
    if held.is_whole:
        _check(held)
    held.save()
    return held


def _check(file: UploadFile) -> None:
    """The same checks as of a single copy (`admit`), on what has come."""
    try:
        with spool.opened(spool.path(file.upload_id, file.pk)) as whole:
            sent = admit(whole, file.name)
    except Refused as refusal:
        file.state, file.why = State.REFUSED, refusal.args[0]
        spool.forget(file.upload_id, file.pk)
        return
    file.state, file.format, file.virus_scan = State.TAKEN, sent.kind.name, sent.virus_scan
    file.sha256, file.sm3 = sent.digests.sha256, sent.digests.sm3


def take(upload: Upload, *, file: Iterable[Any], by: User, at: datetime) -> None:
    """Take in files that came whole with a form, each as if it had come in one piece."""
    for one in file:
        (told,) = announce(upload, [Announced(one.name or "", one.size)], by=by, at=at)
        if told["key"] is None:
            raise Refused(told["why"])
        known = UploadFile.objects.get(pk=told["key"])
        one.seek(known.received)
        receive(known, one, offset=known.received, by=by, at=at)
