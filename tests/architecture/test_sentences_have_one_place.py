"""What may be kept is made by `records.sentences`, so that each reader reads the own language.

Views, forms and what a page shows speak to the one who asks, at once; a refusal, a finding
or an outcome may be kept and be read by somebody else.
"""

import ast
from pathlib import Path

from tests.architecture import source

TO_WHO_ASKS = {"views", "forms", "filters", "pages", "admin", "apps"}
FOLDERS = {"admin", "management", "templatetags", "web"}
OURS = {"gettext", "gettext_lazy", "pgettext"}
MODULES = [
    path
    for path in source.files()
    if path.parts[0] in {"records", "transfers", "stacks", "filing"}
    and path.stem not in TO_WHO_ASKS
    and not FOLDERS & set(path.parts)
]


def taken(path: Path) -> set[str]:
    """What a module takes of Django's words, though the house has its own."""
    imports = source.nodes(path, ast.ImportFrom)
    from_django = [one for one in imports if one.module == "django.utils.translation"]
    return {name.name for one in from_django for name in one.names} & OURS


def test_words_that_may_be_kept_are_the_houses_own():
    assert {str(path): found for path in MODULES if (found := taken(path))} == {}


def test_the_search_finds_what_it_looks_for():
    assert len(MODULES) > 100
    assert taken(Path("records/jobs/views.py")) == set()
    assert "gettext" in taken(Path("records/holdings/views.py"))
