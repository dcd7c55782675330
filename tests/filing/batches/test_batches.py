"""A department files its year: opened, filled, handed in, sent back, corrected, taken in."""

from io import BytesIO
from typing import Any

import pypdfium2
import pytest
from django.db import IntegrityError, InternalError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from filing.batches import actions
from filing.batches.models import BatchItem, FilingBatch
from filing.batches.rules import Point, Stage, deadline, is_reminded, sample_size
from filing.batches.work import accept, remind
from records.audit.models import Entry
from records.holdings.actions import discard, edit
from records.holdings.models import Hold, Record
from records.holdings.rules import Stage as RecordStage
from records.jobs.rules import silent
from records.notices.models import Notice
from records.rules import Refused
from tests import filing_make, make
from tests.filing_make import YEAR

pytestmark = pytest.mark.django_db
LIST = reverse("filing:batch-list")


def officer_of(batch: FilingBatch) -> Any:
    return batch.opened_by


def first_item(batch: FilingBatch) -> BatchItem:
    found = batch.items.select_related("batch__fonds__department", "record").order_by("pk").first()
    assert found
    return found


@pytest.mark.parametrize(
    ("items", "drawn"), [(0, 0), (1, 1), (20, 1), (21, 2), (100, 5), (10_000, 200)]
)
def test_the_sample_is_a_share_of_the_files(items, drawn):
    assert sample_size(items) == drawn


@pytest.mark.parametrize(
    ("day", "reminded"),
    [
        ((2026, 5, 31), True),
        ((2026, 6, 23), True),
        ((2026, 6, 29), True),
        ((2026, 6, 28), False),
        ((2026, 6, 30), False),
        ((2026, 7, 1), True),
        ((2026, 7, 2), False),
        ((2026, 7, 15), True),
    ],
)
def test_departments_are_reminded_before_the_deadline_and_after_it(day, reminded):
    until = deadline(2025)

    assert until.isoformat() == "2026-06-30"
    assert is_reminded(until.replace(year=day[0], month=day[1], day=day[2]), until) is reminded


def test_a_year_is_filed_from_its_drafts_to_its_codes():
    archivist = make.archivist()
    batch = filing_make.opened(4)
    officer = officer_of(batch)
    told: dict[str, Any] = {"by": archivist, "at": make.NOW}

    actions.hand_in(batch, by=officer, at=make.NOW)
    batch.refresh_from_db()
    assert batch.stage == Stage.HANDED_IN
    item = first_item(batch)
    with pytest.raises(Refused, match="stays as it is"):
        edit(item.record, title="改", by=archivist, at=make.NOW)

    actions.remark(item, remark="责任者改为全称", **told)
    actions.return_batch(batch, reason="一处", **told)
    batch.refresh_from_db()
    edit(Record.objects.get(pk=item.record_id), responsible="清岚市水务局", by=officer, at=make.NOW)
    other = batch.items.exclude(pk=item.pk).select_related("record").first()
    assert other
    with pytest.raises(Refused, match="stays as it is"):
        edit(other.record, title="改", by=officer, at=make.NOW)
    item = first_item(batch)
    actions.reply(item, reply="已改", by=officer, at=make.NOW)

    actions.hand_in(batch, by=officer, at=make.NOW)
    batch.refresh_from_db()
    for point in Point:
        actions.answer_point(batch, point=point, fits=True, **told)
    for drawn in batch.items.filter(sampled=True).select_related("batch", "record"):
        actions.judge_sample(drawn, fits=True, **told)
    job = actions.accept(batch, **told)
    assert job.task == "filing.accept_batch"
    said = accept(row=batch.pk, by=archivist, at=make.NOW, progress=silent)
    assert "4" in said

    batch.refresh_from_db()
    assert (batch.stage, batch.accepted_by) == (Stage.ACCEPTED, archivist)
    codes = batch.records.order_by("number").values_list("number", "stage")
    assert list(codes) == [(n, RecordStage.ACCEPTED) for n in range(1, 5)]
    assert not Hold.objects.open().filter(record__in=batch.records).exists()
    assert accept(row=batch.pk, by=archivist, at=make.NOW, progress=silent)  # once more: done
    names = [step.name for step in batch.steps.order_by("pk")]
    assert names == ["hand_in", "return", "hand_in", "accept"]
    assert Notice.objects.filter(person=officer, key=batch.pk).count() == 2


