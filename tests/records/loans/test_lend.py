"""Originals are asked for, approved by another, fetched, handed out, renewed and taken back."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from records.audit.models import Entry
from records.audit.pages import differences
from records.holdings.actions import edit
from records.holdings.models import CodeAlias, Hold, Record
from records.holdings.rules import Access, Stage
from records.loans import actions
from records.loans.models import Loan, LoanItem
from records.models import Notice, PasswordLink, User
from records.rules import Refused
from records.values.rules import Level, Origin
from records.workflow.acts import why_not
from tests import amendment_make, handover_make, loan_make, make, request_make
from transfers.handover.actions import decide, select

pytestmark = pytest.mark.django_db
LIST = reverse("records:loan-list")
NEW = reverse("records:loan-create")
FOR = {"purpose_kind": "work"}


@pytest.fixture
def reader():
    return make.reader()


def kept(of, **given) -> Record:
    """A record in custody of a person's own department."""
    fonds = of.department.fonds.first() or make.fonds(of=of.department)
    return make.record(Stage.ACCEPTED, fonds, **given)


def page(client, user, address, **given) -> str:
    client.force_login(user)
    return str(client.get(address, given).content.decode())


def _told(answer) -> str:
    """What the next page says was done last."""
    return str(list(answer.context["messages"])[-1])


def test_from_the_page_of_a_record_to_its_return(client, reader):
    first, second = (kept(reader, pages=4, box_number=box) for box in ("9", "10"))
    archivist = make.archivist()

    shown = page(client, reader, first.get_absolute_url())
    assert f"{NEW}?code={first.archival_code}" in shown
    code = str(first.archival_code)
    assert code in page(client, reader, NEW, code=code)
    typed = f"{second.archival_code}；\n{code.lower()}"
    answer = client.post(NEW, {"codes": typed, "purpose": "核对原件", **FOR, "days": "3"})
    loan = Loan.objects.get()
    assert answer["Location"] == loan.get_absolute_url()
    items = client.get(loan.get_absolute_url()).context["items"]
    assert [item.record for item in items] == [first, second]  # box 9 stands before box 10
    assert not Hold.objects.exists()
    assert Entry.objects.about(loan).get(verb="ask").by == reader

    assert "?show=asked" in page(client, archivist, reverse("desk-tasks"))
    client.post(loan.get_act_url("approve"))
    assert Hold.objects.open().count() == 2
    listed = client.get(reverse("records:loan-pick-list"))
    assert listed.content.startswith(b"%PDF-")
    assert Entry.objects.about(loan).filter(verb="print", by=archivist).count() == 1
    client.post(loan.get_act_url("fetch"))
    due = timezone.localdate() + timedelta(days=3)
    handed_out = client.post(loan.get_act_url("hand_out"), follow=True)
    assert str(due) in _told(handed_out)
    loan.refresh_from_db()
    assert (loan.stage, loan.due_on) == ("out", due)
    assert Entry.objects.about(first).filter(verb="lend").count() == 1
    assert f"due back on {due}" in _english(client, archivist, first.get_absolute_url())
    with pytest.raises(Refused, match="until an archivist of the centre"):
        edit(first, title="改", by=archivist, at=make.NOW)

    client.force_login(reader)
    renewed = client.post(loan.get_act_url("renew"), follow=True)
    assert str(due + timedelta(days=3)) in _told(renewed)
    client.post(loan.get_act_url("renew"))
    loan.refresh_from_db()
    assert (loan.due_on, loan.renewals) == (due + timedelta(days=3), 1)

    client.force_login(archivist)
    back, left = loan.items.get(record=first), loan.items.get(record=second)
    address = reverse("records:loan-return", args=[loan.pk])
    told = {f"{item.pk}-condition": "intact" for item in (back, left)}
    told |= {f"{back.pk}-back": "on", f"{back.pk}-pages": "3"}
    refused = client.post(address, told)  # of 4 pages, and nothing is said of the fourth
    assert refused.status_code == 422
    told |= {f"{back.pk}-condition": "incomplete", f"{back.pk}-note": "缺第 4 页"}
    client.post(address, told)
    assert [hold.record for hold in Hold.objects.open()] == [second]
    entry = Entry.objects.about(first).get(verb="return")
    assert (entry.after["pages"], entry.after["note"]) == (3, "缺第 4 页")
    told = {f"{left.pk}-back": "on", f"{left.pk}-condition": "intact", f"{left.pk}-pages": "4"}
    client.post(address, told)

    loan.refresh_from_db()
    assert loan.stage == "closed"
    steps = ["approve", "fetch", "hand_out", "close"]
    assert list(loan.steps.values_list("name", flat=True)) == steps
    assert not Hold.objects.open().exists()
    edit(first, title="改", by=archivist, at=make.NOW)
    assert "缺第 4 页" in page(client, reader, loan.get_absolute_url())


