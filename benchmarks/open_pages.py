"""What a page costs from the web server, as browsers get it: one person, and many at once.

    python -m benchmarks.open_pages [RECORDS] [--rounds 20] [--seconds 8]

The web server runs as `up` starts it, over a generated catalogue with its flags. First one
person opens each page in turn; then 8 and 50 open the list of records all the time. Whole
requests count, over kept connections: rights, queries, templates, the way through the
server. Prints lines of name=value; who asks takes processor time from who answers.
"""

import argparse
import http.client
import os
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from itertools import chain
from statistics import median, quantiles
from urllib.parse import quote

from django.conf import settings
from django.core.management import call_command

from archive_center.local import supervisor
from archive_center.local.provision import var_dir
from benchmarks import find_records, generate
from benchmarks.flag_due import AT, TODAY

LIST = "/records/"
SEARCH = f"{LIST}?q={quote('办公用房 维修')}&year=2015"
PAGES = (LIST, SEARCH, "/due/", "/", "/loans/")
PEOPLE = {"archivist": (*PAGES, "/handovers/"), "reader": PAGES}
MANY = (8, 50)
WARM = 6  # rounds that do not count: each process has to draw a page once


def flagged() -> None:
    """What is due is flagged, where it is not yet."""
    from transfers.due import actions
    from transfers.due.models import Due

    if not Due.objects.exists():
        actions.flag(today=TODAY, at=AT)


class Browser:
    """Somebody who is signed in, on a connection that is kept."""

    def __init__(self, port: int, session: str) -> None:
        self.headers = {"Cookie": f"{settings.SESSION_COOKIE_NAME}={session}"}
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)

    def open(self, page: str) -> float:
        """The milliseconds until the page was there."""
        began = time.perf_counter()
        self.connection.request("GET", page, headers=self.headers)
        answer = self.connection.getresponse()
        answer.read()
        if answer.status != 200:
            raise SystemExit(f"{page}: {answer.status}")
        return (time.perf_counter() - began) * 1000

    def go_on(self, page: str, until: float) -> list[float]:
        """Open the page again and again."""
        took = []
        while time.monotonic() < until:
            took.append(self.open(page))
        return took


def signed_in(name: str) -> str:
    """A session of this person's."""
    session: str = find_records.client(name).cookies[settings.SESSION_COOKIE_NAME].value
    return session


@contextmanager
def serving() -> Iterator[int]:
    """The web server over the database that Django is pointed at; gives its port."""
    with closing(socket.create_server(("127.0.0.1", 0))) as free:
        port = free.getsockname()[1]
    call_command("collectstatic", interactive=False, verbosity=0)
    command = supervisor.programs(var_dir(), "127.0.0.1", port)["web"]
    with tempfile.TemporaryFile() as log:
        web = subprocess.Popen(command, stdout=log, stderr=log, env=os.environ)
        try:
            answers(port, web)
            yield port
        finally:
            web.terminate()
            web.wait()


def answers(port: int, web: "subprocess.Popen[bytes]") -> None:
    """Wait until the server listens."""
    while web.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port)).close()
        except ConnectionRefusedError:
            time.sleep(0.1)
        else:
            return
    raise SystemExit("The web server ended.")


def one(port: int, rounds: int) -> None:
    """Each page for one person after the other."""
    for name, pages in PEOPLE.items():
        browser = Browser(port, signed_in(name))
        for page in pages:
            for _round in range(min(WARM, rounds)):
                browser.open(page)
            took = [browser.open(page) for _round in range(rounds)]
            p95 = quantiles(took, n=20)[-1]
            print(f"clients=1 by={name} p50_ms={median(took):.0f} p95_ms={p95:.0f} {page}")


def many(port: int, clients: int, seconds: float) -> None:
    """So many archivists who turn to the list as fast as they get it."""
    session = signed_in("archivist")
    browsers = [Browser(port, session) for _client in range(clients)]
    until = time.monotonic() + seconds
    with ThreadPoolExecutor(clients) as pool:
        took = [*chain.from_iterable(pool.map(lambda one: one.go_on(LIST, until), browsers))]
    print(f"clients={clients} lists_per_s={len(took) / seconds:.1f} p50_ms={median(took):.0f}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("records", nargs="?", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--seconds", type=float, default=8)
    wanted = parser.parse_args()
    os.environ["SEARCH_DIR"] = str(var_dir() / f"benchmark_pages_{wanted.records}")
    generate.ready(wanted.records)
    flagged()
    call_command("search", "rebuild")
    print(f"records={wanted.records}")
    with serving() as port:
        one(port, wanted.rounds)
        for clients in MANY:
            many(port, clients, wanted.seconds)
