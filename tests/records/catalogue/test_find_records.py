import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.html import escape

from records.catalogue import figures, suggestions
from records.holdings.rules import Access, Stage
from records.values.text import normal_description
from tests import make

pytestmark = pytest.mark.django_db
URL = reverse("records:record-list")


def described(title, number="", body="", **given):
    return make.record(
        given.pop("stage", Stage.ACCEPTED),
        title=title,
        document_number=number,
        responsible=body,
        normal_text=normal_description(title=title, document_number=number, responsible=body),
        **given,
    )


def shown(response):
    return {hit.record.pk for hit in response.context["hits"]}


@pytest.fixture
def own():
    return make.fonds("J014")


@pytest.fixture
def reader(client, own):
    person = make.reader(own.department)
    client.force_login(person)
    return person


def test_every_filter_keeps_what_fits(client, own):
    client.force_login(make.archivist())
    office = make.unit(own)
    fits = described(
        "办公用房维修",
        of=own,
        year=2015,
        period="D30",
        unit=office,
        dated_on=date(2015, 4, 16),
        date_text="20150416",
        access=Access.SHARED,
    )
    science = make.category("KJ", "科技")
    for year in (2014, 2016):
        described("防汛抗旱", year=year, stage=Stage.DRAFT, period="", category=science)
    asked = {
        "q": "维修",
        "fonds": own.pk,
        "department": own.department_id,
        "year": 2015,
        "year_from": 2015,
        "year_to": 2015,
        "category": fits.category_id,
        "period": "D30",
        "dated_from": "2015-04-16",
        "dated_to": "2015-04-16",
        "stage": "accepted",
        "level": "item",
        "access": "shared",
    }

    for name, value in asked.items():
        found = shown(client.get(URL, {name: value}))
        assert fits.pk in found, name
        assert len(found) < 3 or name == "level", name
    assert shown(client.get(URL, {**asked, "unit": office.pk})) == {fits.pk}
    assert len(shown(client.get(URL, {"period": "none"}))) == 2


def test_values_of_one_filter_are_alternatives(client, own, reader):
    years = [described(f"第{year}年", of=own, year=year).pk for year in (2013, 2014, 2015)]

    assert shown(client.get(URL, {"year": [2013, 2015]})) == {years[0], years[2]}


def test_a_wrong_value_is_named_and_finds_nothing(client, reader, own):
    described("办公用房", of=own)

    for asked in (
        {"year": "20x5"},
        {"dated_from": "2015-02-30"},
        {"fonds": "0"},
        {"period": "D99"},
    ):
        response = client.get(URL, asked)
        assert response.status_code == 422
        assert not shown(response)


def test_the_page_says_how_the_query_was_read_and_the_way_back(client, reader, own):
    described("办公用房维修", of=own, year=2015)

    response = client.get(URL, {"q": "维修 办公", "year": 2015, "after": ""})

    chips = [(chip.value, chip.without) for chip in response.context["chips"]]
    assert [value for value, _without in chips] == ["维修", "办公", "2015"]
    assert chips[2][1] == "q=%E7%BB%B4%E4%BF%AE+%E5%8A%9E%E5%85%AC"
    assert "<mark>办公</mark>用房<mark>维修</mark>" in response.content.decode()


def test_what_people_wrote_is_escaped_also_where_it_was_found(client, reader, own):
    described("<script>alert(1)</script>维修", of=own)

    page = client.get(URL, {"q": "<script> 维修"}).content.decode()

    assert "<mark>&lt;script&gt;</mark>alert(1)" in page
    assert "<script>alert" not in page


def test_pages_follow_each_other(client, reader, own):
    for n in range(figures.SHOWN + 5):
        described(f"第{n}件", of=own, dated_on=date(2015, 1, 1))

    first = client.get(URL)
    second = client.get(URL, {"after": first.context["page"].next})
    again = client.get(URL, {"before": second.context["page"].previous})

    assert len(shown(first)) == figures.SHOWN
    assert len(shown(second)) == 5
    assert not shown(first) & shown(second)
    assert shown(again) == shown(first)
    assert not second.context["page"].next


