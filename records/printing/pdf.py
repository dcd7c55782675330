"""Official forms and registers: a typst template and its data become a PDF/A-2b."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from django.conf import settings
from django.utils.translation import override

from records.printing.glyphs import as_json, filled
from records.printing.press import pressed, pressed_apart

# Characters of data from which on a document has a process of its own: typst keeps what it
# worked out of it, some 130 kB for each line of a list, as long as the process lives.
LONG = 50_000


def centre() -> str:
    """The centre's name on official forms: in Chinese, in whatever language they are asked for."""
    with override("zh-hans"):
        return str(settings.CENTRE_NAME)


def rendered(template: str, data: Mapping[str, Any], *, at: datetime) -> bytes:
    """The PDF/A-2b of `templates/<template>.typ` filled with `data`, made `at` this time.

    PDF/A-2b (ISO 19005-2) is what a public archive can open in fifty years.
    Data go in as JSON and are never read as typst, so nothing that a person wrote can
    become markup. Equal template, data and time give equal bytes. Characters that the
    fonts lack are printed as 〓 and listed at the end of the document.
    """
    told = as_json(filled(data))
    made = pressed_apart if len(told) > LONG else pressed
    return made(template, told, int(at.timestamp()))


def render(template: str, data: Mapping[str, Any], out_path: Path, *, at: datetime) -> None:
    """Write the PDF/A-2b of a template to a file: whole or not at all."""
    made = rendered(template, data, at=at)
    with NamedTemporaryFile(dir=out_path.parent, prefix=f".{out_path.name}.", delete=False) as file:
        partial = Path(file.name)
        file.write(made)
    partial.replace(out_path)
