"""Another department's records: asked for, consented to, released, read, ended."""

import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from pypdfium2 import PdfDocument

from records import tasks
from records.audit.models import Entry
from records.holdings.models import CodeAlias, Grant, Record
from records.holdings.rules import Stage as Filing
from records.notices.models import Notice
from records.organisation.models import PasswordLink, User
from records.requests import actions
from records.requests.models import AccessRequest
from records.requests.rules import Answer, Stage
from records.rules import Refused
from records.values.rules import Level
from records.workflow.acts import ACTS, why_not
from tests import handover_make, make, request_make

pytestmark = pytest.mark.django_db


def sees(person, record) -> bool:
    return Record.objects.visible_to(person).filter(pk=record.pk).exists()


def told(person) -> list[str]:
    return [str(notice) for notice in Notice.objects.filter(person=person).order_by("pk")]


def act(request, name, by, **given):
    return ACTS[request.FLOW, name](
        AccessRequest.objects.get(pk=request.pk), by=by, at=timezone.now(), **given
    )


def test_from_the_request_of_two_departments_files_to_the_end():
    one, two, left = (make.record(Filing.ACCEPTED) for _n in range(3))
    first, second = (make.filing_officer(each.fonds.department) for each in (one, two))
    make.filing_officer(left.fonds.department)
    reader, archivist, supervisor = make.reader(), make.archivist(), make.supervisor()
    request = request_make.asked(one, two, by=reader, may_download=True, until=None or _in(9))
    assert {item.record for item in request.items.all()} == {one, two}
    assert told(first) == told(second) != []
    assert not told(archivist)

    act(request, "consent", first, items=_all(request), may_download=True)
    with pytest.raises(Refused, match="waits for your answer"):
        act(request, "refuse", first, items=_all(request), reason="否")
    act(request, "refuse", second, items=_of(request, two), reason="涉及个人信息")
    answers = {item.record: item.answer for item in request.items.all()}
    assert answers == {one: Answer.CONSENTED, two: Answer.REFUSED}
    assert not sees(reader, one)
    assert told(supervisor) == told(archivist) != []

    act(request, "release", archivist)
    assert [sees(reader, each) for each in (one, two, left)] == [True, False, False]
    assert not sees(make.reader(reader.department), one)
    assert len(told(reader)) == 3
    with pytest.raises(Refused, match="is “"):
        act(request, "withdraw", reader)
    assert why_not(request_again(request), "revoke", second)

    act(request, "revoke", first, reason="用毕")
    assert not sees(reader, one)
    assert request_again(request).stage == Stage.ENDED
    names = ["ask", "consent", "refuse", "pass_on", "release", "revoke", "close"]
    trail = Entry.objects.about(request).order_by("id")
    assert list(trail.values_list("verb", flat=True)) == names
    of_record = Entry.objects.about(one)
    assert set(of_record.values_list("verb", flat=True)) == {"grant", "end grant"}
    assert not of_record.told_to(make.reader(one.fonds.department))


def request_again(request) -> AccessRequest:
    return AccessRequest.objects.get(pk=request.pk)


def _in(days: int):
    return timezone.localdate() + timedelta(days=days)


def test_access_ends_by_itself_with_its_last_day_and_with_the_department():
    record, reader = make.record(Filing.ACCEPTED), make.reader()
    request = request_make.over(record, reader)
    assert not sees(reader, record)
    moved = make.reader()
    request_make.released(record, by=moved, until=timezone.localdate())
    assert sees(moved, record)
    moved.department = make.department()
    assert not sees(moved, record)

    assert (tasks.expire_requests(), tasks.expire_requests()) == (1, 0)
    assert request_again(request).stage == Stage.ENDED
    assert request_again(request).steps.get(name="expire").by is None
    assert len(told(reader)) == 1


