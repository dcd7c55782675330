"""An answer is of the record that was seen: of none that was named for the item meanwhile."""

import pytest
from django.utils import timezone

from records.holdings.rules import Stage
from records.requests import actions
from records.requests.rules import Answer
from tests import make, request_make

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", ["consent", "refuse"])
def test_what_was_led_to_another_record_meanwhile_is_looked_at_again(client, name):
    record = make.record(Stage.ACCEPTED)
    other = make.record(Stage.ACCEPTED, of=record.fonds, title="另一件的题名")
    officer = make.filing_officer(record.fonds.department)
    request = request_make.asked(record)
    item = request.items.get()
    client.force_login(officer)
    client.cookies["django_language"] = "en"
    said = {"items": request_make.ticked(request.items.all()), "reason": "不宜提供"}
    colleague = make.filing_officer(record.fonds.department)
    code = str(other.archival_code)
    actions.match(request, codes={item.pk: code}, by=colleague, at=timezone.now())

    page = client.post(request.get_act_url(name), said)

    assert (page.status_code, "Look at it again" in page.content.decode()) == (422, True)
    item.refresh_from_db()
    assert item.answer == Answer.WAITING
    assert not page.context["form"]["items"].subwidgets[0].data["selected"]
    said["items"] = request_make.ticked(request.items.all())
    assert client.post(request.get_act_url(name), said).status_code == 302
    item.refresh_from_db()
    assert (item.record, item.answered_by) == (other, officer)


@pytest.mark.parametrize("sent", ["7", "7-x", "-", "7-8-9", "٧-8"])
def test_what_no_page_offered_is_no_answer(client, sent):
    record = make.record(Stage.ACCEPTED)
    client.force_login(make.filing_officer(record.fonds.department))
    request = request_make.asked(record)

    page = client.post(request.get_act_url("consent"), {"items": [sent]})

    assert page.status_code == 422
    assert request.items.get().answer == Answer.WAITING
