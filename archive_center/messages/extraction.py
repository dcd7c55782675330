"""Find the texts that code and templates mark for translation."""

import ast
from collections.abc import Iterator
from io import BytesIO
from itertools import chain
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.mofile import read_mo
from django.apps import apps
from django.conf import settings
from django.utils.translation.template import templatize

LANGUAGE = "zh_Hans"
KEYWORDS = {
    **DEFAULT_KEYWORDS,
    "_": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
TEMPLATES = {".html", ".txt"}
PROJECT = settings.BASE_DIR
OURS = ("archive_center", "records", "transfers", "templates")
# Parts of packages that are not installed as apps here.
UNUSED = ("/contrib/", "/locale/", "/migrations/", "/tests/")
Found = tuple[int, str | tuple[str, ...], list[str], str | None]


def extracted() -> Catalog:
    """Every marked text of the project, and those of other packages that lack Chinese."""
    found = Catalog(locale=LANGUAGE, charset="utf-8")
    for root in OURS:
        read_folder(PROJECT / root, PROJECT, found, known=set())
    known = translated_elsewhere()
    for folder in other_packages():
        read_folder(folder, folder.parent, found, known=known)
    return found


def read_folder(folder: Path, above: Path, found: Catalog, *, known: set[str]) -> None:
    """Add the texts of a folder's files; a text that is known already is left out."""
    for path in sorted(folder.rglob("*")):
        name = str(path.relative_to(above))
        if path.suffix in {".py", *TEMPLATES} and not any(part in f"/{name}" for part in UNUSED):
            for _line, message, comments, context in read_file(path):
                if singular(message) not in known:
                    place = [(name, 0)]
                    found.add(message, None, place, auto_comments=comments, context=context)


def read_file(path: Path) -> Iterator[Found]:
    """The marked texts of one file; a template is first turned into calls of gettext."""
    text = path.read_text()
    if path.suffix in TEMPLATES:
        calls = templatize(text, origin=str(path)).splitlines()
        # The calls stand where the tags stood; Python reads no such indentation.
        return marked("\n".join(line.lstrip() for line in calls))
    return chain(marked(text), *map(marked, calls_in_f_strings(text)))


def marked(code: str) -> Iterator[Found]:
    return extract("python", BytesIO(code.encode()), KEYWORDS, comment_tags=("Translators:",))


def calls_in_f_strings(code: str) -> Iterator[str]:
    """Calls inside f-strings, which are single tokens to a Python older than 3.12."""
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.JoinedStr):
            for call in ast.walk(node):
                if isinstance(call, ast.Call):
                    yield ast.unparse(call)


def singular(message: object) -> str:
    """The text by which an entry is known; of a plural entry its first form."""
    return str(message[0] if isinstance(message, (tuple, list)) else message)


def other_packages() -> list[Path]:
    """The folders of installed apps that are neither ours nor Django's."""
    folders = [
        Path(app.path) for app in apps.get_app_configs() if not app.name.startswith("django.")
    ]
    return [folder for folder in folders if PROJECT not in folder.parents or inside_venv(folder)]


def inside_venv(folder: Path) -> bool:
    return "site-packages" in folder.parts


def translated_elsewhere() -> set[str]:
    """The texts that Django and the other packages bring in Chinese themselves."""
    folders = [Path(app.path) for app in apps.get_app_configs()]
    folders = [folder for folder in folders if inside_venv(folder)]
    folders.append(Path(apps.get_app_config("admin").path).parents[1] / "conf")
    known = set()
    for folder in folders:
        compiled = folder / "locale" / LANGUAGE / "LC_MESSAGES/django.mo"
        if compiled.exists():
            with compiled.open("rb") as file:
                known |= {singular(message.id) for message in read_mo(file)}
    return known
