"""The measures of the house: how long its files are, how deep its rooms, how they are named.

`python -m measures.house` prints the table; with `--check` it fails where a limit is passed.
Migrations, tests and benchmarks are left out, empty files do not count.
"""

import ast
import re
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from graphlib import CycleError, TopologicalSorter
from itertools import chain
from pathlib import Path
from typing import NamedTuple

PROJECT = Path(__file__).parents[1]
APPS = ("archive_center", "filing", "records", "stacks", "transfers")
MOST_LINES, MOST_ON_A_FLOOR, LONGEST_CHAIN, MOST_COMPLEX = 300, 12, 6, 8
FUNCTION_LINES = (6, 18, 40)  # median, 90th percentile, longest
# The field's own nouns; any other name in -ing says what code does, not what a room holds.
NOUNS_IN_ING = {"numbering", "filing", "printing"}
# Names that mean the same in every subject, and those that Django and Python give.
STANDARD = {"rules", "models", "actions", "forms", "filters", "views", "work", "pages"} | {
    *("urls", "admin", "tasks", "apps", "formats", "management", "commands", "templatetags"),
    "__main__",
}
SHELVES = {"models", "actions", "admin", "commands"}  # the same noun may stand on each of them
Graph = dict[str, set[str]]


class Measure(NamedTuple):
    """One line of the table: what was found, what is allowed, and what goes beyond it."""

    name: str
    found: str
    limit: str = ""
    beyond: list[str] = []


class Module:
    """One file of code, by its dotted name; a package's `__init__` has the package's."""

    def __init__(self, path: Path, root: Path) -> None:
        parts = path.relative_to(root).with_suffix("").parts
        self.path, text = path, path.read_text(encoding="utf-8")
        self.lines, self.tree = len(text.splitlines()), ast.parse(text)
        self.is_package = path.stem == "__init__"
        self.name = ".".join(parts[:-1] if self.is_package else parts)
        self.subject = ".".join(self.name.split(".")[:2])

    def functions(self) -> Iterator[tuple[str, int]]:
        """Each function with its length, from its `def`."""
        for node in ast.walk(self.tree):
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
                length = (node.end_lineno or node.lineno) - node.lineno + 1
                yield f"{self.name}.{node.name}:{node.lineno}", length

    def imports(self, known: set[str]) -> set[str]:
        """The modules of the house that it imports, for types and in functions too."""
        found: set[str] = set()
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                found |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                inner = {f"{node.module}.{alias.name}" for alias in node.names}
                found |= inner if inner <= known else {*inner, node.module}
        return found & known - {self.name}


def python_files(root: Path) -> list[Path]:
    found = sorted(path for app in APPS for path in (root / app).rglob("*.py"))
    return [path for path in found if "migrations" not in path.parts]


def modules(root: Path) -> list[Module]:
    return [Module(path, root) for path in python_files(root) if path.stat().st_size]


def arrows(code: list[Module]) -> Graph:
    known = {module.name for module in code}
    return {module.name: module.imports(known) for module in code}


def arrows_between_subjects(code: list[Module]) -> Graph:
    subject, found = (
        {module.name: module.subject for module in code},
        defaultdict[str, set[str]](set),
    )
    for name, others in arrows(code).items():
        found[subject[name]] |= {subject[other] for other in others} - {subject[name]}
    return found


def knots(graph: Graph) -> list[str]:
    """A ring of imports, if there is one."""
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as knot:
        return [" → ".join(reversed(knot.args[1]))]
    return []


def chains(code: list[Module]) -> dict[str, list[str]]:
    """The longest chain of imports inside each subject; a package that gathers is no room."""
    graph, rooms = arrows(code), {module.name: module for module in code}
    below: dict[str, list[str]] = {}
    longest: dict[str, list[str]] = defaultdict(list)
    for name in TopologicalSorter(graph).static_order():
        room = rooms[name]
        inside = [below[other] for other in graph[name] if rooms[other].subject == room.subject]
        deepest = max(inside, key=len, default=[])
        below[name] = deepest if room.is_package else [name, *deepest]
        longest[room.subject] = max(longest[room.subject], below[name], key=len)
    return longest


def doubled(root: Path) -> list[str]:
    """Names with two meanings, outside the shelves and the names that are standard."""
    places = defaultdict[str, list[str]](list)
    for path in python_files(root):
        named = path.parent if path.stem == "__init__" else path
        standard = named.stem in STANDARD or named.stem.endswith("_sql")
        if not standard and named.parent.name not in SHELVES:
            places[named.stem].append(str(named.relative_to(root)))
    return [f"{name}: {', '.join(where)}" for name, where in places.items() if len(where) > 1]


