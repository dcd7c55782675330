"""The open part of the catalogue is harvested: all of it, nothing else, and what became of it."""

from base64 import urlsafe_b64encode
from functools import partial
from urllib.parse import urlencode
from urllib.request import urlopen

import pytest
from django.urls import reverse

from records.harvest import pages
from records.holdings.actions import edit
from records.holdings.models import OpenRecord, Record
from records.holdings.rules import Access, Stage
from records.values.rules import Disclosure, Opening, Security
from tests import make
from tests.records.harvest.harvester import Harvester, OaiError

OAI = reverse("records:oai")
NO_ZONE = urlsafe_b64encode(b'["0001-01-01T00:00:00", "1"]').decode().rstrip("=")


@pytest.fixture(autouse=True)
def switched_on(settings):
    settings.OAI_PMH = True
    settings.OAI_NAMESPACE, settings.OAI_EMAIL = "archives.example", "catalogue@archives.example"


@pytest.fixture
def harvester(client, db):
    return Harvester(partial(content, client.get))


def content(ask, asked: dict[str, str]) -> bytes:
    return bytes(ask(OAI, asked).content)


def opened(**given) -> Record:
    return make.record(
        Stage.ACCEPTED, **{"opening": Opening.OPEN, "access": Access.SHARED, **given}
    )


def name(record: Record) -> str:
    return f"oai:archives.example:{record.pk}"


def test_what_is_open_is_harvested_and_nothing_else(harvester):
    fonds = make.fonds("J701")
    shown = opened(
        of=fonds,
        title="防汛 <通知> & 附件",
        document_number="清水发〔2005〕7号",
        date_text="200507",
        persons="某人",
        abstract="内部情况",
    )
    others = [
        make.record(of=fonds, opening=Opening.OPEN, access=Access.SHARED),
        opened(of=fonds, access=Access.DEPARTMENT),
        make.record(Stage.ACCEPTED, of=fonds, access=Access.SHARED),
        opened(of=make.fonds(), opening=Opening.CONTROLLED),
        opened(of=fonds, security=Security.INTERNAL),
        opened(of=fonds, disclosure=Disclosure.WITHHELD),
    ]

    told = harvester.records()

    assert list(told) == [name(shown)]
    core = told[name(shown)]
    assert core["title"] == ["防汛 <通知> & 附件"]
    assert core["date"] == ["2005-07"]
    assert core["identifier"] == [shown.archival_code, "清水发〔2005〕7号"]
    assert not {"某人", "内部情况"} & {text for texts in core.values() for text in texts}
    for other in others:
        with pytest.raises(OaiError, match="idDoesNotExist"):
            harvester.ask("GetRecord", identifier=name(other), metadataPrefix="oai_dc")
    identify = harvester.ask("Identify")[2]
    assert [one.text for one in identify][3:4] == ["catalogue@archives.example"]
    sets = harvester.ask("ListSets")[2]
    assert [one[0].text for one in sets] == ["J701"]  # a fonds of which nothing is open is none
    assert len(harvester.ask("GetRecord", identifier=name(shown), metadataPrefix="oai_dc")) == 3
    assert harvester.ask("ListMetadataFormats", identifier=name(shown)) is not None


def test_what_is_closed_again_is_told_as_deleted_and_what_changed_comes_again(harvester):
    archivist, fonds = make.archivist(), make.fonds()
    changed, closed, same = (opened(of=fonds) for _n in range(3))
    later = make.record(Stage.ACCEPTED, of=fonds, access=Access.SHARED)
    old = make.NOW
    OpenRecord.objects.update(changed_at=old, dated=True)

    edit(changed, title="改后的题名", by=archivist, at=old)
    edit(closed, opening=Opening.CONTROLLED, by=archivist, at=old)
    edit(same, remarks="不在开放目录内", by=archivist, at=old)
    edit(later, opening=Opening.OPEN, by=archivist, at=old)

    fresh = {header.identifier: header for header in harvester.headers(from_="2026-11-23")}
    assert set(fresh) == {name(changed), name(closed), name(later)}
    assert fresh[name(closed)].deleted
    assert fresh[name(closed)].sets == [fonds.number]
    assert [one.identifier for one in harvester.headers(until="2026-11-22")] == [name(same)]
    assert harvester.records()[name(closed)] is None
    rows = OpenRecord.objects.filter(is_open=True).values_list("record", flat=True)
    assert set(rows) == {changed.pk, same.pk, later.pk}