def test_without_a_remark_all_of_it_is_free_again():
    batch = filing_make.handed_in(2)
    actions.return_batch(batch, reason="整理顺序不对", by=make.archivist(), at=make.NOW)

    for item in batch.items.select_related("record"):
        edit(item.record, title=f"改{item.pk}", by=officer_of(batch), at=make.NOW)


def test_what_a_remark_names_may_be_discarded_or_taken_out():
    archivist = make.archivist()
    batch = filing_make.handed_in(3)
    one, two, three = batch.items.select_related("batch__fonds__department", "record").order_by(
        "pk"
    )
    for item in (one, two):
        actions.remark(item, remark="重复", by=archivist, at=make.NOW)
    actions.return_batch(batch, reason="两件重复", by=archivist, at=make.NOW)
    officer = officer_of(batch)

    discard(one.record, by=officer, at=make.NOW)
    batch.refresh_from_db()
    assert actions.take_out(batch, [two.pk, three.pk], by=officer, at=make.NOW) == 1
    assert list(batch.items.all()) == [three]
    with pytest.raises(Refused, match="may still be taken out"):
        actions.take_out(batch, [], by=officer, at=make.NOW)


def test_who_hands_in_does_not_take_in():
    archivist = make.archivist()
    fonds = make.fonds()
    batch = filing_make.looked_through(2, of=fonds, by=archivist, looker=make.archivist())

    with pytest.raises(Refused, match="another archivist"):
        actions.accept(batch, by=archivist, at=make.NOW)
    with pytest.raises(IntegrityError, match="accepted_by_another"), transaction.atomic():
        FilingBatch.objects.filter(pk=batch.pk).update(accepted_by=archivist)


def test_nothing_is_taken_in_before_it_was_looked_through():
    archivist = make.archivist()
    batch = filing_make.handed_in(3)
    told: dict[str, Any] = {"by": archivist, "at": make.NOW}

    with pytest.raises(Refused, match="five points"):
        actions.accept(batch, **told)
    with pytest.raises(Refused, match="what is not in order"):
        actions.answer_point(batch, point=Point.SIGNED, fits=False, **told)
    for point in Point:
        actions.answer_point(batch, point=point, fits=point != Point.SIGNED, words="缺章", **told)
    with pytest.raises(Refused, match="is not in order"):
        actions.accept(batch, **told)
    actions.answer_point(batch, point=Point.SIGNED, fits=True, **told)
    with pytest.raises(Refused, match="sample"):
        actions.accept(batch, **told)
    item = first_item(batch)
    actions.remark(item, remark="补正本", **told)
    for drawn in batch.items.filter(sampled=True).select_related("batch", "record"):
        actions.judge_sample(drawn, fits=True, **told)
    with pytest.raises(Refused, match="wait for an answer"):
        actions.accept(batch, **told)
    actions.remark(item, remark="", **told)
    actions.accept(batch, **told)


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"responsible": ""}, "element missing"),
        ({"document_number": "清水发〔2025〕3号"}, "missing and not explained"),
    ],
)
def test_what_the_checks_stop_is_not_handed_in(wrong, why):
    batch = filing_make.opened(1)
    filing_make.drafts(1, batch.fonds, **{"responsible": batch.fonds.name, **wrong})
    actions.put_in(batch, by=officer_of(batch), at=make.NOW)

    with pytest.raises(Refused, match=why):
        actions.hand_in(batch, by=officer_of(batch), at=make.NOW)


def test_an_empty_batch_is_no_hand_in():
    batch = filing_make.opened(0)

    with pytest.raises(Refused, match="no draft of 2025"):
        actions.put_in(batch, by=officer_of(batch), at=make.NOW)
    with pytest.raises(Refused, match="Nothing is in it"):
        actions.hand_in(batch, by=officer_of(batch), at=make.NOW)


def test_a_year_is_opened_once_and_late_files_are_a_supplement():
    batch = filing_make.opened(1)
    officer = officer_of(batch)
    with pytest.raises(Refused, match="not finished"):
        actions.open_year(batch.fonds, year=YEAR, by=officer, at=make.NOW)
    with pytest.raises(Refused, match="has not begun"):
        actions.open_year(batch.fonds, year=2099, by=officer, at=make.NOW)
    with pytest.raises(Refused, match="filing officers"):
        actions.open_year(batch.fonds, year=2024, by=make.filing_officer(), at=make.NOW)
    actions.call_off(batch, by=officer, at=make.NOW)
    assert not batch.items.exists()

    taken = filing_make.taken_in(2, of=batch.fonds, by=officer)
    late = filing_make.opened(1, of=batch.fonds, by=officer)
    assert (taken.supplement, late.supplement) == (0, 1)
    assert "supplement 1" in late.called