def test_a_volume_is_opened_with_what_lies_in_it_and_no_draft_ever_is():
    fonds = make.fonds()
    volume = make.record(Filing.ACCEPTED, of=fonds, level=Level.VOLUME)
    inside = make.record(Filing.ACCEPTED, of=fonds, volume=volume)
    reader, late = make.reader(), make.record(of=fonds, volume=volume)
    request_make.released(volume, by=reader)

    assert [sees(reader, each) for each in (volume, inside, late)] == [True, True, False]
    assert Grant.objects.count() == 2


def test_to_who_has_moved_to_another_department_nothing_is_released():
    reader = make.reader()
    request = request_make.consented(by=reader)
    User.objects.filter(pk=reader.pk).update(department=make.department())

    with pytest.raises(Refused, match="may ask anew"):
        act(request, "release", make.archivist())
    act(request, "withhold", make.archivist(), reason="申请人已调离")
    assert not Grant.objects.exists()


def test_what_is_said_of_a_record_itself_goes_before_what_is_said_of_its_volume():
    fonds, reader = make.fonds(), make.reader()
    volume = make.record(Filing.ACCEPTED, of=fonds, level=Level.VOLUME)
    closed, partly, silent = (
        make.record(Filing.ACCEPTED, of=fonds, volume=volume) for _n in range(3)
    )
    officer = make.filing_officer(fonds.department)
    request = request_make.asked(volume, closed, partly, by=reader)

    act(request, "refuse", officer, items=_of(request, closed), reason="涉及个人信息")
    act(request, "consent", officer, items=_of(request, volume))
    act(request, "consent", officer, items=_of(request, partly), pages="1")
    act(request, "release", make.archivist())

    opened = {grant.record: grant.pages for grant in request.grants.all()}
    assert opened == {volume: "", partly: "1", silent: ""}
    assert not sees(reader, closed)


def test_right_and_wrong_codes_give_the_same_until_it_is_released(client):
    record = make.record(Filing.ACCEPTED, title="绝密来信")
    make.filing_officer(record.fonds.department)
    client.force_login(reader := make.reader())
    pages = []
    for code in (record.archival_code, f"{str(record.archival_code)[:-4]}9999"):
        given = {"wanted": code, "purpose": "查证", "until": _in(5).isoformat()}
        answer = client.post(reverse("records:request-create"), given)
        request = AccessRequest.objects.latest("pk")
        shown = client.get(answer["Location"]).content.decode().replace(code, "…")
        shown = shown.replace(f"/{request.pk}/", "/#/").replace(request.called, "#")
        pages.append(re.sub(r'value="[A-Za-z0-9-]{36,}"|"[A-Za-z0-9]{64}"', "", shown))
    right, wrong = AccessRequest.objects.filter(asker=reader).order_by("pk")
    found = [item.record for one in (right, wrong) for item in one.items.all()]

    assert found == [record, None]
    assert pages[0] == pages[1]
    act(right, "consent", make.filing_officer(record.fonds.department), items=_all(right))
    assert "绝密来信" not in client.get(right.get_absolute_url()).content.decode()
    act(right, "release", make.archivist())
    assert "绝密来信" in client.get(right.get_absolute_url()).content.decode()


def _all(request) -> dict[int, int | None]:
    return request_make.seen(request.items.all())


def _of(request, record) -> dict[int, int | None]:
    return request_make.seen(request.items.filter(record=record))