def in_ing(root: Path) -> list[str]:
    """Files and directories that are named for an activity."""
    parts = {part for path in python_files(root) for part in path.relative_to(root).parts}
    stems = {part.removesuffix(".py") for part in parts}
    return sorted(stem for stem in stems - NOUNS_IN_ING if stem.endswith("ing"))


def complexity(root: Path) -> dict[str, int]:
    """McCabe's figure of each function that has a branch, as the linter works it out."""
    command = [str(Path(sys.executable).with_name("ruff")), "check", "--isolated", "--select=C901"]
    command += ["--config=lint.mccabe.max-complexity=1", "--output-format=concise", *APPS]
    said = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False).stdout
    told = re.findall(r"^(\S+?):\d+:\d+: C901 `(\S+)` is too complex \((\d+)", said, re.MULTILINE)
    return {f"{path} {function}": int(figure) for path, function, figure in told}


def spread(figures: Iterable[int]) -> tuple[int, int, int]:
    """Median, 90th percentile and largest."""
    ordered = sorted(figures) or [0]
    return ordered[len(ordered) // 2], ordered[len(ordered) * 9 // 10], ordered[-1]


def three(figures: tuple[int, int, int]) -> str:
    return " / ".join(map(str, figures))


def most(name: str, figures: dict[str, int], limit: int) -> Measure:
    """The largest of some figures, with those above the limit."""
    beyond = [f"{place}: {figure}" for place, figure in figures.items() if figure > limit]
    return Measure(name, str(max(figures.values(), default=0)), str(limit), sorted(beyond))


def counted(name: str, found: list[str]) -> Measure:
    """What there should be none of."""
    return Measure(name, str(len(found)), "0", found)


def sizes(root: Path, code: list[Module]) -> Iterator[Measure]:
    """How long and how tangled files and functions are, and how much of them is tests."""
    lengths = {str(module.path.relative_to(root)): module.lines for module in code}
    tests = sum(
        len(path.read_text("utf-8").splitlines()) for path in (root / "tests").rglob("*.py")
    )
    functions = dict(found for module in code for found in module.functions())
    figures = spread(functions.values())
    long = [f"{name}: {lines}" for name, lines in functions.items() if lines > FUNCTION_LINES[-1]]
    if any(one > limit for one, limit in zip(figures, FUNCTION_LINES, strict=True)):
        long = long or ["too many functions are long"]
    yield Measure("files", str(len(code)))
    yield Measure("lines of a file: median, 90 %", "{} / {}".format(*spread(lengths.values())))
    yield most("lines of the longest file", lengths, MOST_LINES)
    yield Measure("lines of a function", three(figures), three(FUNCTION_LINES), long)
    yield most("largest complexity", complexity(root), MOST_COMPLEX)
    yield Measure("lines of test per line of code", f"{tests / sum(lengths.values()):.2f}")


def shapes(root: Path, code: list[Module]) -> Iterator[Measure]:
    """How the rooms are cut and named."""
    rooms = [module.path for module in code if not module.is_package]
    floors = Counter(str(path.parent.relative_to(root)) for path in rooms)
    yield most("modules on a floor", dict(floors), MOST_ON_A_FLOOR)
    tangled = knots(arrows(code))
    if not tangled:
        depths = {" → ".join(rooms): len(rooms) for rooms in chains(code).values()}
        yield most("longest chain of imports in a subject", depths, LONGEST_CHAIN)
    yield counted("knots", tangled + knots(arrows_between_subjects(code)))
    yield counted("names in -ing", in_ing(root))
    yield counted("names with two meanings", doubled(root))


def measures(root: Path) -> Iterator[Measure]:
    """The table, line by line."""
    code = modules(root)
    yield from chain(sizes(root, code), shapes(root, code))


def main(arguments: list[str]) -> int:
    """Print the table; with `--check` say by the exit code whether all limits are kept."""
    found = list(measures(PROJECT))
    for measure in found:
        print(f"{measure.name:<40}{measure.found:>16}   {measure.limit and '≤ ' + measure.limit}")
        for line in measure.beyond:
            print(f"    beyond: {line}")
    return int("--check" in arguments and any(measure.beyond for measure in found))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
