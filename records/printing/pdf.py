"""Official forms and registers: a typst template and its data become a PDF/A-2b."""

import json
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from tempfile import NamedTemporaryFile
from threading import local
from typing import Any

import typst
from django.core.serializers.json import DjangoJSONEncoder

from records.printing.glyphs import FONTS, legible

TEMPLATES = Path(__file__).parent / "templates"
_of_this_thread = local()


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)]
    )


def _compiler() -> typst.Compiler:
    """The thread's compiler: it keeps templates and fonts read from one print to the next."""
    if not hasattr(_of_this_thread, "compiler"):
        _of_this_thread.compiler = typst.Compiler(root=str(TEMPLATES), font_paths=_fonts())
    compiler: typst.Compiler = _of_this_thread.compiler
    return compiler


def rendered(template: str, data: Mapping[str, Any], *, at: datetime) -> bytes:
    """The PDF/A-2b of `templates/<template>.typ` filled with `data`, made `at` this time.

    PDF/A-2b (ISO 19005-2) is what a public archive can open in fifty years.
    Data go in as JSON and are never read as typst, so nothing that a person wrote can
    become markup. Equal template, data and time give equal bytes. Characters that the
    fonts lack are printed as 〓 and listed at the end of the document.
    """
    missing: set[str] = set()
    clean = legible(json.loads(json.dumps(data, cls=DjangoJSONEncoder)), missing)
    clean["missing"] = sorted(missing)
    made = _compiler().compile(
        input=str(TEMPLATES / f"{template}.typ"),
        format="pdf",
        sys_inputs={"data": json.dumps(clean, ensure_ascii=False)},
        pdf_standards="a-2b",
        pdf_tags=False,
        timestamp=int(at.timestamp()),
    )
    if not isinstance(made, bytes):
        raise TypeError(f"{template} gave {type(made)} instead of one PDF.")
    return made


def render(template: str, data: Mapping[str, Any], out_path: Path, *, at: datetime) -> None:
    """Write the PDF/A-2b of a template to a file: whole or not at all."""
    made = rendered(template, data, at=at)
    with NamedTemporaryFile(dir=out_path.parent, prefix=f".{out_path.name}.", delete=False) as file:
        partial = Path(file.name)
        file.write(made)
    partial.replace(out_path)
