"""Nobody sees, counts or infers what another department has not shared.

For every way out: lists, counts, facets, suggestions, highlights, choices and their errors,
prints, exports of every kind, pictures, thumbnails and texts of pages, topics, harvesting. What
a person is answered is compared with and without what another department keeps; what may not
be seen is answered as what does not exist. A direct look at facets and hints has
`tests/records/catalogue/test_nothing_leaks.py`; that no clock tells it, `test_equal_work.py`.
"""

import re
from io import BytesIO

import pypdfium2
import pytest
from django.core.cache import cache
from django.db import transaction
from django.urls import reverse
from openpyxl import load_workbook

from tests.access import secrets
from tests.access.matrix import LINES, OF_A_DEPARTMENT, PAGES, PEOPLE, Line
from tests.records.imports import making

EXPORT = reverse("records:record-export")
CHANGING = re.compile(
    r'value="[A-Za-z0-9]{64}"|value="[0-9a-f-]{36}"|"(?:X-CSRFToken|token)": "[A-Za-z0-9]{64}"'
    r"|nonce-[^']+|\d{4}-\d\d-\d\dT[\d:]+Z|\d\d:\d\d(:\d\d)?|<recordid>[^<]+"
)


def pages(who: str) -> list[Line]:
    """What the person may open."""
    here = PEOPLE.index(who)
    return [line for line in LINES if line.method == "GET" and line.answers.split()[here] == "200"]


def questions(world, line: Line) -> list[dict[str, object]]:
    """The page as it is, and asked for what the other department keeps."""
    other = world.rows["other"]["fonds"]
    asked: list[dict[str, object]] = [{}]
    if line.name == "records:record-suggest":
        asked += [{"q": word[:3]} for word in secrets.WORDS]
    if line.name in {"records:record-list", "records:record-print"}:
        asked += [{"q": word} for word in secrets.WORDS]
        asked += [{"fonds": other.pk}, {"department": other.department_id}]
        asked += [{"year": 1997}, {"period": "D10"}, {"stage": "draft"}, {"order": "code"}]
    if line.name in {"transfers:due-list", "transfers:uncomputable-list"}:
        asked += [{"fonds": other.pk}, {"year": 2005}, {"reason": "no_year"}]
    return asked


def read(world, who: str, line: Line, question: dict[str, object]) -> tuple[int, str]:
    """The answer without what is new in each answer anyway."""
    address = reverse(line.name, args=world.arguments(line.about, "own"))
    cache.clear()
    with transaction.atomic():
        answer = world.clients[who].get(address, question)
        transaction.set_rollback(True)
    return answer.status_code, CHANGING.sub("", content(answer))


def content(answer) -> str:
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if answer.get("Content-Type") == "image/jpeg":
        return "a picture"  # it bears the minute at which it was made
    if answer.get("Content-Type") == "application/pdf":
        leaves = pypdfium2.PdfDocument(BytesIO(body))
        return "\n".join(leaf.get_textpage().get_text_bounded() for leaf in leaves)
    if "spreadsheet" in answer.get("Content-Type", ""):
        rows = load_workbook(BytesIO(body), read_only=True).active.values
        return "\n".join(str(row) for row in rows)
    return body.decode(errors="replace")


@pytest.mark.parametrize("who", OF_A_DEPARTMENT)
def test_every_page_is_the_same_whatever_another_department_keeps(world, who):
    asked = [(line, q) for line in pages(who) for q in questions(world, line)]
    before = [read(world, who, line, question) for line, question in asked]

    secrets.keep(world.rows["other"]["fonds"], world.people["stranger"])

    for (line, question), was in zip(asked, before, strict=True):
        now = read(world, who, line, question)
        assert now == was, f"{line.name} {question}"


