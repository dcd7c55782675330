"""The pages: who sees them, what they cost, and that what they offer is what is possible."""

import pytest
from django.urls import reverse

from records.organisation.rules import Role
from tests import handover_make, make
from transfers.handover.actions import decide
from transfers.handover.models.handovers import Handover
from transfers.handover.rules import FLOW, Stage
from transfers.packages.rules import README

pytestmark = pytest.mark.django_db
STAGES = [
    handover_make.draft,
    handover_make.checked,
    handover_make.proposed,
    handover_make.approved,
    handover_make.packaged,
    handover_make.delivered,
    lambda: handover_make.closed({1: "缺页"}),
]


@pytest.fixture(autouse=True)
def packages(settings, tmp_path):
    settings.PACKAGE_DIR = tmp_path / "packages"


@pytest.fixture
def archivist(client):
    person = make.archivist()
    client.force_login(person)
    return person


def url(name: str, *given) -> str:
    return reverse(f"transfers:{name}", args=given)


def every_page(handover: Handover) -> list[str]:
    pk = handover.pk
    pages = [handover.get_absolute_url(), url("handover-items", pk), url("handover-receipt", pk)]
    if handover.package:
        package = handover.package.pk
        pages += [url("handover-paper", pk, kind) for kind in ("deed", "register")]
        pages += [url(name, package) for name in ("package", "package-list", "package-code")]
    return pages


@pytest.mark.parametrize("role", [Role.READER, Role.FILING_OFFICER, Role.AUDITOR])
def test_departments_and_auditors_find_nothing_there(client, role):
    handover = handover_make.packaged()
    department = handover.fonds.department if role != Role.AUDITOR else None
    client.force_login(make.user(role, department))

    for page in every_page(handover):
        assert client.get(page).status_code == 404, page
    for name in ("explain", "add", "reject"):
        assert client.post(url("handover-change", handover.pk, name)).status_code == 404
    for name in ("handover-create", "handover-list"):
        assert client.get(url(name)).status_code == 403


@pytest.mark.parametrize("made", STAGES)
def test_every_page_opens_at_every_stage_and_offers_what_is_open(client, archivist, made):
    handover = made()

    for page in every_page(handover):
        assert client.get(page).status_code == 200, page
    offered = {button.name for button in client.get(handover.get_absolute_url()).context["buttons"]}
    assert offered == {move.name for move in FLOW.open_to(Role.ARCHIVIST, handover.stage)}
    for name in offered - {"receipt"}:
        assert client.get(url("handover-act", handover.pk, name)).status_code == 200


@pytest.mark.parametrize("made", STAGES)
def test_the_way_on_stands_last(client, archivist, made):
    handover = made()

    names = [button.name for button in client.get(handover.get_absolute_url()).context["buttons"]]

    assert not names or names == ["cancel"] or names[-1] not in {"cancel", "revise", "return"}


def test_answers_have_their_columns_once_the_package_is_delivered(client, archivist):
    before, after = handover_make.draft(), handover_make.delivered()
    reason = "Reason of the archive"

    assert reason not in client.get(url("handover-items", before.pk)).content.decode()
    assert reason in client.get(url("handover-items", after.pk)).content.decode()


def test_the_proposer_sees_why_the_approval_is_not_his(client):
    person = make.archivist()
    handover = handover_make.proposed(by=person)
    client.force_login(person)

    page = client.get(handover.get_absolute_url()).content.decode()

    assert "Another person approves it" in page
    response = client.post(url("handover-act", handover.pk, "approve"))
    assert response.status_code == 422
    assert handover_make.again(handover).stage == Stage.PROPOSED


def test_who_signed_what_was_sent_back_has_not_signed_what_is_submitted_anew(client, archivist):
    handover, by = handover_make.approved(), make.archivist()
    decide.send_back(handover, reason="缺页", by=by, at=make.NOW)
    handover = handover_make.answered(handover_make.checked(handover_make.again(handover)))

    assert signed(client, handover) == []
    decide.propose(handover, by=by, at=make.NOW)
    assert signed(client, handover) == ["Proposed"]
    decide.cancel(handover, reason="重选", by=by, at=make.NOW)
    assert signed(client, handover) == []


def signed(client, handover: Handover) -> list[str]:
    """What the page says was signed."""
    return [one.what for one in client.get(handover.get_absolute_url()).context["signatures"]]


def test_a_batch_is_made_from_what_is_due(client, archivist):
    fonds = make.fonds()
    for number in (1, 2):
        handover_make.due_record(fonds, number)
    chosen = f"{url('handover-create')}?fonds={fonds.number}"
    assert fonds.name in client.get(url("handover-create")).content.decode()
    assert "2005-Y" in client.get(chosen).content.decode()

    response = client.post(chosen, {"classes": ["2005-Y"]})

    handover = Handover.objects.get()
    assert response["Location"] == handover.get_absolute_url()
    assert handover.items.count() == 2
    assert client.post(chosen, {"classes": []}).status_code == 422


def test_records_are_added_and_taken_out_on_the_page(client, archivist):
    handover = handover_make.draft()
    late = handover_make.due_record(handover.fonds, 9)
    change = {"back": "items"}

    client.post(url("handover-change", handover.pk, "add"), change | {"code": late.archival_code})
    assert handover.items.count() == 4
    item = handover.items.get(record=late)
    client.post(url("handover-change", handover.pk, "remove"), change | {"item": item.pk})
    assert handover.items.count() == 3
    shown = client.get(url("handover-items", handover.pk), {"q": "0002"}).content.decode()
    assert shown.count('name="item"') == 1


def test_the_package_comes_as_a_tar_of_the_length_it_says(client, archivist):
    package = handover_make.packaged().package
    assert package

    response = client.get(url("package", package.pk))

    sent = b"".join(response.streaming_content)
    assert len(sent) == int(response["Content-Length"])
    assert README.encode() in sent


@pytest.mark.parametrize("kind", ["deed", "register"])
def test_papers_are_pdf_a_with_the_receipt_in_them(client, archivist, kind):
    handover = handover_make.closed()

    sent = client.get(url("handover-paper", handover.pk, kind))

    assert b"<pdfaid:part>2<" in b"".join(sent.streaming_content)


def test_pages_cost_the_same_for_few_and_for_many(client, archivist, django_assert_max_num_queries):
    few, many = handover_make.draft(records=2), handover_make.draft(records=60)

    for handover in (few, many):
        with django_assert_max_num_queries(19):
            client.get(handover.get_absolute_url())
        with django_assert_max_num_queries(10):
            client.get(url("handover-items", handover.pk))
    with django_assert_max_num_queries(8):
        client.get(url("handover-list"))
