"""Mutants: small faults put into the code, each of which a test should notice.

`python -m measures.mutants [100] [--jobs 2]` draws that many by a fixed order, puts each into
a copy of the tree and runs the tests of its module there. It fails when fewer than 95 of 100
are killed. A mutant that no test can notice stands in `survivors.txt` with the reason.

The order of a mutant depends on its own text only: another file's change draws no others.
"""

import argparse
import os
import re
import shutil
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from hashlib import sha256
from pathlib import Path
from queue import Queue
from tempfile import TemporaryDirectory

from measures.faults import Mutant, code_of, mutants_of
from measures.house import APPS, PROJECT

WANTED = 95  # killed of 100
SECONDS = 300  # after which the tests of a mutant hang, and it counts as killed
SEED = "the house"
COPIED = (*APPS, "tests", "templates", "static", "locale")
# Code where a slip touches many, and the tests that know it, those first that know it best.
TESTS = {
    "records/workflow/*.py": (
        "records/workflow promises transfers/handover/test_moves.py"
        " archive_center/test_password_link.py upgrade"
    ),
    "records/retention/*.py": "records/retention transfers/due",
    "records/values/element.py": "records/holdings/test_elements.py records/values",
    "records/values/*.py": "records/values records/retention records/imports/test_odd_cells.py",
    "records/holdings/rules.py": "records/holdings",
    "records/holdings/codes/*.py": "records/holdings/test_archival_codes.py records/holdings",
    "records/holdings/numbering*.py": (
        "records/holdings/test_accept_records.py records/holdings records/imports/test_commit.py"
    ),
    "records/imports/rules.py": (
        "records/imports/test_dry_run.py records/imports/test_forget_imports.py promises"
    ),
    "records/index/*.py": "records/index",
    "records/jobs/rules.py": "records/jobs",
    "transfers/due/**/*.py": "transfers/due transfers/handover/test_judged_again.py",
    "transfers/handover/rules.py": "transfers/handover/test_moves.py transfers/handover promises",
    "transfers/packages/rules.py": "transfers/packages",
}
# Of models only what says who may see and change what.
VISIBILITY = re.compile(r"\.(visible_to|editable_by|free)$")
SEEN_BY = (
    "records/catalogue/test_nothing_leaks.py access/test_no_inference.py"
    " access/test_shared_is_only_read.py access/test_matrix.py"
)
MODELS = {
    "records/holdings/models/*.py": f"records/holdings {SEEN_BY}",
    "records/*/models.py": f"records/jobs records/imports/test_import_pages.py {SEEN_BY}",
    "transfers/**/models/*.py": f"transfers/due transfers/handover {SEEN_BY}",
}
LEFT_OUT = {"views.py", "forms.py", "filters.py", "pages.py", "work.py", "admin.py"}
HOW = "-x -q -n0 -p no:randomly -p no:cacheprovider --ds=tests.mutant_settings"
SETTINGS = """
from tests.settings import *

DATABASES["default"]["TEST"] = {**DATABASES["default"].get("TEST", {}), "NAME": "test_mutants_%d"}
"""


@cache
def all_mutants() -> dict[Mutant, list[str]]:
    """Every mutant of the modules above, with its tests, in the order in which they are drawn."""
    found: dict[Mutant, list[str]] = {}
    for pattern, tests in {**TESTS, **MODELS}.items():
        for path in sorted(PROJECT.glob(pattern)):
            name, of_model = str(path.relative_to(PROJECT)), "models" in str(path)
            if path.name not in LEFT_OUT:
                subject = "/".join(name.split("/")[:2])
                for mutant in mutants_of(name, path.read_text("utf-8")):
                    if not of_model or VISIBILITY.search(mutant.where):
                        found.setdefault(mutant, list(dict.fromkeys([subject, *tests.split()])))
    drawn = sorted(found, key=lambda one: sha256(f"{SEED} {one}".encode()).digest())
    return {mutant: found[mutant] for mutant in drawn}


