"""Whether many people at once are served: they search and read at the pace of people.

    python -m benchmarks.many_people [RECORDS] [--people 200] [--seconds 60] [--pause 5]

The web server runs as `up` starts it, over a generated catalogue with its search index; of the
latest records every second has one of some scans (`benchmarks.scans`). Locust plays the people
(`benchmarks.people`): each is signed in on their own and goes on by what they see. A search
(words cut out of titles, numbers, frequent words); then a page further, or a record of the
list; its pages with their small pictures, one after the other; or the desk. Between two clicks
they look at what came, half to one and a half times `--pause` seconds: at five, each clicks
at most twelve times a minute, and the 200 of them 40 times a second. What a page fetches by
itself is asked for behind it, and is no click. Nine in ten are of departments. The pictures
were drawn before, and are marked for each reader anew. What is not answered with 200, and a
connection that breaks, is an error.

Prints for each kind of request and for all p50, p95, the slowest and the errors, beside them
what is aimed at; how many clicks and requests a second that were; and what processor time it
took to ask, which is taken from who answers, and what it took to answer, of the web server
and of PostgreSQL. Locust tells times beyond 100 ms in steps of 10.
"""

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import chain
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection

from archive_center.local.provision import PROJECT, var_dir
from benchmarks import generate, scans, search
from benchmarks.open_pages import flagged, serving, signed_in

AIM_P95, AIM_ERRORS = 300, 0  # ms, requests
ONE_OF_CENTRE, DEPARTMENTS = 10, ("reader", "small")


def told(port: int, people: int, seconds: float, pause: float) -> str:
    """What the people need to know (`benchmarks.people.Told`)."""
    who = ["archivist" if n % ONE_OF_CENTRE == 0 else DEPARTMENTS[n % 2] for n in range(people)]
    return json.dumps(
        {
            "host": f"http://127.0.0.1:{port}",
            "cookie": settings.SESSION_COOKIE_NAME,
            "sessions": [signed_in(name) for name in who],
            "words": [*chain.from_iterable(search.classes(people).values())],
            "seconds": seconds,
            "pause": pause,
        }
    )


def used(title: str = "") -> float:
    """The processor seconds of processes that are called so; without a title, of our children."""
    found, parents = {}, {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):  # it has ended
            after = path.read_text().rsplit(")", 1)[1].split()
            key = int(path.parent.name)
            parents[key], ticks = int(after[1]), int(after[11]) + int(after[12])
            if not title or title in path.with_name("cmdline").read_text(errors="replace"):
                found[key] = ticks / os.sysconf("SC_CLK_TCK")
    return sum(took for key, took in found.items() if title or descends(key, parents))


def descends(key: int, parents: dict[int, int]) -> bool:
    """Whether a process was started by this one, or by one that was."""
    while key := parents.get(key, 0):
        if key == os.getpid():
            return True
    return False


@contextmanager
def answering(seconds: float) -> Iterator[None]:
    """Print what it took to answer: of the web server, and of PostgreSQL for this database."""
    titles = {"web": "", "postgresql": f" {connection.settings_dict['NAME']} "}
    before = {name: used(title) for name, title in titles.items()}
    yield
    for name, title in titles.items():
        print(f"{name}_cpu_ms_per_s={1000 * (used(title) - before[name]) / seconds:.0f}")


def measure(port: int, people: int, seconds: float, pause: float) -> None:
    """Let them all work, and print what it was like."""
    asks = [sys.executable, "-m", "benchmarks.people"]
    given = told(port, people, seconds, pause)
    with answering(seconds):
        done = subprocess.run(
            asks, input=given, stdout=subprocess.PIPE, text=True, cwd=PROJECT, check=True
        )
    print(f"{done.stdout.rstrip()} aim_p95_ms={AIM_P95} aim_errors={AIM_ERRORS}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("records", nargs="?", type=int, default=1_000_000)
    parser.add_argument("--people", type=int, default=200)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--pause", type=float, default=5)
    parser.add_argument("--scans", type=int, default=12)
    wanted = parser.parse_args()
    os.environ["SEARCH_DIR"] = str(var_dir() / f"benchmark_pages_{wanted.records}")
    scans.place()
    generate.ready(wanted.records)
    scans.ready(wanted.scans)
    flagged()
    call_command("search", "rebuild")
    print(f"records={wanted.records}")
    with serving() as port:
        measure(port, wanted.people, wanted.seconds, wanted.pause)