def test_only_the_part_is_sent_to_htmx(client, reader, own):
    described("办公用房", of=own)

    page = client.get(URL, headers={"HX-Request": "true"}).content.decode()

    assert page.strip().startswith('<div id="results">')
    assert "<html" not in page


def test_the_total_is_exact_up_to_the_cap_and_no_figure_beyond_it(client, reader, own, monkeypatch):
    for n in range(4):
        described(f"第{n}件", of=own, year=2010 + n)
    exact = client.get(URL)
    monkeypatch.setattr(figures, "CAP", 3)
    capped = client.get(URL)

    assert exact.context["figures"].total == 4
    years = next(facet for facet in exact.context["facets"] if facet.name == "year")
    assert [(option.value, option.count) for option in years.options] == [
        ("2013", 1),
        ("2012", 1),
        ("2011", 1),
        ("2010", 1),
    ]
    assert not capped.context["figures"].exact
    assert all(
        option.count is None for facet in capped.context["facets"] for option in facet.options
    )


def test_an_empty_result_proposes_the_nearest_number_of_the_issuer(client, reader, own):
    for n in (12, 38, 174):
        described(f"第{n}件", f"清财发〔2015〕{n}号", of=own)
    described("别年", "清财发〔2016〕388号", of=own)

    page = client.get(URL, {"q": "清财发（2015）388号"})

    lines = {line.link: line for line in page.context["suggestions"]}
    assert "174" in lines["清财发〔2015〕38号"].text
    assert any(link.startswith("388号") for link in lines)


def test_an_empty_result_proposes_fewer_words_and_fewer_conditions(client, reader, own):
    described("办公用房维修", of=own, year=2015)

    texts = [line.link for line in client.get(URL, {"q": "维修 不存在"}).context["suggestions"]]
    without = client.get(URL, {"q": "维修", "year": 1999}).context["suggestions"]

    assert texts[0].startswith("维修 (")
    assert without[0].link.startswith("维修 (")


def test_what_would_go_through_the_whole_table_again_is_not_tried(client, reader, own, monkeypatch):
    described("办公用房维修", "清财发〔2015〕38号", of=own, year=2015)
    asked = {"q": "清财发（2015）388号 维修", "year": 1999}
    assert client.get(URL, asked).context["suggestions"]

    monkeypatch.setattr(suggestions, "DEAREST", 0)
    with CaptureQueriesContext(connection) as queries:
        page = client.get(URL, asked)

    assert page.context["suggestions"] == []
    scans = [query["sql"] for query in queries if "LIKE" in query["sql"]]
    assert len([sql for sql in scans if not sql.startswith("EXPLAIN")]) == 1


def test_to_who_sees_nothing_nothing_is_suggested(client, own):
    described("办公用房维修", of=own)
    client.force_login(make.auditor())

    page = client.get(URL, {"q": "维修 通知", "year": 1999})

    assert (page.status_code, page.context["suggestions"]) == (200, [])


def test_an_old_code_leads_to_the_record(client, reader, own):
    record = described("办公用房", of=own)
    record.aliases.create(code="J014-WS·2005-Y-9999", reason="x", by=make.archivist(), at=make.NOW)

    line = client.get(URL, {"q": "J014-WS.2005-Y-9999"}).context["suggestions"][0]

    assert (line.pk, line.link) == (record.pk, record.archival_code)


def test_a_list_costs_the_same_queries_for_everybody_and_for_any_length(client, own):
    for n in range(3):
        described(f"第{n}件", of=own)
        described(f"共享第{n}件", access=Access.SHARED)
        described(f"别家第{n}件")

    def cost(person, **asked):
        client.force_login(person)
        client.get(URL, asked)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(URL, asked).status_code == 200
        return len(queries)

    reader, supervisor = make.reader(own.department), make.supervisor()
    few = cost(reader)
    for n in range(figures.SHOWN * 2):
        described(f"又{n}件", of=own)

    for asked in ({}, {"q": "件"}, {"order": "code"}, {"fonds": own.pk}, {"q": "件", "year": 2005}):
        assert cost(reader, **asked) == cost(supervisor, **asked) <= 12, asked
    assert cost(reader) == few


