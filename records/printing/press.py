"""A typst template with its data becomes a PDF/A-2b: here, or in a process of its own.

Nothing of Django is imported here: such a process has to begin quickly.
"""

import os
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from threading import local
from weakref import finalize

import typst

PROJECT = Path(__file__).parents[2]
TEMPLATES, FONTS = (Path(__file__).parent / name for name in ("templates", "fonts"))
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

    def compile(self, template: str, data: str, *, at: int) -> object:
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
                timestamp=at,
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


def pressed(template: str, data: str, at: int) -> bytes:
    """The PDF of `templates/<template>.typ` filled with JSON, made `at` this Unix time."""
    made = _press().compile(template, data, at=at)
    if not isinstance(made, bytes):
        raise TypeError(f"{template} gave {type(made)} instead of one PDF.")
    return made


def pressed_apart(template: str, data: str, at: int) -> bytes:
    """The same from a process of its own, with which the memory ends that typst took for it.

    A new one and no fork: typst's threads would be missing there. CalledProcessError where it
    fails; what it says of that goes where this process writes its errors.
    """
    command = [sys.executable, "-m", __spec__.name, template, str(at)]
    done = subprocess.run(
        command, input=data.encode(), stdout=subprocess.PIPE, cwd=PROJECT, check=True
    )
    return done.stdout


if __name__ == "__main__":
    _command, form, made_at = sys.argv
    sys.stdout.buffer.write(pressed(form, sys.stdin.buffer.read().decode(), int(made_at)))
