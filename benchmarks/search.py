"""What a search costs on the product's own way: rights, page, exact total and figures, marks.

    python -m benchmarks.search [RECORDS] [--fonds 120] [--sees 37] [--queries 10] [--rounds 3]
        [--built] [--table docs/search.md]

The index is built over a generated catalogue (with `--built` the one is taken that is there).
Then queries of nine classes are asked, their words cut out of titles that are there, as an
archivist (all fonds) and as a reader whose department answers for 37 of 120. `page` is all
that the list's page is made of but the template, `http` the page as a browser gets it, `bare`
the two calls to tantivy with the same query, ready made. Of several rounds in turn the
quickest counts for each query. Every total is compared with a plain count where there are not
more than COUNTED records. At the end: how long after its commit a change is in the index,
while a process follows. `--table` puts the figures of this run beside what is asked for, under
those of other sizes.
"""

import argparse
import os
import random
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import quote

from django.conf import settings

from archive_center.local.provision import PROJECT, var_dir
from benchmarks import find_records, generate
from benchmarks.search_table import keep, line, ratio, section, spread

SEED = 8
COUNTED = 200_000
FREQUENT = ("关于", "通知", "清岚", "工作", "年度", "第1", "市第", "的通")
LENGTHS = {"one": 1, "two": 2, "four": 4, "eight": 8}


def titles(many: int) -> list[tuple[str, str]]:
    """Some records' titles and document numbers, the same for the same catalogue."""
    from records.holdings.models import Record

    chance = random.Random(SEED)
    last = Record.objects.order_by("-pk").values_list("pk", flat=True)[0]
    keys = chance.sample(range(1, last + 1), min(last, many * 20))
    found = Record.objects.filter(pk__in=keys).order_by("pk")
    return list(found.values_list("title", "document_number"))


def classes(queries: int) -> dict[str, list[str]]:
    """The addresses of each class."""
    chance, known = random.Random(SEED), titles(queries)

    def part(length: int) -> str:
        title = chance.choice(known)[0]
        start = chance.randrange(max(1, len(title) - length + 1))
        return title[start : start + length]

    def made(make: Callable[[], str]) -> list[str]:
        return [make() for _ in range(queries)]

    asked = {name: [_asking(part(n)) for _ in range(queries)] for name, n in LENGTHS.items()}
    asked["frequent"] = [_asking(chance.choice(FREQUENT)) for _ in range(queries)]
    asked["two words"] = made(lambda: _asking(f"{part(2)} {part(3)}"))
    numbers = [number for _title, number in known if number]
    asked["number"] = made(lambda: _asking(chance.choice(numbers)))
    asked["phrase and not"] = made(lambda: _asking(f"“{part(3)}” -{part(2)}"))
    asked["three filters"] = made(
        lambda: f"{_asking(part(2))}&year=2015&year=2016&period=D10&category=1"
    )
    return asked


def _asking(words: str) -> str:
    return f"q={quote(words)}"


def ask(address: str, by: Any) -> dict[str, Any]:
    from django.http import QueryDict  # noqa: TID251 - as a request brings it

    from records.catalogue import pages
    from records.catalogue.filters import RecordFilter

    return pages.listing(RecordFilter(QueryDict(address), by), by)


def bare(address: str, by: Any) -> Callable[[], Any]:
    """The calls to tantivy that answer this query, with nothing left to be made ready."""
    from records.catalogue import figures
    from records.catalogue.filters import read_again
    from records.index import engine

    query = read_again(address, by)
    reading, asked = engine.reading(), figures._asked(query)
    if reading is None or asked is None:
        raise SystemExit("The index does not answer.")
    turn = figures._turn(query)
    ready = reading._query(asked, turn)
    facets = figures._facets(query)
    return lambda: (reading._counts(ready, facets), reading._keys(ready, turn))


def took(call: Callable[[], Any]) -> float:
    began = time.perf_counter()
    call()
    return (time.perf_counter() - began) * 1000


def told(costs: list[float]) -> str:
    return "/".join(f"{cost:.1f}" for cost in spread(costs))


def measure(
    name: str, queries: dict[str, list[str]], rounds: int, records: int
) -> Iterator[tuple[str, dict[str, list[float]]]]:
    """One reader: each class, then all of them, with what each query cost on each way."""
    from records.organisation.models import User

    by, browser = User.objects.get(username=name), find_records.client(name)
    ways = ("page", "http", "bare")
    every: dict[str, list[float]] = {way: [] for way in ways}
    for label, addresses in queries.items():
        costs: dict[str, list[float]] = {way: [] for way in ways}
        for address in addresses:
            if records <= COUNTED:
                compare(address, by)
            calls: dict[str, Callable[[], Any]] = {
                "page": partial(ask, address, by),
                "http": partial(browser.get, f"/records/?{address}"),
                "bare": bare(address, by),
            }
            turns = [{way: took(call) for way, call in calls.items()} for _ in range(rounds + 1)]
            for way in ways:
                costs[way].append(min(one[way] for one in turns))
        show(name, label, costs)
        yield label, costs
        for way in ways:
            every[way] += costs[way]
    show(name, "all", every)
    yield "all", every