KINDS = ("xlsx", "csv", "ead3", "pdf")
OAI = reverse("records:oai")
HARVESTED = (
    {"verb": "ListSets"},
    {"verb": "ListRecords", "metadataPrefix": "oai_dc"},
    {"verb": "ListIdentifiers", "metadataPrefix": "oai_dc", "set": "{other}"},
    {
        "verb": "GetRecord",
        "metadataPrefix": "oai_dc",
        "identifier": "oai:archives.example:{unseen}",
    },
)


def test_what_is_taken_out_is_the_same_whatever_another_department_keeps(world, settings):
    """Exports of every kind, and what harvesters get."""
    settings.OAI_PMH, settings.OAI_NAMESPACE = True, "a.example"
    own, other = world.rows["own"]["shared"], world.rows["other"]
    type(own).objects.filter(pk=own.pk).update(opening="open")
    named = {"other": other["fonds"].number, "unseen": other["accepted"].pk}

    def taken() -> dict[str, str]:
        found = {}
        for who in OF_A_DEPARTMENT:
            for kind in KINDS:
                with transaction.atomic():
                    answer = world.clients[who].post(EXPORT, {"kind": kind})
                    found[f"{who} {kind}"] = CHANGING.sub("", content(answer))
                    transaction.set_rollback(True)
        for asked in HARVESTED:
            told = {name: value.format(**named) for name, value in asked.items()}
            answer = world.clients["anonymous"].get(OAI, told)
            found[str(told)] = CHANGING.sub("", content(answer))
        return found

    before = taken()
    assert sum(own.title in said for said in before.values()) == 9  # eight exports and one list
    assert sum("noRecordsMatch" in said for said in before.values()) == 1
    assert sum("idDoesNotExist" in said for said in before.values()) == 1

    secrets.keep(other["fonds"], world.people["stranger"])

    assert taken() == before


def test_the_department_itself_does_see_it(world):
    """The test above would also pass if nobody saw anything."""
    secrets.keep(world.rows["other"]["fonds"], world.people["stranger"])

    answer = world.clients["stranger"].get(reverse("records:record-list"), {"q": "绝密来信"})

    assert "批示" in answer.content.decode()


@pytest.mark.parametrize(
    "line",
    # where a role is refused whatever row is named, as by the administration, `test_matrix` says so
    [line for line in PAGES if "404" in line.others and "200" not in line.others],
    ids=lambda line: f"{line.method} {line.name}",
)
def test_what_may_not_be_seen_looks_like_what_does_not_exist(world, line):
    unseen = world.arguments(line.about, "other")
    absent = [_absent(one) for one in unseen]

    for who, told in zip(OF_A_DEPARTMENT, line.others.split(), strict=True):
        if told != "404":
            continue
        answers = [_answer(world, who, line, arguments) for arguments in (unseen, absent)]
        assert answers[0] == answers[1]


def _absent(argument: object) -> object:
    return 987_654_321 if isinstance(argument, int) else argument


def _answer(world, who: str, line: Line, arguments: list[object]) -> tuple[int, str]:
    address = reverse(line.name, args=arguments)
    with transaction.atomic():
        answer = world.clients[who].generic(line.method, address)
        transaction.set_rollback(True)
    said = f"{answer.get('Location', '')} {answer.content.decode()}".replace(address, "…")
    return answer.status_code, CHANGING.sub("", said)


def test_an_import_does_not_tell_what_a_code_is_used_for_elsewhere(world):
    other = world.rows["other"]["accepted"]
    given = other.archival_code
    free = f"{given[:-4]}9999"

    said = {code: _problems_of_a_row_with(code, world) for code in (given, free)}

    assert other.title not in said[given]
    assert said[given].replace(given, free) == said[free]


def _problems_of_a_row_with(code: str, world) -> str:
    header, cells = (*making.FULL, "档号"), [*making.row(), code]
    source = making.checked_rows(
        cells, header=header, fonds=world.rows["own"]["fonds"], by=world.people["officer"]
    )
    assert source.rejected == 1
    return str(making.problems(source))
