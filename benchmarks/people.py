"""People who search and read at the pace of people: the side of `many_people` that asks.

Locust drives them, in a process of its own, since it has all that waits in a process take
turns: so `time.sleep` is the sleep of one person. From standard input it reads what they
need to know (`Told`, as JSON), and prints lines of name=value: for each kind of request how
many there were, p50, p95, the slowest and the errors; then how many clicks and requests a
second they made, and what processor time it took to ask.
"""

import json
import random
import re
import resource
import sys
import time
from collections.abc import Iterator
from html import unescape
from typing import Any, ClassVar, TypedDict

from locust import FastHttpUser, task
from locust.env import Environment

LIST = "/records/"
FURTHER, READ, DESK = 0.15, 0.55, 0.05  # of ten searches, how many go on so
LEAF = 0.5  # of records with pages, how many are read; of pages, how many are turned
KINDS = {"search", "record", "part", "viewer", "picture"}
PATIENCE = 120  # seconds that few people may need for something of each kind
LEAVES = 4  # that are turned at most
RECORD = re.compile(r'<h2><a href="(/records/[0-9]+/[^"]*)"')
NEXT = re.compile(r'rel="next" href="([?][^"]+)"')
CARD = re.compile(r'hx-get="([^"]+)" hx-trigger="(?:load|intersect once)"')
SMALL = re.compile(r'<img loading="lazy"[^>]* src="(/[^"]+)"')
VIEWER = re.compile(r'href="(/records/[0-9]+/read/[0-9]+/[^"]*)"')
PAGE = re.compile(r'data-leaf="([^"]+)600/"')
IN_TURN = (600, 1200)  # widths that the viewer fetches of a page, one after the other


class Told(TypedDict):
    """What the people need to know: where, who they are, what they look for, how fast."""

    host: str
    cookie: str
    sessions: list[str]
    words: list[str]
    seconds: float
    pause: float


class Person(FastHttpUser):
    """Somebody who searches and reads until the time is over."""

    abstract = True
    told: ClassVar[Told]
    asked: ClassVar[Iterator[tuple[int, str]]]
    clicks: ClassVar[int] = 0

    def on_start(self) -> None:
        """Signed in as the next one; they do not all begin at once."""
        number, session = next(self.asked)
        self.chance = random.Random(number)
        self.headers = {"Cookie": f"{self.told['cookie']}={session}"}
        time.sleep(self.chance.uniform(0, self.told["pause"]))

    def get(self, kind: str, address: str) -> str:
        """The text of what was asked for; nothing where it did not come."""
        address = unescape(address)
        with self.client.get(
            address, name=kind, headers=self.headers, catch_response=True, allow_redirects=False
        ) as answer:
            if answer.status_code != 200:
                answer.failure(f"{answer.status_code}")
                return ""
            return str(answer.text) if kind != "picture" else ""

    def look(self, kind: str, address: str) -> str:
        """Click, and look at what comes before the next click."""
        type(self).clicks += 1
        page = self.get(kind, address)
        for part in CARD.findall(page):
            for small in SMALL.findall(self.get("part", part)):
                self.get("picture", small)
        time.sleep(self.told["pause"] * self.chance.uniform(0.5, 1.5))
        return page

    @task
    def go_on(self) -> None:
        """A search, and what it leads to."""
        found = self.look("search", f"{LIST}?{self.chance.choice(self.told['words'])}")
        if self.chance.random() < FURTHER and (turned := NEXT.search(found)):
            found = self.look("next page", f"{LIST}{turned[1]}")
        if self.chance.random() < READ and (shown := RECORD.findall(found)):
            page = self.look("record", self.chance.choice(shown))
            if self.chance.random() < LEAF and (pages := VIEWER.search(page)):
                self.read(pages[1])
        if self.chance.random() < DESK:
            self.look("desk", "/")

    def read(self, address: str) -> None:
        """The pages of a copy, one after the other; the next is turned to by the script."""
        page = self.get("viewer", address)
        type(self).clicks += 1
        for small in SMALL.findall(page):
            self.get("picture", small)
        for leaf in PAGE.findall(page)[:LEAVES]:
            for width in IN_TURN:
                self.get("picture", f"{leaf}{width}/")
            time.sleep(self.told["pause"] * self.chance.uniform(0.5, 1.5))
            if self.chance.random() > LEAF:
                break
            type(self).clicks += 1


def line(name: str, entry: Any) -> str:
    """p50, p95 and the slowest of some requests, and how many did not come."""
    p50, p95 = (entry.get_response_time_percentile(part) or 0 for part in (0.5, 0.95))
    return (
        f"kind={name.replace(' ', '_')} requests={entry.num_requests} p50_ms={p50:.0f}"
        f" p95_ms={p95:.0f} max_ms={entry.max_response_time or 0:.0f} errors={entry.num_failures}"
    )


def processor_seconds() -> float:
    """What this process has used."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def wait(stats: Any, seconds: float) -> float:
    """Until the time is over and something of each kind was asked for; returns how long it was."""
    began = time.monotonic()
    while (took := time.monotonic() - began) < seconds + PATIENCE:
        if took >= seconds and {name for name, _method in stats.entries} >= KINDS:
            break
        time.sleep(0.05)
    return took


def main(told: Told) -> None:
    """Let them all work, and print what it was like."""
    Person.told, Person.asked = told, iter(enumerate(told["sessions"]))
    people, seconds = len(told["sessions"]), told["seconds"]
    crowd = type("Crowd", (Person,), {"abstract": False})
    environment = Environment(user_classes=[crowd], host=told["host"])
    runner = environment.create_local_runner()
    began = processor_seconds()
    runner.start(people, spawn_rate=people)
    seconds = wait(environment.stats, seconds)
    stats, clicks = environment.stats, crowd.clicks  # type: ignore[attr-defined]
    asking = processor_seconds() - began
    for (name, _method), entry in sorted(stats.entries.items()):
        print(line(name, entry))
    for error in stats.errors.values():
        print(f"error={error.error} kind={error.name} times={error.occurrences}", file=sys.stderr)
    print(
        f"people={people} pause_s={told['pause']:g} clicks_per_s={clicks / seconds:.1f}"
        f" requests_per_s={stats.total.num_requests / seconds:.1f}"
        f" asking_cpu_ms_per_s={1000 * asking / seconds:.0f}"
    )
    print(line("all", stats.total), flush=True)
    runner.quit()
    if runner.exceptions:
        raise SystemExit("".join(one["traceback"] for one in runner.exceptions.values()))


if __name__ == "__main__":
    main(json.load(sys.stdin))
