"""Official forms and registers: a typst template and its data become a PDF/A-2b."""

import os
import shutil
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from tempfile import NamedTemporaryFile, mkdtemp
from threading import local
from typing import Any
from weakref import finalize

import typst

from records.printing.glyphs import FONTS, as_json, filled

TEMPLATES = Path(__file__).parent / "templates"
_of_this_thread = local()


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)]
    )


class _Press:
    """Templates and fonts, read once, in a folder of one's own in which the data are put.

    Were the data told in `sys.inputs`, typst would put together its library anew each time,
    and forget with it all that it had worked out of the templates.
    """

    def __init__(self) -> None:
        self.root = Path(mkdtemp(prefix="press-"))
        finalize(self, _remove, self.root, os.getpid())
        self.compiler = typst.Compiler(root=str(self.root), font_paths=_fonts())

    def compile(self, template: str, data: str, *, at: datetime) -> object:
        if not all((self.root / f"{name}.typ").exists() for name in (template, "house")):
            shutil.copytree(TEMPLATES, self.root, dirs_exist_ok=True)  # or somebody tidied up
        told = self.root / "data.json"
        told.write_text(data, encoding="utf-8")
        try:
            return self.compiler.compile(
                input=str(self.root / f"{template}.typ"),
                format="pdf",
                pdf_standards="a-2b",
                pdf_tags=False,
                timestamp=int(at.timestamp()),
            )
        finally:
            told.unlink()


def _remove(folder: Path, pid: int) -> None:
    """The press of a process is not that of those which it forked."""
    if os.getpid() == pid:
        shutil.rmtree(folder, ignore_errors=True)


def _press() -> _Press:
    """The thread's press; a process that was forked begins with its own."""
    if getattr(_of_this_thread, "process", None) != os.getpid():
        _of_this_thread.process, _of_this_thread.press = os.getpid(), _Press()
    press: _Press = _of_this_thread.press
    return press


def rendered(template: str, data: Mapping[str, Any], *, at: datetime) -> bytes:
    """The PDF/A-2b of `templates/<template>.typ` filled with `data`, made `at` this time.

    PDF/A-2b (ISO 19005-2) is what a public archive can open in fifty years.
    Data go in as JSON and are never read as typst, so nothing that a person wrote can
    become markup. Equal template, data and time give equal bytes. Characters that the
    fonts lack are printed as 〓 and listed at the end of the document.
    """
    made = _press().compile(template, as_json(filled(data)), at=at)
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
