"""The project's own Python files as syntax trees, for the tests of the house rules."""

import ast
from collections import defaultdict
from functools import cache
from pathlib import Path

from archive_center.local.provision import PROJECT

PACKAGES = ("archive_center", "filing", "records", "stacks", "transfers")


def files(*, migrations: bool = False) -> list[Path]:
    """Every Python file of the three packages, by its path in the project."""
    found = [path for package in PACKAGES for path in (PROJECT / package).rglob("*.py")]
    kept = [path for path in found if migrations or "migrations" not in path.parts]
    assert len(kept) > 100, "a rule that reads no files holds for all of them"
    return sorted(path.relative_to(PROJECT) for path in kept)


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse((PROJECT / path).read_text())


@cache
def walked(path: Path) -> dict[type, list[ast.AST]]:
    """The nodes of a file, by their kind."""
    found: dict[type, list[ast.AST]] = defaultdict(list)
    for node in ast.walk(tree(path)):
        found[type(node)].append(node)
    return found


def nodes(path: Path, *kinds):
    """All nodes of some kinds in a file."""
    return [node for kind in kinds for node in walked(path).get(kind, ())]


def breaking(rule, paths=None) -> dict[str, object]:
    """The files in which a rule finds something, and what it finds."""
    found = {str(path): rule(path) for path in (files() if paths is None else paths)}
    return {path: what for path, what in found.items() if what}


def called(call: ast.Call) -> str:
    """The last name of what is called: `queue` of `jobs.queue(…)`."""
    function = call.func
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


@cache
def parents(path: Path) -> dict[ast.AST, ast.AST]:
    """What each node of a file stands in."""
    return {child: node for node in ast.walk(tree(path)) for child in ast.iter_child_nodes(node)}