def test_words_are_matched_to_a_record_by_the_department_or_the_centre(client):
    record, foreign = make.record(Filing.ACCEPTED), make.record(Filing.ACCEPTED)
    officer, archivist = make.filing_officer(record.fonds.department), make.archivist()
    request = request_make.asked(wanted=["关于供水的批复", "另一件"], by=make.reader())
    first, second = _all(request)
    assert not AccessRequest.objects.visible_to(officer).exists()
    assert told(archivist)
    assert why_not(request, "consent", archivist)

    client.force_login(archivist)
    page = client.get(request.get_act_url("match")).content.decode()
    assert "关于供水的批复" in page
    bad = client.post(request.get_act_url("match"), {f"code-{first}": "X9-1"})
    assert (bad.status_code, "关于供水的批复" in bad.content.decode()) == (422, True)
    client.post(request.get_act_url("match"), {f"code-{first}": record.archival_code})
    assert told(officer)
    client.post(request.get_act_url("refuse"), {"items": [f"{second}-"], "reason": "查无此件"})
    client.force_login(officer)
    shown = client.get(request.get_absolute_url()).content.decode()
    assert record.title in shown
    assert "另一件" not in shown  # not of the department
    wrong = client.post(request.get_act_url("match"), {f"code-{first}": foreign.archival_code})
    assert wrong.status_code == 422
    assert client.get(request.get_act_url("consent")).content.decode().count("checkbox") == 1
    client.post(request.get_act_url("consent"), {"items": [f"{first}-{record.pk}"]})

    assert request_again(request).stage == Stage.CONSENTED


@pytest.mark.parametrize("whose", ["asker", "answered_by"])
def test_who_could_have_asked_or_consented_in_another_s_name_does_not_release(whose):
    request = request_make.consented(make.record(Filing.ACCEPTED))
    boss, now = make.supervisor(), timezone.now()
    person = getattr(request if whose == "asker" else request.items.get(), whose)
    PasswordLink.objects.create(
        person=person,
        digest="0" * 64,
        made_by=boss,
        made_at=now,
        expires_at=now + timedelta(days=3),
    )

    with pytest.raises(Refused, match="another person approves this"):
        act(request, "release", boss)
    assert why_not(request_again(request), "release", boss)

    act(request, "release", make.supervisor())
    assert request_again(request).stage == Stage.RELEASED


def test_who_answers_in_the_place_of_a_department_does_not_release():
    record = make.record(Filing.ACCEPTED)  # of a department without a filing officer
    archivist, other = make.archivist(), make.archivist()
    request = request_make.asked(record)
    act(request, "consent", archivist, items=_all(request), reason="函〔2026〕3号")

    with pytest.raises(Refused, match="Another person releases"):
        act(request, "release", archivist)
    act(request, "withhold", other, reason="期限过长")
    assert request_again(request).stage == Stage.REFUSED


def test_a_request_can_be_taken_back_and_be_refused_as_a_whole():
    record = make.record(Filing.ACCEPTED)
    officer, reader = make.filing_officer(record.fonds.department), make.reader()
    back, refused = (request_make.asked(record, by=reader) for _n in range(2))
    with pytest.raises(Refused):
        act(back, "withdraw", make.reader())
    act(back, "withdraw", reader)
    act(refused, "refuse", officer, items=_all(refused), reason="不宜提供")

    assert request_again(back).stage == Stage.WITHDRAWN
    assert request_again(refused).steps.get(name="turn_down").by == officer
    assert "不宜提供" in told(reader)[-1]


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"wanted": []}, "Say what you ask for"),
        ({"wanted": [f"第{n}件" for n in range(51)]}, "at most 50"),
        ({"until": timezone.localdate() - timedelta(days=1)}, "last day lies"),
        ({"until": timezone.localdate() + timedelta(days=91)}, "last day lies"),
    ],
)
def test_what_cannot_be_asked_for(given, why):
    with pytest.raises(Refused, match=why):
        request_make.asked(**given)


def test_who_cannot_ask_and_for_what():
    own = make.reader()
    with pytest.raises(Refused, match="your own department"):
        request_make.asked(by=own, of=own.department)
    with pytest.raises(Refused, match="people of a department"):
        request_make.asked(by=make.archivist())


