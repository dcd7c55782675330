"""Asked of the index: what was probably meant, what a word may become, that others have more."""

import pytest
from django.urls import reverse

from records.catalogue import figures
from records.catalogue.filters import read_again
from records.catalogue.suggestions import suggestions
from records.copies.actions import keep_texts
from records.holdings.rules import Access, Stage
from records.index import folders, work
from records.values.text import normal_description
from tests import make
from tests.records.index.truth import LAYER, paged

pytestmark = pytest.mark.django_db(transaction=True)
LIST, SUGGEST = reverse("records:record-list"), reverse("records:record-suggest")


def filed(title, of, number="", body="清岚市水务局", stage=Stage.ACCEPTED, **given):
    said = {"title": title, "document_number": number, "responsible": body}
    return make.record(stage, of=of, normal_text=normal_description(**said), **said, **given)


@pytest.fixture
def own():
    return make.fonds()


@pytest.fixture
def reader(own):
    return make.reader(own.department)


@pytest.fixture
def index():
    """What is there now, in a new index."""

    def build() -> None:
        for folder in folders.root().glob("v*"):
            folders.remove(folder.name)
        assert work.build()

    return build


def test_that_others_have_more_is_told_in_steps_of_plain_words_alone(
    client, settings, own, reader, index
):
    other = make.fonds()
    hidden = [filed(f"水库除险{n}", other) for n in range(9)]
    filed("水库除险草稿", other, stage=Stage.DRAFT)
    filed("水库除险共享", other, access=Access.SHARED)
    filed("水库除险本处", own)
    index()
    client.force_login(reader)

    def told(**asked) -> int:
        others: int = client.get(LIST, asked).context["others"]
        return others

    page = client.get(LIST, {"q": "水库"}).content
    settings.TELL_OF_OTHERS = True
    assert told(q="水库") == 0, "nine"
    hidden.append(filed("水库除险9", other))
    index()
    assert told(q="水库") == told(q="水库 除险") == told(q="除险") == 10
    shown = client.get(LIST, {"q": "水库"}).content.decode()
    assert f"{reverse('records:request-create')}?wanted=%E6%B0%B4%E5%BA%93" in shown
    assert hidden[0].title not in shown
    for narrowed in (
        *({"q": "水"}, {"q": "水库 -除险1"}, {"q": "水库 年度:1990-2030"}, {"q": "水库 除险9"}),
        *({"q": "水库", "year": 2005}, {"q": "水库", "stage": "accepted"}, {"q": ""}),
    ):
        assert told(**narrowed) == 0, narrowed
    by = make.archivist()
    for record in hidden:
        keep_texts(paged(record, by), {1: "闸门启闭机"}, LAYER)
    index()
    assert told(q="水库") == 10
    assert told(q="闸门") == 0, "what pages say"
    client.force_login(by)
    assert told(q="水库") == 0
    settings.TELL_OF_OTHERS = False
    client.force_login(reader)
    assert told(q="水库") == 0
    assert len(client.get(LIST, {"q": "水库"}).content) == len(page)


def test_what_was_meant_is_told_of_what_is_visible_by_the_index_too(
    client, own, reader, index, monkeypatch
):
    monkeypatch.setattr("records.catalogue.suggestions._is_cheap", lambda rows: False)
    for n in (3, 38, 174):
        filed("办公用房维修经费", own, f"清财发〔2015〕{n}号", "清岚市财政局")
    other = filed("隐患水库", make.fonds(), "清水发〔2015〕388号", "清岚市水务局")
    index()

    def meant(text):
        return [(one.text, one.link) for one in suggestions(read_again(f"q={text}", reader))]

    ((number, link), *_rest) = meant("清财发（2015）388号")
    assert "174" in number
    assert link == "清财发〔2015〕38号"
    assert ("Did you mean:", "清岚市财政局 (3 records)") in meant("清岚市财证局")
    part = ("A part of “用房维修工程”:", "用房维修 (3 records)")
    assert part in meant("用房维修工程")
    assert meant("隐患水库") == []
    assert all("(3 records)" in link for _text, link in meant("清岚市水务局"))
    assert other.title not in str(meant("水库除险"))
    client.force_login(reader)
    shown = client.get(SUGGEST, {"q": "清财"}, headers={"HX-Request": "true"}).content.decode()
    assert shown.strip().startswith("<datalist")
    assert "清财发〔2015〕" in shown


def test_within_the_result(client, own, reader):
    both = filed("办公用房维修经费", own)
    filed("办公用房调配", own)
    client.force_login(reader)

    page = client.get(LIST, {"q": "办公用房", "also": "维修"})

    assert [hit.record for hit in page.context["hits"]] == [both]
    assert [chip.value for chip in page.context["chips"]] == ["办公用房", "维修"]
    assert page.context["query"] == read_again("q=办公用房 维修", reader).address
    assert 'value="维修"' in page.content.decode()
    assert figures.known(read_again(page.context["query"], reader)) == [both.pk]


def test_a_part_of_a_code_is_said_as_it_was_typed_and_excludes_nothing(own, reader, index):
    filed("某件", own, archival_code="J014-WS·2015-Y-BGS-0001")
    filed("另一件", own, archival_code="J014-WS·2015-Y-BGS-0002")
    index()

    told = suggestions(read_again("q=J026-WS·2015-Y-BGS-0001", reader))

    assert [(one.text, one.link) for one in told] == [
        ("A part of “J026-WS·2015-Y-BGS-0001”:", "WS·2015-Y-BGS-0001 (1 record)")
    ]