def _english(client, user, address) -> str:
    client.cookies["django_language"] = "en"
    try:
        return page(client, user, address)
    finally:
        del client.cookies["django_language"]


def test_who_has_it_is_told_to_the_centre_and_the_own_department_alone(client, reader):
    record = kept(reader, access=Access.SHARED)
    loan = loan_make.out(record, by=reader, purpose="内部事项", at=make.NOW)
    card = record.get_absolute_url()

    for insider in (reader, make.archivist(), make.filing_officer(reader.department)):
        assert reader.name in page(client, insider, card)
    told = page(client, make.reader(), card)
    assert str(loan.due_on) in told
    assert reader.name not in told
    assert loan.called not in told

    assert loan.purpose in page(client, make.filing_officer(reader.department), LIST)
    for other in (make.reader(reader.department), make.reader(), make.filing_officer()):
        assert loan.purpose not in page(client, other, LIST)
        assert client.get(loan.get_absolute_url()).status_code == 404


def test_what_is_not_lent_says_why(reader):
    volume = kept(reader, level=Level.VOLUME)
    item, sibling = (kept(reader, volume=volume) for _n in range(2))
    digital = kept(reader, origin=Origin.BORN_DIGITAL)
    printed = kept(reader, origin=Origin.BORN_DIGITAL, box_number="7")
    draft = make.record(of=item.fonds)
    gone = make.record(Stage.TRANSFERRED, item.fonds)
    loan_make.asked(item, by=reader)
    amended = amendment_make.proposed(kept(reader, period="C", year=2003)).items.get().record

    def why(record, by=reader) -> str:
        with pytest.raises(Refused) as refusal:
            loan_make.asked(record, by=by)
        return str(refusal.value)

    assert "asked for the original already" in why(item)
    assert "asked for the original already" in why(volume)
    loan_make.asked(sibling, printed, by=reader)
    assert "no original on paper" in why(digital)
    assert "custody" in why(draft)
    assert "custody" in why(gone)
    assert "a correction is proposed" in why(amended)
    Record.objects.filter(pk=digital.pk).update(access=Access.SHARED)
    assert "may be seen" in why(make.record(Stage.ACCEPTED))
    assert "people of a department" in why(digital, make.archivist())


def test_a_volume_goes_whole(reader):
    volume = kept(reader, level=Level.VOLUME)
    item = kept(reader, volume=volume)
    loan = loan_make.out(volume, by=reader)

    with pytest.raises(Refused, match=f"due back on {loan.due_on}"):
        loan_make.asked(item, by=reader)
    with pytest.raises(Refused, match="is lent"):
        edit(item, title="改", by=make.archivist(), at=make.NOW)


def test_another_departments_hold_is_not_named_to_a_stranger(reader):
    foreign = make.record(Stage.ACCEPTED, access=Access.SHARED, year=2003, period="C")
    amendment = amendment_make.proposed(foreign)

    with pytest.raises(Refused, match="The centre is at work") as refusal:
        loan_make.asked(foreign, by=reader)
    assert amendment.called not in str(refusal.value)


def test_a_record_in_a_handover_is_not_lent_and_a_lent_one_is_not_sent(reader):
    fonds = make.fonds(of=reader.department)
    lent, sent, asked = (handover_make.due_record(fonds, number) for number in (1, 2, 3))
    later = loan_make.asked(asked, by=reader)
    loan = loan_make.approved(lent, by=reader)
    batch = select.create(fonds, classes=[(2005, "Y")], by=make.archivist(), at=make.NOW)

    assert {item.record for item in batch.items.all()} == {sent, asked}  # what is lent stays
    actions.refuse(loan, reason="未来取", by=make.archivist(), at=make.NOW)
    loan = loan_make.approved(sent, by=reader)
    with pytest.raises(Refused, match="set aside for a loan"):
        decide.check(batch, by=make.archivist(), at=make.NOW)
    actions.withdraw(loan, by=reader, at=make.NOW)
    handover_make.checked(batch)

    with pytest.raises(Refused, match="Open the selection of the batch"):
        actions.approve(later, by=make.archivist(), at=make.NOW)


def test_what_was_released_to_be_read_is_not_lent(client, reader):
    record = make.record(Stage.ACCEPTED)
    request_make.released(record, by=reader)

    with pytest.raises(Refused, match="to be read"):
        loan_make.asked(record, by=reader)
    assert "lent to its department alone" in page(client, reader, record.get_absolute_url())
    Record.objects.filter(pk=record.pk).update(access=Access.SHARED)
    loan_make.asked(record, by=reader)