def test_the_page_that_names_a_department_leads_to_a_request(client, settings):
    settings.NAME_OTHER_DEPARTMENTS = True
    record = make.record(Filing.ACCEPTED, title="未共享的请示")
    client.force_login(make.reader())
    asking = f"{reverse('records:request-create')}?seen={record.pk}"
    assert asking in client.get(record.get_absolute_url()).content.decode()
    given = {"seen": record.pk, "purpose": "查证", "until": _in(5).isoformat()}
    page = client.post(asking, given, follow=True).content.decode()

    assert AccessRequest.objects.get().items.get().record == record
    assert str(record.fonds) in page
    assert "未共享的请示" not in page
    settings.NAME_OTHER_DEPARTMENTS = False
    assert client.get(asking).status_code == 404
    assert client.post(asking, given).status_code == 404


def test_what_is_open_for_reading_alone_is_not_downloaded(client):
    record = make.record(Filing.ACCEPTED)
    copy = handover_make.copy(record)
    reader, taker = make.reader(), make.reader()
    request_make.released(record, by=reader)
    request_make.released(record, by=taker, may_download=True)
    download = reverse("records:copy-download", args=[copy.pk])

    client.force_login(reader)
    for asked in ({}, {"show": ""}):
        assert client.get(download, asked)["Location"] == record.get_absolute_url()
    pages = [record.get_absolute_url(), reverse("records:record-read", args=[record.pk, copy.pk])]
    for page in pages:
        assert f'href="{download}"' not in client.get(page).content.decode()
    client.force_login(taker)
    for page in pages:
        assert f'href="{download}"' in client.get(page).content.decode()
    assert client.get(download).status_code == 200


def test_a_released_record_is_found_with_its_fonds_among_the_choices(client):
    record = make.record(Filing.ACCEPTED, title="供水规划")
    make.record(Filing.ACCEPTED, title="供水工程", of=record.fonds)
    reader = make.reader()
    client.force_login(reader)
    url = reverse("records:record-list")
    before = client.get(url).content.decode()
    assert record.fonds.name not in before
    request_make.released(record, by=reader)
    page = client.get(url, {"q": "供水"}).content.decode()

    assert "规划" in page
    assert "工程" not in page
    assert record.fonds.department.short_name in page


def test_the_release_is_due_from_the_consent_on_in_a_list_and_on_its_page(settings):
    asked = request_make.consented(at=timezone.now() - timedelta(days=20))

    due = timezone.localdate() + timedelta(days=settings.REQUEST_RELEASE_DAYS)
    assert asked.next_by == due
    assert AccessRequest.objects.counted().get(pk=asked.pk).next_by == due


def test_a_list_of_requests_costs_the_same_for_one_and_for_many(client):
    record = make.record(Filing.ACCEPTED)
    officer = make.filing_officer(record.fonds.department)
    client.force_login(officer)
    url, counts = reverse("records:request-list"), []
    for many in (1, 20):
        for _n in range(many):
            request_make.asked(record)
        client.get(url)
        with CaptureQueriesContext(connection) as asked:
            page = client.get(url, {"show": "waiting"})
        counts.append(len(asked))

    assert counts[0] == counts[1]
    assert len(page.context["page"].rows) == 21


def test_what_is_late_is_reminded_of_once_a_day_and_later_to_supervisors(settings):
    settings.REQUEST_ANSWER_DAYS, settings.REQUEST_REMIND_DAYS = 5, 3
    record, now, today = make.record(Filing.ACCEPTED), timezone.now(), timezone.localdate()
    officer, supervisor = make.filing_officer(record.fonds.department), make.supervisor()
    archivist = make.archivist()
    late = request_make.asked(record, at=now - timedelta(days=6))
    request_make.asked(record, at=now - timedelta(days=5))
    before = len(told(officer))

    assert (tasks.remind_of_requests(), tasks.remind_of_requests()) == (1, 0)
    assert len(told(officer)) == before + 1
    assert not told(supervisor)
    later = today + timedelta(days=3)
    assert actions.remind(today=later, at=now) == 2
    assert [late.called in said for said in told(supervisor)] == [True]
    act(late, "refuse", officer, items=_all(late), reason="否")
    assert actions.remind(today=later + timedelta(days=1), at=now) == 1
    assert not told(archivist)


