"""The one way in for a file that is kept: copies and receipts pass the same checks."""

from pathlib import PurePath
from typing import BinaryIO, NamedTuple

from django.conf import settings
from django.template.defaultfilters import filesizeformat

from records.copies.digests import Digests, digest
from records.copies.rules import Format, read_through, recognise
from records.copies.scanner import scan
from records.copies.store import chunks
from records.rules import Refused
from records.sentences import gettext as _
from records.values.marks import StateSecret, refuse_secrets


class Admitted(NamedTuple):
    """A file that may be kept: its name, its format, its digests, and what the scanner said."""

    name: str
    kind: Format
    digests: Digests
    virus_scan: str


def admit(file: BinaryIO, name: str) -> Admitted:
    """Look at a file that somebody sent, before anything of it is kept.

    `file` is seekable and is read in chunks, never whole; what parses it does so in a
    confined child process. Refused: empty and too large files; another format than the
    name says; what is encrypted, damaged, two kinds of file at once, or has too many
    pixels; marks of state secrets in the name, the title or the first page; and what the
    virus scanner does not let through.
    """
    name = PurePath(name.replace("\\", "/")).name[-200:]
    refuse_secrets(PurePath(name).stem)
    found = digest(chunks(file))
    _refuse_size(found.size)
    kind = recognise(name, file)
    try:
        refuse_secrets(read_through(kind, name, file, settings.COPY_MAX_PIXELS))
    except StateSecret as refusal:
        told = {"name": name, "why": refusal}
        raise StateSecret(_("Inside “%(name)s”: %(why)s") % told) from None
    admitted = Admitted(name, kind, found, scan(file))
    file.seek(0)
    return admitted


def _refuse_size(size: int) -> None:
    if not size:
        raise Refused(_("The file is empty: choose the one that was scanned or issued."))
    if size > settings.COPY_MAX_BYTES:
        raise Refused(
            _("The file has %(size)s, more than the %(most)s that are taken. Split it.")
            % {"size": filesizeformat(size), "most": filesizeformat(settings.COPY_MAX_BYTES)}
        )