def test_what_was_closed_to_the_borrower_meanwhile_is_not_lent(reader):
    record = make.record(Stage.ACCEPTED, access=Access.SHARED)
    request_make.released(record, by=reader)
    asked = loan_make.asked(record, by=reader)
    Record.objects.filter(pk=record.pk).update(access=Access.DEPARTMENT)
    ready, archivist = loan_make.approved(kept(reader), by=reader), make.archivist()
    actions.fetch(ready, by=archivist, at=make.NOW)

    with pytest.raises(Refused, match="no longer open to the borrower"):
        actions.approve(asked, by=archivist, at=make.NOW)
    User.objects.filter(pk=reader.pk).update(department=make.department())
    with pytest.raises(Refused, match="no longer open to the borrower"):
        actions.hand_out(ready, by=archivist, at=make.NOW)
    actions.refuse(ready, reason="借阅人已调离", by=archivist, at=make.NOW)


def test_the_borrower_or_who_could_act_as_one_does_not_approve(reader, settings):
    settings.LOAN_APPROVERS = ["archivist"]
    archivist, supervisor = make.archivist(), make.supervisor()
    loan = loan_make.asked(by=reader)

    with pytest.raises(Refused, match="another role"):
        actions.approve(loan, by=supervisor, at=make.NOW)
    ends = timezone.now() + timedelta(days=3)
    PasswordLink.objects.create(
        person=reader, digest="0" * 64, made_by=archivist, made_at=timezone.now(), expires_at=ends
    )
    with pytest.raises(Refused, match="password link"):
        actions.approve(loan, by=archivist, at=make.NOW)
    actions.approve(loan, by=make.archivist(), at=make.NOW)


@pytest.mark.parametrize("end", ["refuse", "withdraw"])
@pytest.mark.parametrize("led", [loan_make.asked, loan_make.approved])
def test_before_it_is_handed_out_it_is_given_up_and_free_again(reader, end, led):
    record = kept(reader)
    loan = led(record, by=reader)

    if end == "refuse":
        with pytest.raises(Refused, match="not open to your role"):
            actions.refuse(loan, reason="架上未见", by=reader, at=make.NOW)
        actions.refuse(loan, reason="架上未见", by=make.archivist(), at=make.NOW)
        assert "架上未见" in Notice.objects.visible_to(reader).latest("pk").said
    else:
        with pytest.raises(Refused, match="Who asked"):
            actions.withdraw(loan, by=make.filing_officer(reader.department), at=make.NOW)
        actions.withdraw(loan, by=reader, at=make.NOW)

    assert not Hold.objects.open().exists()
    loan_make.asked(record, by=reader)


def test_an_overdue_loan_is_told_and_not_renewed(client, reader):
    loan = loan_make.out(by=reader, since=make.NOW - timedelta(days=30))
    archivist = make.archivist()

    with pytest.raises(Refused, match="bring the originals back"):
        actions.renew(loan, by=archivist, at=timezone.now())
    with pytest.raises(Refused, match="The borrower renews"):
        actions.renew(loan, by=make.filing_officer(reader.department), at=make.NOW)
    rows = {}
    for show in ("overdue", "out", "asked"):
        client.force_login(archivist)
        rows[show] = client.get(LIST, {"show": show}).context["rows"]
    assert rows == {"overdue": [(loan, True)], "out": [(loan, True)], "asked": []}
    assert loan.get_absolute_url() in page(client, reader, reverse("desk"))


def test_what_came_back_is_not_taken_back_again(reader):
    loan = loan_make.out(kept(reader), kept(reader), by=reader)
    archivist, (one, two) = make.archivist(), loan_make.returned(loan)

    with pytest.raises(Refused, match="Tick"):
        actions.take_back(loan, returned=[], by=archivist, at=make.NOW)
    actions.take_back(loan, returned=[one], by=archivist, at=make.NOW)
    with pytest.raises(Refused, match="back already"):
        actions.take_back(loan, returned=[one, two], by=archivist, at=make.NOW)
    assert LoanItem.objects.open().get().pk == two.item


