"""Find the texts that code and templates mark for translation."""

import ast
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir, extract_python
from babel.messages.mofile import read_mo
from django.apps import apps
from django.conf import settings
from django.utils.translation.template import templatize

LANGUAGE = "zh_Hans"
KEYWORDS = {
    **DEFAULT_KEYWORDS,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
OF_CODE, OF_TEMPLATES = f"{__name__}:extract_code", f"{__name__}:extract_template"
METHODS = [("**.py", OF_CODE), ("**.html", OF_TEMPLATES), ("**.txt", OF_TEMPLATES)]
PROJECT = settings.BASE_DIR
OURS = ("archive_center", "filing", "records", "stacks", "transfers", "templates")
# Parts of packages that are not installed as apps here.
UNUSED = {"contrib", "locale", "migrations", "tests"}
Found = tuple[int, Any, Any, Any]  # line, name of the function, its texts, comments


def extracted() -> Catalog:
    """Every marked text of the project, and those of other packages that lack Chinese."""
    found = Catalog(locale=LANGUAGE, charset="utf-8")
    for root in OURS:
        read_folder(PROJECT / root, found, known=set())
    known = translated_elsewhere()
    for folder in other_packages():
        read_folder(folder, found, known=known)
    return found


def read_folder(folder: Path, found: Catalog, *, known: set[str]) -> None:
    """Add the texts of a folder's files; a text that is known already is left out."""
    texts = extract_from_dir(
        folder,
        METHODS,
        keywords=KEYWORDS,
        comment_tags=("Translators:",),
        directory_filter=lambda inside: Path(inside).name not in UNUSED,
    )
    for name, _line, message, comments, context in texts:
        if singular(message) not in known:
            place = [(f"{folder.name}/{name}", 0)]
            found.add(message, None, place, auto_comments=comments, context=context)


def extract_code(file: BinaryIO, keywords: Any, comment_tags: Any, options: Any) -> Iterator[Found]:
    """Babel's way to read Python, and the calls inside f-strings.

    These are single tokens to a Python older than 3.12, which Babel leaves unread.
    """
    code = file.read()
    strings = [node for node in ast.walk(ast.parse(code)) if isinstance(node, ast.JoinedStr)]
    inner = [node for one in strings for node in ast.walk(one) if isinstance(node, ast.Call)]
    calls = "\n".join(ast.unparse(call) for call in inner).encode()
    for part in (code, calls):
        yield from extract_python(BytesIO(part), keywords, comment_tags, options)


def extract_template(
    file: BinaryIO, keywords: Any, comment_tags: Any, options: Any
) -> Iterator[Found]:
    """Babel's way to read a template: Django turns it into calls of gettext.

    The calls stand where the tags stood; Python reads no such indentation.
    """
    calls = templatize(file.read().decode()).splitlines()
    code = "\n".join(line.lstrip() for line in calls)
    return extract_python(BytesIO(code.encode()), keywords, comment_tags, options)


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