def test_a_request_of_a_closed_account_lapses():
    record, reader = make.record(Filing.ACCEPTED), make.reader()
    waiting, open_one = request_make.asked(record, by=reader), request_make.asked(record)
    released = request_make.released(record, by=reader)
    type(reader).objects.filter(pk=reader.pk).update(is_active=False)

    assert (tasks.expire_requests(), tasks.expire_requests()) == (1, 0)

    assert request_again(waiting).stage == Stage.WITHDRAWN
    step = waiting.steps.get(name="lapse")
    assert (step.by, "closed" in step.reason) == (None, True)
    assert request_again(open_one).stage == Stage.ASKED
    assert request_again(released).stage == Stage.RELEASED


def test_the_form_names_the_centre_in_chinese_whoever_prints_it(client):
    request, archivist = request_make.asked(make.record(Filing.ACCEPTED)), make.archivist()
    client.force_login(archivist)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"

    made = client.get(reverse("records:request-form", args=[request.pk])).content

    (page,) = PdfDocument(made)
    text = page.get_textpage().get_text_range()
    with override("zh-hans"):
        assert str(settings.CENTRE_NAME) in text
    assert str(settings.CENTRE_NAME) not in text


def test_before_a_release_what_it_opens_is_named_and_to_the_asker_no_code(client):
    record, reader, archivist = make.record(Filing.ACCEPTED), make.reader(), make.archivist()
    request = request_make.asked(
        by=reader, wanted=["供水规划", "另一件"], of=record.fonds.department
    )
    officer = request_make.officer(record.fonds.department)
    first, second = request.items.order_by("pk")
    act(request, "match", officer, codes={first.pk: record.archival_code})
    act(request, "consent", officer, items=_of(request, record))
    act(request, "refuse", officer, items={second.pk: None}, reason="没有")

    def shown(by, name) -> str:
        client.force_login(by)
        answer = client.get(reverse("records:request-act", args=[request.pk, name]))
        return str(answer.content.decode())

    code = str(record.archival_code)
    assert code in shown(archivist, "release")
    assert "另一件" not in shown(archivist, "release")
    told = shown(reader, "withdraw")
    assert ("供水规划" in told, code in told) == (True, False)


def test_the_form_tells_the_asker_no_code_before_the_release(client):
    record, reader, archivist = make.record(Filing.ACCEPTED), make.reader(), make.archivist()
    officer = make.filing_officer(record.fonds.department)
    request = request_make.asked(by=reader, wanted=["供水规划"], of=record.fonds.department)
    (item,) = _all(request)
    act(request, "match", officer, codes={item: record.archival_code})

    def printed(by) -> str:
        client.force_login(by)
        made = client.get(reverse("records:request-form", args=[request.pk])).content
        (page,) = PdfDocument(made)
        return "".join(page.get_textpage().get_text_range().split())

    act(request, "consent", officer, items=_all(request), pages="2-3")
    code = str(record.archival_code)
    assert "".join(record.title.split()) in printed(officer)
    assert (code in printed(archivist), code in printed(reader)) == (True, False)
    assert "2-3" in printed(reader)
    act(request, "release", archivist)
    assert code in printed(reader)
    assert f"同意利用{archivist}" in printed(officer)
    answered = f"同意{officer}"  # of which department that is tells whether there is such a file
    assert (answered in printed(officer), answered in printed(reader)) == (True, False)
    assert Entry.objects.filter(verb="print", row=str(request.pk)).count() == 8


def test_a_former_code_is_understood():
    record, former = make.record(Filing.ACCEPTED), "Z109-WS·2001-Y-0001"
    CodeAlias.objects.create(
        record=record, code=former, reason="误", by=make.archivist(), at=make.NOW
    )

    request = request_make.asked(wanted=["z109－WS·2001-Y-0001"])

    assert request.items.get().record == record