def test_codes_that_cannot_be_read_or_seen_are_named(client, reader):
    mine, foreign = kept(reader), make.record(Stage.ACCEPTED)
    CodeAlias.objects.create(
        record=mine, code="Z109-WS·2001-Y-0001", reason="误", by=make.archivist(), at=make.NOW
    )
    client.force_login(reader)
    client.cookies["django_language"] = "en"

    for code in (foreign.archival_code, "X999-WS·2001-Y-0001"):
        answer = client.post(NEW, {"codes": code, "purpose": "查", **FOR, "days": "7"})
        assert f"You see no record {code}" in answer.content.decode()
    for wrong in ({"days": "8"}, {"days": "0"}, {"purpose": "　"}, {"codes": "，"}):
        given = {"codes": "Z109-WS·2001-Y-0001", "purpose": "查", **FOR, "days": "7"}
        assert client.post(NEW, given | wrong).status_code == 422
    many = " ".join(f"Z109-WS·2001-Y-{n:04d}" for n in range(51))
    assert client.post(NEW, {"codes": many, "purpose": "查", **FOR, "days": "7"}).status_code == 422
    assert not Loan.objects.exists()
    client.post(NEW, {"codes": "Z109-WS·2001-Y-0001", "purpose": "查", **FOR, "days": "7"})
    assert [item.record for item in LoanItem.objects.all()] == [mine]


@pytest.mark.django_db(transaction=True)
def test_of_two_who_ask_at_once_for_a_volume_and_its_item_one_is_refused(reader):
    volume = kept(reader, level=Level.VOLUME)
    item = kept(reader, volume=volume)

    def ask(record) -> bool:
        try:
            loan_make.asked(record, by=reader)
        except Refused:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(ask, (volume, item))) == [False, True]
    assert LoanItem.objects.open().count() == 1


def test_a_lost_original_ends_with_its_report_and_stays_held_until_it_is_found(client):
    reader, archivist, supervisor = make.reader(), make.archivist(), make.supervisor()
    record = kept(reader, pages=2)
    other, officer = kept(reader, pages=2), make.filing_officer(reader.department)
    loan = loan_make.out(record, other, by=reader)
    items = {item.record_id: item.pk for item in loan.items.all()}
    client.force_login(archivist)
    said = {"item": items[record.pk], "report": "搬家时遗失，已报主管部门"}

    assert client.post(loan.get_act_url("lose"), said | {"report": ""}).status_code == 422
    assert client.post(loan.get_act_url("lose"), said).status_code == 302
    assert client.post(loan.get_act_url("lose"), said).status_code == 422  # gone already
    back = loan_make.returned(loan, condition="lost", note="没了")
    with pytest.raises(Refused, match="reported as lost"):
        actions.take_back(loan, returned=back, by=archivist, at=make.NOW)
    actions.take_back(loan, returned=loan_make.returned(loan, pages=2), by=archivist, at=make.NOW)

    assert loan_make.again(loan).stage == "closed"
    held = Hold.objects.open().get()
    assert (held.record, "reported as lost" in held.why) == (record, True)
    assert "reported as lost" in why_not(record, "borrow", reader)
    of_it = Notice.objects.filter(view="records:record", key=record.pk)
    told = of_it.values_list("person", flat=True)
    assert set(told) == {officer.pk, supervisor.pk}
    told_last = of_it.latest("pk").pk
    page = client.get(loan.get_absolute_url()).content.decode()
    assert "搬家时遗失" in page
    for entry in Entry.objects.filter(verb="lose"):
        (said_to_auditors,) = (
            one.after for one in differences(entry, make.auditor()) if one.key == "report"
        )
        assert said_to_auditors == "(not shown)"
    found = {"item": items[record.pk], "report": "在旧柜中找到，完好"}
    assert client.post(loan.get_act_url("find"), found).status_code == 302
    assert not Hold.objects.open().exists()
    assert loan.items.get(record=record).condition == "lost"
    assert set(told.filter(pk__gt=told_last)) == {officer.pk, supervisor.pk}
    for where in (loan.get_absolute_url(), record.get_absolute_url()):
        assert "lost, found again" in client.get(where).content.decode()
    with pytest.raises(Refused, match="is lost"):
        actions.find(loan, item=items[record.pk], report="找到", by=archivist, at=make.NOW)


def test_who_has_an_original_brings_it_back_before_the_account_is_closed():
    reader, supervisor = make.reader(), make.supervisor()
    out, asked = loan_make.out(by=reader), loan_make.approved(by=reader)

    with pytest.raises(Refused, match="brings them back first"):
        actions.close_account(reader, by=supervisor, at=make.NOW)
    reader.refresh_from_db()
    assert reader.is_active
    assert loan_make.again(asked).stage == "approved"
    back = loan_make.returned(out)
    actions.take_back(out, returned=back, by=make.archivist(), at=make.NOW)
    actions.close_account(reader, by=supervisor, at=make.NOW)

    reader.refresh_from_db()
    assert not reader.is_active
    assert loan_make.again(asked).stage == "refused"
    assert not Hold.objects.open().exists()
