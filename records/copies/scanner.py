"""The virus scanner of the house, where one is set up: what it said of a file, or a refusal."""

import shlex
import subprocess
from typing import IO

from django.conf import settings

from records.confined.process import on_disk
from records.rules import Refused
from records.sentences import gettext as _

CLEAN, FOUND = 0, 1  # exit status of clamdscan, as of most scanners


def told() -> str:
    """Whether files are scanned here, in a sentence for who sends one."""
    if settings.VIRUS_SCAN_COMMAND:
        return _("Each file is given to the virus scanner before it is kept.")
    return _("No virus scanner is set up here: files are checked for their form only.")


def scan(file: IO[bytes]) -> str:
    """The scanner that found the file clean, as the trail tells it; refused in any other case."""
    command = shlex.split(settings.VIRUS_SCAN_COMMAND)
    if not command:
        return _("not scanned: no scanner is set up")
    status = _status(command, file)
    if status == FOUND:
        raise Refused(_("The virus scanner found something in the file: it is not kept."))
    if status != CLEAN:
        raise Refused(
            _("The virus scanner does not answer, so nothing was kept. Tell the administrator.")
        )
    return _("found clean by %(scanner)s") % {"scanner": command[0].rpartition("/")[2]}


def _status(command: list[str], file: IO[bytes]) -> int | None:
    """The scanner's exit status; the file is its standard input. None where it gave none."""
    try:
        with on_disk(file) as held:
            done = subprocess.run(
                command,
                stdin=held,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                timeout=settings.VIRUS_SCAN_SECONDS,
                check=False,
                cwd="/",
            )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.returncode