def test_a_batch_is_called_off_on_its_page(client):
    batch = filing_make.opened(2)
    client.force_login(officer_of(batch))
    assert Entry.objects.get(table="filing.FilingBatch", verb="open").label == str(batch)

    assert client.post(batch.get_act_url("call_off")).status_code == 302
    batch.refresh_from_db()
    assert (batch.stage, batch.items.count()) == (Stage.CALLED_OFF, 0)


def test_only_drafts_of_its_fonds_and_year_come_in():
    batch = filing_make.opened(2)
    filing_make.drafts(1, batch.fonds, year=2024)
    filing_make.drafts(1, make.fonds())
    make.record(RecordStage.ACCEPTED, batch.fonds, year=YEAR)

    with pytest.raises(Refused, match="no draft"):
        actions.put_in(batch, by=officer_of(batch), at=make.NOW)
    assert batch.items.count() == 2
    more = filing_make.drafts(2, batch.fonds)
    chosen = Record.objects.filter(pk=more[0].pk)
    assert actions.put_in(batch, chosen, by=officer_of(batch), at=make.NOW) == 1


def refused(match: str) -> Any:
    return pytest.raises((IntegrityError, InternalError), match=match)


def test_the_database_keeps_the_list_and_the_remarks_in_their_time():
    batch = filing_make.handed_in(2)
    item, record = first_item(batch), make.record(of=batch.fonds, year=YEAR)

    with refused("is added"), transaction.atomic():
        batch.items.create(record=record)
    with refused("is taken out"), transaction.atomic():
        item.delete()
    with refused("goes on"), transaction.atomic():
        Hold.objects.filter(record=item.record).update(released_at=make.NOW)
    actions.remark(item, remark="改", by=make.archivist(), at=make.NOW)
    actions.return_batch(batch, reason="一处", by=make.archivist(), at=make.NOW)
    with refused("is changed"), transaction.atomic():
        BatchItem.objects.filter(pk=item.pk).update(remark="")
    with refused("goes on"), transaction.atomic():
        Hold.objects.filter(released_at=None).update(released_at=make.NOW)
    with refused("record_in_one_filing_batch"), transaction.atomic():
        batch.items.create(record=item.record)


def test_reminders_go_once_to_those_who_are_late():
    late, done = filing_make.opened(1), filing_make.handed_in(1)
    day = deadline(YEAR).replace(month=7, day=1)

    assert remind(today=day.replace(day=2), at=make.NOW) == 0
    at = make.NOW.replace(year=2026, month=7, day=1)
    assert remind(today=day, at=at) == 1
    assert remind(today=day, at=at) == 0
    notice = Notice.objects.get(person=late.opened_by, view="filing:batch-list")
    assert "were due on" in str(notice.said)
    assert not Notice.objects.filter(person=done.opened_by, view="filing:batch-list").exists()


def send(client: Any, batch: FilingBatch, name: str, **given: Any) -> int:
    sent = client.post(reverse(f"filing:batch-{name}", args=[batch.pk]), given)
    return int(sent.status_code)


def test_the_pages_lead_an_officer_and_an_archivist_through_the_year(client):
    officer, archivist = make.filing_officer(), make.archivist()
    fonds = make.fonds(of=officer.department)
    client.force_login(officer)
    assert "not opened" in client.get(LIST, {"year": YEAR}).content.decode()
    client.post(reverse("filing:batch-create"), {"fonds": fonds.pk, "year": YEAR})
    batch = FilingBatch.objects.get()
    page = batch.get_absolute_url()
    assert "Nothing is in it yet" in client.get(page).content.decode()
    filing_make.drafts(3, fonds)
    assert client.get(page).context["waiting"] == 3
    assert send(client, batch, "put") == 302
    assert send(client, batch, "tell", account="缺一册") == 302
    assert send(client, batch, "take-out") == 422
    assert send(client, batch, "take-out", items=first_item(batch).pk) == 302
    assert send(client, batch, "put") == 302
    acts = f"{page}act/hand_in/"
    assert "Until it answers" in client.get(acts).content.decode()
    assert client.post(acts).status_code == 302

    client.force_login(archivist)
    shown = client.get(page)
    assert [line.remarks is not None for line in shown.context["lines"]] == [True] * 3
    item = first_item(batch)
    remark = reverse("filing:batch-item-remark", args=[item.pk])
    assert client.post(remark, {"remark": "机密★5年"}).status_code == 422
    assert client.post(f"{remark}?show=found", {"remark": "补文号"}).status_code == 302
    assert client.get(page, {"show": "remarks"}).context["lines"][0].item == item
    assert client.post(f"{page}act/return/", {"reason": "一处"}).status_code == 302

    client.force_login(officer)
    record = Record.objects.get(pk=item.record_id)
    edit(record, responsible="清岚市节水办", by=officer, at=make.NOW)
    shown = client.get(page)
    line = next(one for one in shown.context["lines"] if one.item == item)
    assert line.replies
    assert "清岚市节水办" in shown.content.decode()
    reply = reverse("filing:batch-item-reply", args=[item.pk])
    assert client.post(reply, {"reply": "已补"}).status_code == 302
    assert client.post(acts).status_code == 302

    client.force_login(archivist)
    assert send(client, batch, "point", point="same", fits="0") == 422
    for point in Point:
        assert send(client, batch, "point", point=point.value, fits="1") == 302
    for drawn in batch.items.filter(sampled=True):
        judge = reverse("filing:batch-item-judge", args=[drawn.pk])
        assert client.post(judge, {"fits": "1"}).status_code == 302
    assert client.post(f"{page}act/accept/").status_code == 302
    assert FilingBatch.objects.get().at_work