def test_a_page_says_which_of_how_many_it_shows(client, reader, own):
    for n in range(figures.SHOWN + 3):
        described(f"第{n}件维修", of=own)

    first = client.get(URL, {"q": "维修"})
    second = client.get(URL, {"q": "维修", "after": first.context["page"].next})

    assert first.context["span"] == (1, figures.SHOWN)
    assert second.context["span"] == (figures.SHOWN + 1, figures.SHOWN + 3)
    assert re.search(rf"1–{figures.SHOWN},\s*<b>{figures.SHOWN + 3}</b>", first.content.decode())


def test_hits_come_in_order_of_relevance_where_that_is_asked(client, reader, own):
    elsewhere = described("某事", of=own, body="春耕办公室")
    inside = described("关于春耕的通知", of=own)
    short = described("春耕安排", of=own)
    long = described("春耕安排和其他许多事情", of=own)
    whole = described("春耕", of=own)

    asked = client.get(URL, {"q": "春耕", "order": "relevance"}).context
    without = client.get(URL, {"order": "relevance"}).context

    assert [hit.record for hit in asked["hits"]] == [whole, short, long, inside, elsewhere]
    assert "relevance" in [name for name, _label, _is_chosen in asked["orders"]]
    assert "relevance" not in [name for name, _label, _is_chosen in without["orders"]]


def test_too_many_hits_are_not_put_in_order_of_relevance_and_it_is_said(
    client, reader, own, monkeypatch
):
    monkeypatch.setattr(figures, "CAP", 2)
    for n in range(4):
        described(f"第{n}件维修", of=own)

    answer = client.get(URL, {"q": "维修", "order": "relevance"})

    assert answer.context["unranked"]
    assert [name for name, _label, chosen in answer.context["orders"] if chosen] == ["newest"]
    assert "narrow the list down" in answer.content.decode()


def test_a_record_leads_back_to_its_list_and_to_its_neighbours_there(client, own):
    client.force_login(make.filing_officer(own.department))
    told = {"stage": Stage.DRAFT, "date_text": "2015", "dated_on": date(2015, 1, 1)}
    made = [described(f"第{n}件维修", of=own, year=2015, **told) for n in range(5)]
    listed = client.get(URL, {"q": "维修", "year": 2015, "order": "oldest"})
    here = listed.context["here"]
    order = [hit.record for hit in listed.context["hits"]]

    opened = order[2].get_absolute_url()
    nav = client.get(f"{opened}?{here}")
    edited = reverse("records:record-edit", args=[order[2].pk])
    form = client.get(f"{edited}?{here}")
    kept = {name: form.context["form"].initial[name] or "" for name in ("date", "seen", "level")}
    kept |= {"fonds": own.pk, "category": make.category().pk, "year": 2016, "opening": "unreviewed"}
    saved = client.post(f"{edited}?{here}", kept | {"title": "第二件维修（改）", "period": "Y"})

    assert sorted(order, key=lambda one: one.pk) == made
    shown = nav.content.decode()
    for place in (URL, order[1].get_absolute_url(), order[3].get_absolute_url()):
        assert f'href="{place}?{escape(here)}"' in shown
    assert "3 of 5" in shown
    assert saved["Location"] == f"{order[2].get_absolute_url()}?{here}"
    gone = client.get(f"{opened}?{here}").context["beside"]  # its year is another now
    assert (gone.previous, gone.next) == (order[1].pk, order[3].pk)


def test_a_draft_says_what_it_lacks_and_an_auditor_is_not_told_to_import(client, own):
    client.force_login(make.auditor())
    nothing = client.get(URL).content.decode()
    client.force_login(make.filing_officer(own.department))
    make.record(of=own, year=None, responsible="")

    (hit,) = client.get(URL).context["hits"]

    assert hit.texts["lacking"] == "Responsible body, Date, Year"
    assert "importing" not in nothing
    assert "An auditor reads the trail" in nothing
