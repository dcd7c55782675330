"""What a page of the list costs at a million records and more, for whom.

    python -m benchmarks.find_records [RECORDS] [--rounds 5] [--deep 200] [--pages N] [--plans]

Every page is asked for through the URL, as an archivist, as a reader of the largest
department and of the smallest; of several rounds the median counts. `sql` is the part of
it that the database took. The last columns are the readers' time to the archivist's.
With `--plans` a page that took more than SLOW ms in the database shows the plan of its
slowest query.
"""

import argparse
import os
import re
import time
from html import unescape
from typing import NamedTuple

from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from benchmarks import generate

SLOW = 300  # ms
NEXT = re.compile(r'rel="next" href="[?](?P<query>[^"]+)"')
PEOPLE = ("archivist", "reader", "small")
PAGES = (
    "",
    "order=oldest",
    "order=code",
    "order=year",
    "year=2015",
    "year=1993&period=Y",
    "fonds=5",
    "fonds=5&order=code",
    "fonds=37&order=oldest",
    "department=12&category=2",
    "dated_from=2001-01-01&dated_to=2001-12-31",
    "period=none",
    "stage=draft",
    "access=shared",
    "q=办公用房",
    "q=办公用房 维修&year=2015",
    "q=清J001发[2015]38号",
    "q=J001-WS·2015-Y-BGS-0012",
    "q=没有的词",
)


class Cost(NamedTuple):
    whole: float
    sql: float
    queries: int
    slowest: str


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("records", nargs="?", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--deep", type=int, default=200)
    parser.add_argument("--pages", type=int, help="only the last so many")
    parser.add_argument("--plans", action="store_true")
    given = parser.parse_args()
    os.environ["LOG_LEVEL"] = "ERROR"
    generate.ready(given.records)
    settings.ALLOWED_HOSTS = ["*"]
    plain = "django.contrib.staticfiles.storage.StaticFilesStorage"
    settings.STORAGES["staticfiles"] = {"BACKEND": plain}
    clients = {name: client(name) for name in PEOPLE}
    print(f"records={given.records}; ms: whole / sql (queries), by {', '.join(PEOPLE)}; ratios")
    pages = (*PAGES, *deep(clients["archivist"], given.deep))
    for page in pages[-given.pages :] if given.pages else pages:
        costs = [median(clients[name], page, given.rounds) for name in PEOPLE]
        told = "  ".join(f"{cost.whole:6.0f} /{cost.sql:6.0f} ({cost.queries})" for cost in costs)
        ratios = " ".join(f"{cost.whole / costs[0].whole:.2f}" for cost in costs[1:])
        print(f"{told}  {ratios}  {page[:60] or '(all)'}", flush=True)
        for name, cost in zip(PEOPLE, costs, strict=True):
            if given.plans and cost.sql > SLOW:
                print(plan(name, cost.slowest))


def client(name: str) -> Client:
    from records.organisation.models import User  # after Django is set up

    made = Client()
    backend = settings.AUTHENTICATION_BACKENDS[-1]
    made.force_login(User.objects.get(username=name), backend=backend)
    return made


def deep(asking: Client, pages: int) -> list[str]:
    """Pages far behind the first, in each order: the cursor after so many."""
    found = []
    for order in ("newest", "code", "year"):
        page = f"order={order}"
        for _page in range(pages):
            link = NEXT.search(asking.get(f"/records/?{page}").content.decode())
            page = unescape(link["query"]) if link else page
        found.append(page)
    return found


def median(asking: Client, page: str, rounds: int) -> Cost:
    costs = sorted(cost(asking, page) for _round in range(rounds + 1))
    return costs[len(costs) // 2]


def cost(asking: Client, page: str) -> Cost:
    with CaptureQueriesContext(connection) as queries:
        began = time.perf_counter()
        status = asking.get(f"/records/?{page}").status_code
        whole = time.perf_counter() - began
    if status != 200:
        raise SystemExit(f"{page}: {status}")
    took = [float(query["time"]) for query in queries.captured_queries]
    slowest = max(queries.captured_queries, key=lambda query: float(query["time"]))
    return Cost(whole * 1000, sum(took) * 1000, len(took), slowest["sql"])


def plan(name: str, sql: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, BUFFERS) {sql}")
        return f"    {name}:\n" + "\n".join(f"    {line}" for (line,) in cursor.fetchall())


if __name__ == "__main__":
    main()