@pytest.mark.django_db
def test_lists_turn_by_key_at_one_cost(harvester, monkeypatch, django_assert_max_num_queries):
    monkeypatch.setattr(pages, "SIZE", 3)
    fonds, other = make.fonds(), make.fonds()
    own = [opened(of=fonds) for _n in range(7)]
    opened(of=other)

    harvester.ask("Identify")  # dates what is new
    harvester.answers = 0

    with django_assert_max_num_queries(15):
        headers = harvester.headers(set=fonds.number)

    assert [header.identifier for header in headers] == [name(one) for one in own]
    assert harvester.answers == 3
    assert len(harvester.records()) == 8


REFUSED = {
    "badVerb": [{}, {"verb": "Nothing"}],
    "badArgument": [
        {"verb": "ListRecords"},
        {"verb": "Identify", "set": "J001"},
        {"verb": "ListRecords", "metadataPrefix": "oai_dc", "set": "全宗"},
        {"verb": "ListRecords", "metadataPrefix": "oai_dc", "from": "2026-02-30"},
        {"verb": "ListRecords", "metadataPrefix": "oai_dc", "from": "yesterday\x0b"},
        {"verb": "ListRecords", "metadataPrefix": "oai_dc", "from": "2026", "until": "2026-01-01"},
        {
            "verb": "ListRecords",
            "metadataPrefix": "oai_dc",
            "from": "2026-01-02T00:00:00Z",
            "until": "2026-01-03",
        },
        {"verb": "ListRecords", "metadataPrefix": "oai_dc", "resumptionToken": "x"},
    ],
    "cannotDisseminateFormat": [{"verb": "ListRecords", "metadataPrefix": "marc"}],
    "noRecordsMatch": [{"verb": "ListRecords", "metadataPrefix": "oai_dc", "set": "J999"}],
    "noSetHierarchy": [{"verb": "ListSets"}],
    "badResumptionToken": [
        {"verb": "ListRecords", "resumptionToken": token}
        for token in ("x", "metadataPrefix=oai_dc&after=x", "metadataPrefix=oai_dc&after=WyJ4Il0")
    ]
    + [{"verb": "ListRecords", "resumptionToken": f"metadataPrefix=oai_dc&after={NO_ZONE}"}]
    + [{"verb": "ListSets", "resumptionToken": "x"}],
    "idDoesNotExist": [
        {"verb": "GetRecord", "metadataPrefix": "oai_dc", "identifier": identifier}
        for identifier in ("7", "oai:archives.example:x", f"oai:archives.example:{'9' * 30}")
    ],
}


@pytest.mark.parametrize("code", REFUSED)
def test_what_the_protocol_does_not_know_is_refused_in_its_words(client, db, code):
    for method in (client.get, client.post):
        harvester = Harvester(partial(content, method))
        for asked in REFUSED[code]:
            with pytest.raises(OaiError, match=code):
                harvester.ask(**{"verb": "", **asked})


@pytest.mark.parametrize("until", ["9999-12-31", "9999-12-31T23:59:59Z"])
def test_until_the_last_day_that_there_is_everything_is_harvested(harvester, until):
    record = opened()

    assert [one.identifier for one in harvester.headers(until=until)] == [name(record)]


def test_it_is_off_until_it_is_switched_on(client, settings):
    settings.OAI_PMH = False

    assert client.get(OAI, {"verb": "Identify"}).status_code == 404


@pytest.mark.django_db(transaction=True)
def test_a_harvester_on_the_network_gets_it_without_signing_in(live_server):
    record = opened()

    def fetch(asked: dict[str, str]) -> bytes:
        with urlopen(f"{live_server.url}{OAI}?{urlencode(asked)}") as answer:
            assert "Set-Cookie" not in answer.headers
            return bytes(answer.read())

    assert list(Harvester(fetch).records()) == [name(record)]
