"""What may not be seen costs the same work as what does not exist, so that no clock tells it.

Not by a stopwatch: the statements that PostgreSQL gets and the questions that the index is asked
are the same, one by one, apart from the keys in them.
"""

import re
from urllib.parse import urlencode

import pytest
from django.core.cache import cache
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from records.copies.actions import keep_texts
from records.holdings.rules import Stage
from records.index import engine, folders, work
from records.values.text import normal_description
from tests import make
from tests.access.matrix import OF_A_DEPARTMENT, PAGES
from tests.records.index.truth import LAYER, paged

ABSENT = 987_654_321
ASKED = ("search", "turned", "count")  # of the index
VALUES = re.compile(r"'[^']*'|[0-9]+")  # also in the names of savepoints and cursors


def statements(client, method: str, address: str) -> list[str]:
    """The statements of an answer, without the values in them."""
    cache.clear()
    with CaptureQueriesContext(connection) as found, transaction.atomic():
        client.generic(method, address)
        transaction.set_rollback(True)
    return [VALUES.sub("…", one["sql"]) for one in found.captured_queries]


@pytest.mark.parametrize(
    "line",
    [line for line in PAGES if "404" in line.others and "200" not in line.others],
    ids=lambda line: f"{line.method} {line.name}",
)
def test_a_row_that_may_not_be_seen_costs_the_statements_of_one_that_is_not_there(world, line):
    unseen = world.arguments(line.about, "other")
    first, *further = unseen
    absent = [ABSENT if isinstance(first, int) else first, *further]
    addresses = [reverse(line.name, args=one) for one in (unseen, absent)]

    for who, told in zip(OF_A_DEPARTMENT, line.others.split(), strict=True):
        if told == "404":
            costs = [statements(world.clients[who], line.method, one) for one in addresses]
            assert costs[0] == costs[1], who
            assert any("SELECT" in one for one in costs[0]), who


@pytest.fixture
def asked(monkeypatch) -> list[str]:
    """The questions that the index is asked from now on; they are answered as ever."""
    found: list[str] = []

    def noted(name: str):
        answer = getattr(engine.Reading, name)

        def ask(reading, *given, **more):
            found.append(name)
            return answer(reading, *given, **more)

        return ask

    for name in ASKED:
        monkeypatch.setattr(engine.Reading, name, noted(name))
    return found


def filed(of, title: str, said: str) -> None:
    form = normal_description(title=title, document_number="", responsible="")
    record = make.record(Stage.ACCEPTED, of=of, title=title, normal_text=form)
    keep_texts(paged(record, record.described_by), {1: said}, LAYER)


SECRET = ("绝密来信", "涵洞", "除险", "水库 加固", "-除险 通知", "“除险加固”", "年度:1997", "通知")
SEARCHES = [
    f"{reverse(f'records:record-{name}')}?{urlencode({'q': words})}"
    for name in ("list", "suggest", "print")
    for words in SECRET
]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("by_index", [True, False])
def test_a_search_does_the_same_work_whatever_another_department_keeps(client, asked, by_index):
    own, other = make.fonds("J014"), make.fonds("J026")
    client.force_login(make.reader(own.department))
    for n in range(3):
        filed(own, f"关于维修的通知{n}", "第一页")

    def cost() -> list[tuple[list[str], list[str]]]:
        """Statements and questions of each search, once all of it is in the index, or without."""
        folders.spoil(folders.current())
        if by_index:
            assert work.build()
        told = []
        for address in SEARCHES:
            asked.clear()
            told.append((statements(client, "GET", address), list(asked)))
        return told

    before = cost()
    assert any(questions for _sent, questions in before) == by_index
    for n in range(12):
        filed(other, f"绝密来信：水库除险加固的通知{n}", "涵洞")

    for address, was, now in zip(SEARCHES, before, cost(), strict=True):
        assert now == was, address