def show(name: str, label: str, costs: dict[str, list[float]]) -> None:
    """p50/p95/max, and how many times the bare call's time the page takes in sum."""
    figures = " ".join(f"{way}_ms={told(some)}" for way, some in costs.items())
    print(
        f"by={name} class={label.replace(' ', '_')} {figures} ratio={ratio(costs):.2f}", flush=True
    )


def compare(address: str, by: Any) -> None:
    from records.catalogue.filters import read_again

    context, right = ask(address, by), read_again(address, by).found.count()
    if not context["figures"].exact or context["figures"].total != right:
        raise SystemExit(f"{address}: {context['figures'].total} instead of {right}")


def build(*, anew: bool) -> str:
    """Make the index, or take the one that is there; what that cost, in words."""
    from records.index import folders, work

    if not anew and folders.current():
        size = folders.size(folders.current()) / 1e6
        print(f"index_mb={size:.1f}")
        return f"The index has {size:.0f} MB"
    began, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_SELF)
    name = work.build()
    after = resource.getrusage(resource.RUSAGE_SELF)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    size = folders.size(name) / 1e6
    wall = time.perf_counter() - began
    print(f"build_s={wall:.1f} cpu_s={cpu:.1f} index_mb={size:.1f}")
    return f"The index was made in {wall:.0f} s ({cpu:.0f} s of processor) and has {size:.0f} MB"


@contextmanager
def followed() -> Iterator[None]:
    """While a process follows, as `make run` starts it."""
    command = [sys.executable, "-m", "django", "search", "follow"]
    process = subprocess.Popen(command, cwd=PROJECT)
    try:
        yield
    finally:
        process.terminate()
        process.wait()


def visible(times: int) -> str:
    """From the commit of a change until the index has it; the first waits for the process."""
    from records.holdings.models import Record
    from records.index import folders
    from records.index.models import IndexMark

    record, costs = Record.objects.filter(stage="draft").order_by("pk")[0], []
    with followed():
        # as it was at last, so that nothing is pending when the next run measures
        for text in (*(f"改动{n}\n\n" for n in range(times)), record.normal_text):
            Record.objects.filter(pk=record.pk).update(normal_text=text)
            began = time.perf_counter()
            while (lacks := IndexMark.objects.pending(folders.current())) is None or lacks.records:
                time.sleep(0.005)
            costs.append((time.perf_counter() - began) * 1000)
    print(f"visible_ms={told(costs[1:])}")
    return told(costs[1:])


def inherit(fonds: int) -> None:
    """The reader's department answers for the first so many fonds."""
    from records.organisation.models import Department

    Department.objects.filter(pk__gt=1, pk__lte=fonds).update(heir=1)


def wanted() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("records", nargs="?", type=int, default=1_000_000)
    parser.add_argument("--fonds", type=int, default=120)
    parser.add_argument("--sees", type=int, default=37)
    parser.add_argument("--queries", type=int, default=10)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--built", action="store_true")
    parser.add_argument("--table", type=Path)
    return parser.parse_args()


def main() -> None:
    given = wanted()
    os.environ["LOG_LEVEL"] = "ERROR"
    os.environ["SEARCH_DIR"] = str(var_dir() / f"benchmark_search_{given.records}_{given.fonds}")
    generate.ready(given.records, fonds=given.fonds)
    settings.ALLOWED_HOSTS = ["*"]
    plain = "django.contrib.staticfiles.storage.StaticFilesStorage"
    settings.STORAGES["staticfiles"] = {"BACKEND": plain}
    inherit(given.sees)
    print(f"records={given.records} fonds={given.fonds} sees={given.sees}; p50/p95/max")
    built = build(anew=not given.built)
    queries, rows = classes(given.queries), []
    for name in ("archivist", "reader"):
        for label, costs in measure(name, queries, given.rounds, given.records):
            rows.append(line(name, label, costs))
    waited = visible(given.queries)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"memory_mb={memory:.0f}")
    if given.table:
        facts = {"build": built, "visible": waited, "memory": memory, "rows": "\n".join(rows)}
        keep(given.table, given.records, section(**vars(given), **facts))


if __name__ == "__main__":
    main()
