"""A list is divided by how one comes to see its records, and by whether they have copies."""

import pytest

from records.holdings.rules import Access, Stage
from tests import make, request_make
from tests.records.catalogue.test_find_records import URL, described, own, reader, shown
from tests.records.index.truth import paged

pytestmark = pytest.mark.django_db
__all__ = ["own", "reader"]


def test_access_and_copies_narrow_down_with_figures_and_are_told_in_words(client, reader, own):
    plain = described("维修甲", of=own)
    scanned = described("维修乙", of=own)
    shared = described("维修丙", access=Access.SHARED)
    draft = described("维修丁", of=own, access=Access.SHARED, stage=Stage.DRAFT)
    released = described("维修戊")
    request_make.released(released, by=reader)
    unseen = described("维修己")  # so counted nowhere
    for record in (scanned, released, unseen):
        paged(record, reader)

    def divided(**asked):
        told = client.get(URL, {"q": "维修", **asked}).context["facets"]
        return {one.name: {o.value: o.count for o in one.options} for one in told}

    every = divided()
    assert every["access"] == {"department": 3, "shared": 1, "granted": 1}
    assert every["copies"] == {"with": 2, "without": 3}
    assert divided(access="granted")["copies"] == {"with": 1}
    found = {
        "department": {plain.pk, scanned.pk, draft.pk},
        "shared": {shared.pk},
        "granted": {released.pk},
    }
    for access, keys in found.items():
        assert shown(client.get(URL, {"access": access})) == keys
    assert shown(client.get(URL, {"copies": "with"})) == {scanned.pk, released.pk}
    assert shown(client.get(URL, {"copies": "without", "access": "department"})) == {
        plain.pk,
        draft.pk,
    }
    chips = client.get(URL, {"copies": "with", "access": "granted"}).context["chips"]
    assert [(str(chip.label), str(chip.value)) for chip in chips] == [
        ("Readable by", "me, as it was released to me"),
        ("Digital copies", "with a digital copy"),
    ]


def test_only_who_may_be_granted_something_is_offered_it(client):
    client.force_login(make.archivist())

    assert client.get(URL, {"access": "granted"}).status_code == 422
    assert client.get(URL, {"access": "department"}).status_code == 200
