"""Whether many people at once are served: they search and read at the pace of people.

    python -m benchmarks.many_people [RECORDS] [--people 200] [--seconds 60] [--pause 5]

The web server runs as `up` starts it, over a generated catalogue with its search index. Each
of the people is signed in on their own and goes on by what they see: a search (words cut
out of titles, numbers, frequent words), then a page further, a record of the list with the
cards that its page fetches, or the desk; between two pages they pause, half to one and a half
times `--pause` seconds. Nine in ten are of departments. A page that is not answered with 200,
and a connection that breaks, is an error.

Prints how many pages a second were asked for, p50, p95 and the slowest for each kind and for
all, and beside them what is aimed at. Who asks takes processor time from who answers.
"""

import argparse
import http.client
import os
import random
import re
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from html import unescape
from itertools import chain
from statistics import median, quantiles
from typing import NamedTuple

from django.core.management import call_command

from archive_center.local.provision import var_dir
from benchmarks import generate, search
from benchmarks.open_pages import LIST, Browser, flagged, serving, signed_in

AIM_P95, AIM_ERRORS = 300, 0  # ms, pages
ONE_OF_CENTRE, DEPARTMENTS = 10, ("reader", "small")
RECORD = re.compile(r'<h2><a href="(/records/[0-9]+/[^"]*)"')
NEXT = re.compile(r'rel="next" href="([?][^"]+)"')
CARD = re.compile(r'hx-get="([^"]+)" hx-trigger="load"')
FURTHER, READ, DESK = 0.15, 0.55, 0.05  # of ten searches, how many go on so


class Took(NamedTuple):
    """One page: of which kind, its milliseconds, and whether it came."""

    kind: str
    cost: float
    came: bool


class Person(Browser):
    """Somebody who searches and reads until the time is over."""

    def __init__(self, port: int, session: str, words: list[str], seed: int) -> None:
        super().__init__(port, session)
        self.words, self.chance = words, random.Random(seed)
        self.taken: list[Took] = []

    def get(self, kind: str, address: str) -> str:
        """A page's text; nothing where it did not come."""
        began, text, came = time.perf_counter(), "", False
        try:
            text, came = self.asked(address)
        except (OSError, http.client.HTTPException):
            self.connection.close()
        self.taken.append(Took(kind, (time.perf_counter() - began) * 1000, came))
        return text if came else ""

    def asked(self, address: str) -> tuple[str, bool]:
        """The answer; over a new connection where the server has closed the one that was kept."""
        for left in (1, 0):
            try:
                self.connection.request("GET", address, headers=self.headers)
                answer = self.connection.getresponse()
                return answer.read().decode(), answer.status == 200
            except (http.client.RemoteDisconnected, ConnectionError):
                self.connection.close()
                if not left:
                    raise
        raise AssertionError

    def work(self, until: float, pause: float) -> list[Took]:
        """Go on from page to page; they do not all begin at once."""
        time.sleep(self.chance.uniform(0, pause))
        for _kind in self.pages():
            if time.monotonic() > until:
                break
            time.sleep(pause * self.chance.uniform(0.5, 1.5))
        return self.taken

    def pages(self) -> Iterator[str]:
        """One page after the other, each asked for when the next is wanted."""
        while True:
            found = self.get("search", f"{LIST}?{self.chance.choice(self.words)}")
            yield "search"
            if self.chance.random() < FURTHER and (turned := NEXT.search(found)):
                found = self.get("next page", f"{LIST}{unescape(turned[1])}")
                yield "next page"
            if self.chance.random() < READ and (shown := RECORD.findall(found)):
                page = self.get("record", unescape(self.chance.choice(shown)))
                for card in CARD.findall(page):
                    self.get("card", unescape(card))
                yield "record"
            if self.chance.random() < DESK:
                self.get("desk", "/")
                yield "desk"


def told(kind: str, taken: list[Took]) -> str:
    """p50, p95 and the slowest of some pages, and how many did not come."""
    costs = [one.cost for one in taken]
    p95 = quantiles(costs, n=20, method="inclusive")[-1] if len(costs) > 1 else costs[0]
    errors = sum(not one.came for one in taken)
    return (
        f"kind={kind.replace(' ', '_')} pages={len(taken)} p50_ms={median(costs):.0f}"
        f" p95_ms={p95:.0f} max_ms={max(costs):.0f} errors={errors}"
    )


def measure(port: int, people: int, seconds: float, pause: float) -> None:
    """Let them all work, and print what it was like."""
    words = [*chain.from_iterable(search.classes(people).values())]
    who = ["archivist" if n % ONE_OF_CENTRE == 0 else DEPARTMENTS[n % 2] for n in range(people)]
    crowd = [Person(port, signed_in(name), words, n) for n, name in enumerate(who)]
    until = time.monotonic() + seconds
    with ThreadPoolExecutor(people) as pool:
        taken = [*chain.from_iterable(pool.map(lambda one: one.work(until, pause), crowd))]
    for kind in sorted({one.kind for one in taken}):
        print(told(kind, [one for one in taken if one.kind == kind]))
    print(f"people={people} pause_s={pause:g} pages_per_s={len(taken) / seconds:.1f}")
    print(f"{told('all', taken)} aim_p95_ms={AIM_P95} aim_errors={AIM_ERRORS}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("records", nargs="?", type=int, default=1_000_000)
    parser.add_argument("--people", type=int, default=200)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--pause", type=float, default=5)
    wanted = parser.parse_args()
    os.environ["SEARCH_DIR"] = str(var_dir() / f"benchmark_pages_{wanted.records}")
    generate.ready(wanted.records)
    flagged()
    call_command("search", "rebuild")
    print(f"records={wanted.records}")
    with serving() as port:
        measure(port, wanted.people, wanted.seconds, wanted.pause)
