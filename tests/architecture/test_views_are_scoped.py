"""What a page shows comes from rows that its reader may see, wherever the page fetches them.

Read are the views, what the settings call for a page, and every module that one of these
imports, on and on: pages, filters, exports, papers. Not gone into are the rooms with
another contract: models define the sets, actions and work write and are handed their rows.
"""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.architecture import source

CALLED_BY_SETTINGS = {
    Path("archive_center/home/context.py"),
    Path("archive_center/oversight/dashboard.py"),
    Path("archive_center/oversight/navigation.py"),
}
OTHER_CONTRACT = {"models", "actions", "work", "rules", "tasks", "workflow", "audit", "admin"}
BACK_DOORS = {"_default_manager", "_base_manager", "all_objects"}

SCOPES = {"visible_to", "owned_by", "editable_by", "about", "none"}
PARENTS = {"record", "fonds", "department", "handover", "source"}  # reached before, so scoped
OPEN_TO_ALL = {"Category", "ReceivingArchive", "DueRule"}  # reference data without a reader
FREE = {  # and why
    "DigitalCopy in filing/batches/pages.py": "a sum over the files of a visible batch; no row",
    "Entry in filing/batches/pages.py": "what was changed of the files of a visible batch",
    "DigitalCopy in filing/checks/finders.py": "a condition on records that are given; no row",
    "Record in filing/checks/finders.py": "a condition on records that are given; no row",
    "CopyFault in filing/checks/finders.py": "a condition on records that are given; no row",
    "Due in transfers/due/explanation.py": "the open flags of records that were reached",
    "DueRun in archive_center/home/outlook.py": "the number of the last run, in a key of the cache",
    "Fonds in records/catalogue/scope.py": "says itself what may be chosen, as visible_to does",
    "Grant in records/catalogue/scope.py": "those of the person alone",
    "DigitalCopy in records/catalogue/division.py": "which of visible records have some; no row",
    "Fonds in records/harvest/pages.py": "those of which a record is open, or was",
    "Record in records/holdings/keeper.py": "fonds alone, where a setting lets everybody know",
    "OpenRecord in records/harvest/pages.py": "what is open to all, or was",
    "IndexMark in records/index/engine.py": "keys alone; their rows come through visible_to",
    "IndexMark in archive_center/oversight/health.py": "which machines there are, for supervisors",
    "PasswordLink in archive_center/sign_in/views.py": "who brings its code may use it",
    "PageText in records/catalogue/search.py": "a condition on records that are visible; no row",
    "Amendment in records/viewer/pages.py": "whether parts of a visible record were moved; no row",
    "CodeAlias in records/holdings/keeper.py": "a condition on records that are given; no row",
    "CodeAlias in records/holdings/pages.py": "whether a code is free, in all fonds; no row",
}


def imported(path: Path) -> Iterator[Path]:
    """The modules of the project that a module imports."""
    for node in source.nodes(path, ast.ImportFrom):
        place = Path(*(node.module or "").split("."))
        yield from (place / f"{alias.name}.py" for alias in node.names)
        yield place.with_suffix(".py")


@cache
def behind_pages() -> list[Path]:
    known = {path for path in source.files() if not OTHER_CONTRACT & {*path.parts, path.stem}}
    found: set[Path] = set()
    waiting = {path for path in known if path.name == "views.py"} | CALLED_BY_SETTINGS
    while waiting:
        path = waiting.pop()
        found.add(path)
        waiting |= known.intersection(imported(path)) - found
    return sorted(found)


def chain(path: Path, node: ast.AST) -> Iterator[ast.Call]:
    """The calls that follow on `Model.objects`, one after the other."""
    above = source.parents(path)
    while isinstance(above[node], ast.Attribute):
        call = above[above[node]]
        if not isinstance(call, ast.Call):
            return
        yield call
        node = call


def scopes(call: ast.Call) -> bool:
    """Whether a call narrows down to what a person may see, or to parts of what was reached."""
    if source.called(call) == "filter":
        return any((word.arg or "").split("__")[0] in PARENTS for word in call.keywords)
    return source.called(call) in SCOPES


def fetched(path: Path) -> Iterator[str]:
    """The models of which a module fetches rows without a word of who may see them."""
    for node in source.nodes(path, ast.Attribute):
        if node.attr == "objects" and not any(map(scopes, chain(path, node))):
            model = ast.unparse(node.value)
            if model not in OPEN_TO_ALL:
                yield f"{model} in {path.as_posix()}"


def test_rows_of_a_page_come_through_who_may_see_them_and_each_exception_is_needed():
    assert {each for path in behind_pages() for each in fetched(path)} == set(FREE)


def test_a_page_uses_no_other_manager():
    def used(path):
        return [n.lineno for n in source.nodes(path, ast.Attribute) if n.attr in BACK_DOORS]

    assert source.breaking(used, behind_pages()) == {}


@pytest.mark.parametrize(
    "fetch",
    ["Job.objects.all()", "Job.objects.filter(pk=1)", "Job.objects.open().count()", "Job.objects"],
)
def test_a_fetch_without_a_reader_is_found(fetch, tmp_path):
    path = tmp_path / "pages.py"
    path.write_text(f"jobs = {fetch}\nmine = Job.objects.open().visible_to(user)\n")

    assert list(fetched(path)) == [f"Job in {path}"]