def test_the_page_asks_no_more_the_more_is_filed(client):
    batch = filing_make.opened(2)
    client.force_login(officer_of(batch))
    client.get(batch.get_absolute_url())
    asked = []
    for _again in range(2):
        with CaptureQueriesContext(connection) as counted:
            client.get(batch.get_absolute_url())
        asked.append(len(counted))
        filing_make.drafts(20, batch.fonds)
        actions.put_in(batch, by=officer_of(batch), at=make.NOW)

    assert asked[0] == asked[1]
    assert asked[0] < 50


def texts(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(BytesIO(pdf))
    return "".join(one.get_textpage().get_text_bounded() for one in document).replace("\r\n", "")


FIELDS = {
    "catalogue": (
        *("归档文件目录", "全宗号", "全宗名称", "年度", "保管期限"),
        *("序号", "档号", "文号", "责任者", "题名", "日期", "密级", "页数", "备注"),
    ),
    "hand-in": (
        *("归档移交单", "移交单位", "接收单位", "档案所属年度", "起止档号", "门类", "数量", "页数"),
        *("电子与纸质一致", "归档文件齐全完整", "签署、用印质量", "整理符合移交标准"),
        *("数量与移交清册一致", "相符", "移交说明", "接收意见", "移交单位（印章）"),
    ),
    "register": (
        *("电子文件归档登记表", "单位名称", "归档时间", "归档电子文件门类", "归档电子文件数量"),
        *("归档方式", "总字节数", "检验项目", "载体外观", "病毒", "真实性", "可靠性", "完整性"),
        *("可用性", "技术方法与相关软件说明", "形成（办理）部门", "档案部门"),
    ),
}


@pytest.mark.parametrize("kind", FIELDS)
def test_the_papers_have_the_fields_of_their_forms(client, kind):
    batch = filing_make.taken_in(3)
    client.force_login(officer_of(batch))

    answer = client.get(reverse("filing:batch-paper", args=[batch.pk, kind]))

    text = texts(answer.content)
    codes = batch.records.order_by("code_key").values_list("archival_code", flat=True)
    for told in (*FIELDS[kind], batch.fonds.name, str(codes[0])):
        assert told in text
    assert Entry.objects.filter(verb="print", table="filing.FilingBatch").count() == 1


@pytest.mark.parametrize("year", ["9999", "0000", "二〇二五", "20255", ""])
def test_a_year_that_cannot_be_shows_the_one_that_is_due(client, year):
    client.force_login(make.archivist())

    shown = client.get(LIST, {"year": year})

    assert (shown.status_code, shown.context["year"] < 9999) == (200, True)


def test_there_is_no_other_paper(client):
    batch = filing_make.handed_in(1)
    client.force_login(officer_of(batch))

    assert client.get(reverse("filing:batch-paper", args=[batch.pk, "x"])).status_code == 404


def test_an_import_is_taken_back_out_of_a_batch_that_is_being_filled():
    batch = filing_make.opened(1)
    kept = batch.items.values_list("record", flat=True)
    with connection.cursor() as cursor:  # as imports do it
        cursor.execute("DELETE FROM records_record WHERE id = ANY(%s)", [list(kept)])

    assert not batch.items.exists()