def reasons() -> dict[str, str]:
    """The known survivors: after each its reason, on a line that is set in."""
    lines = Path(__file__).with_name("survivors.txt").read_text("utf-8").splitlines()
    told = [line for line in lines if line and not line.startswith("#")]
    return dict(zip(told[::2], map(str.strip, told[1::2]), strict=True))


class Place:
    """A copy of the tree with a test database of its own, for one mutant after the other."""

    def __init__(self, folder: Path, number: int) -> None:
        self.folder, self.fresh = folder / str(number), True
        for name in COPIED:
            shutil.copytree(
                PROJECT / name, self.folder / name, ignore=shutil.ignore_patterns("__pycache__")
            )
        for name in ("manage.py", "pyproject.toml"):
            shutil.copy(PROJECT / name, self.folder)
        (self.folder / "tests/mutant_settings.py").write_text(SETTINGS % number)
        var = os.environ.get("VAR_DIR", str(PROJECT / "var"))
        self.env = os.environ | {"VAR_DIR": var, "PYTEST_XDIST_WORKER": f"gw{8 + number}"}

    def passes(self, tests: list[str], seconds: int = SECONDS) -> bool:
        """Whether the tests find nothing; the database is made anew after they were cut off."""
        there = [f"tests/{one}" for one in tests if (self.folder / "tests" / one).exists()]
        kept = "--create-db" if self.fresh else "--reuse-db"
        command = [sys.executable, "-m", "pytest", *HOW.split(), "-m", "not slow", kept, *there]
        with (self.folder / "said.txt").open("wb") as said:
            running = subprocess.Popen(
                command, cwd=self.folder, env=self.env, stdout=said, stderr=said
            )
            try:
                self.fresh = False
                return running.wait(seconds) == 0
            except subprocess.TimeoutExpired:
                self.fresh = True
                running.kill()
                running.wait()
                return False

    def survives(self, mutant: Mutant, tests: list[str]) -> bool:
        path = self.folder / mutant.path
        usual = path.read_text("utf-8")
        path.write_text(code_of(mutant, usual), "utf-8")
        try:
            return self.passes(tests)
        finally:
            path.write_text(usual, "utf-8")


def run(drawn: dict[Mutant, list[str]], jobs: int) -> list[Mutant]:
    """The survivors; refused where the tests fail without any mutant."""
    with TemporaryDirectory() as folder, ThreadPoolExecutor(jobs) as pool:
        places: Queue[Place] = Queue()
        for number in range(jobs):
            places.put(Place(Path(folder), number))
        place = places.get()
        if not place.passes(
            sorted({test for tests in drawn.values() for test in tests}), 5 * SECONDS
        ):
            sys.exit("Without a mutant:\n" + (place.folder / "said.txt").read_text()[-3000:])
        places.put(place)

        def survives(mutant: Mutant) -> bool:
            place = places.get()
            try:
                found = place.survives(mutant, drawn[mutant])
            finally:
                places.put(place)
            print("survived" if found else "killed  ", mutant, flush=True)
            return found

        return [
            mutant for mutant, lives in zip(drawn, pool.map(survives, drawn), strict=True) if lives
        ]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("number", type=int, nargs="?", default=100)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--only", default="", help="mutants whose text contains this")
    given = parser.parse_args()
    possible = {one: tests for one, tests in all_mutants().items() if given.only in str(one)}
    drawn = dict(list(possible.items())[: given.number])
    if not drawn:
        parser.error(f"no mutant contains {given.only}")
    began, known = time.monotonic(), reasons()
    survivors = run(drawn, given.jobs)
    print(
        f"\n{len(drawn) - len(survivors)} of {len(drawn)} killed, drawn from {len(possible)}, "
        f"in {time.monotonic() - began:.0f} s"
    )
    for mutant in survivors:
        print(f"survived: {mutant}\n    {known.get(str(mutant), 'no reason is known')}")
    return int(100 * (len(drawn) - len(survivors)) < WANTED * len(drawn))


if __name__ == "__main__":
    sys.exit(main())
