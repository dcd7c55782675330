"""Every benchmark still runs and prints its figures: a small one of each."""

import subprocess
import sys

import pytest
from django.db import connection

from archive_center.local.provision import PROJECT, var_dir
from tests import environment

SMALL = {
    "print_register 40 --rounds 1": ["lines=40 round=1 ", "pages="],
    "import_catalogue 30": ["read=30 ok=", "end to end / bare COPY"],
    "flag_due 500 --rounds 1": ["records=500 flags=", "ratio_again="],
    "find_records 500 --rounds 0 --deep 1 --pages 4": ["q=没有的词", "order=year&after="],
    "search 500 --fonds 6 --sees 2 --queries 1 --rounds 0": [
        *("index_mb=", "by=reader class=all page_ms=", "visible_ms=", "memory_mb="),
    ],
    "open_pages 500 --rounds 2 --seconds 0.1": ["by=reader p50_ms=", "clients=50 lists_per_s="],
    "many_people 500 --people 6 --seconds 1 --pause 0.1 --scans 1": [
        *("kind=search requests=", "kind=picture requests=", "web_cpu_ms_per_s="),
        *("asking_cpu_ms_per_s=", "errors=0 aim_p95_ms=300 aim_errors=0"),
    ],
    "build_package 2 --size 1000 --rounds 1": ["records=2 paper_s=", "ratio_cpu_to_bare_sm3="],
}


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.parametrize("name", SMALL)
def test_a_benchmark_prints_its_figures(name):
    command = [sys.executable, "-m", *f"benchmarks.{name}".split()]

    # As a person would: as the owner, on the local servers; but the tables are there already.
    made = connection.settings_dict["TEST"]["TEMPLATE"]
    there = environment.bare(var_dir()) | {"DATABASE_TEMPLATE": made}
    done = subprocess.run(command, capture_output=True, text=True, cwd=PROJECT, env=there)

    assert done.returncode == 0, done.stderr[-2000:]
    assert [words for words in SMALL[name] if words not in done.stdout] == []


def test_none_is_forgotten():
    makefile = (PROJECT / "Makefile").read_text()
    measured = {name.split()[0] for name in SMALL}

    assert measured == {
        path.stem
        for path in (PROJECT / "benchmarks").glob("*.py")
        if "argparse" in path.read_text() and path.stem != "generate"
    }
    assert all(f"benchmarks.{name}" in makefile for name in measured)
