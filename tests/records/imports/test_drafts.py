"""Into custody at once is a binding act; drafts are looked at, accepted, or taken back whole."""

import pytest

from records.audit.models import Entry
from records.holdings.actions import accept, edit
from records.holdings.models import Component, Record
from records.holdings.rules import Part
from records.holdings.rules import Stage as RecordStage
from records.imports import actions, arrival
from records.imports.models import Import, ImportRow
from records.imports.rules import TYPED_FROM, Stage
from records.jobs.models import Job
from records.rules import Refused
from records.workflow.acts import why_not
from tests import make
from tests.records.imports.making import checked_rows, drafted, row, tell

pytestmark = pytest.mark.django_db
OTHER = row(题名="关于防汛的通知", 文号="清水发〔2024〕18号")


@pytest.fixture
def archivist(client):
    person = make.archivist()
    client.force_login(person)
    return person


def many(count, **given):
    rows = [row(题名=f"第{n}件", 文号=f"清水发〔2024〕{n}号") for n in range(1, count + 1)]
    return checked_rows(*rows, **given)


def test_the_binding_act_says_what_will_happen_and_asks_for_the_fonds(client, archivist):
    source = many(TYPED_FROM, fonds=make.fonds("J020"), by=archivist)
    url = source.get_act_url("commit")

    page = client.get(source.get_absolute_url()).content.decode()
    assert f'<a class="btn btn-seal" href="{url}">Receive 101 records into custody</a>' in page
    assert source.get_act_url("draft") in page
    page = client.get(url).content.decode()
    assert "101 records will be received into fonds J020" in page
    assert "cannot be taken back" in page
    for typed in ("", "J021"):
        assert client.post(url, {"typed": typed}).status_code == 422
    with pytest.raises(Refused, match="J020"):
        actions.commit_later(source, whole=False, by=archivist, at=make.NOW)
    assert not Job.objects.exists()
    assert client.post(url, {"typed": " j020 "}).status_code == 302
    assert Job.objects.get().task == "records.commit_import"


def test_of_few_rows_nothing_is_typed(client, archivist):
    source = many(2, by=archivist)

    assert 'name="typed"' not in client.get(source.get_act_url("commit")).content.decode()
    assert client.post(source.get_act_url("commit")).status_code == 302


def test_drafts_are_looked_at_and_accepted_from_the_page(client, archivist):
    officer = make.filing_officer()
    source = drafted(
        checked_rows(row(), OTHER, by=officer, fonds=make.fonds("J026", of=officer.department))
    )
    assert source.stage == Stage.DRAFTED
    assert "accept" not in {name for name in ("accept",) if not why_not(source, name, officer)}, (
        "the centre accepts"
    )

    page = client.get(source.get_act_url("accept")).content.decode()
    assert "2 records will be received into fonds J026" in page
    client.post(source.get_act_url("accept"))
    job = Job.objects.get()
    given = {"row": source.pk, "by": archivist, "at": make.NOW, "progress": tell}
    assert "2 records are in custody" in arrival.accept(**given)
    assert arrival.accept(**given), "twice is once"

    assert job.task == "records.accept_import"
    source.refresh_from_db()
    assert source.stage == Stage.COMMITTED
    assert list(source.steps.order_by("pk").values_list("name", flat=True)) == [
        "check",
        "draft",
        "accept",
    ]
    codes = Record.objects.order_by("archival_code").values_list("archival_code", flat=True)
    assert list(codes) == ["J026-WS·2024-Y-0001", "J026-WS·2024-Y-0002"]


def test_drafts_that_lack_something_are_not_accepted_whole(archivist):
    source = drafted(checked_rows(row(), row(日期="", 题名="无日期", 文号=""), by=archivist))

    assert "1 draft lacks" in why_not(source, "accept", archivist)


def test_an_import_of_drafts_is_taken_back_whole_and_the_trail_keeps_it(client, archivist):
    source = drafted(checked_rows(row(备注="首行"), OTHER, by=archivist))
    one = Record.objects.get(remarks="首行")
    edit(one, title="改过的题名", by=archivist, at=make.NOW)
    Component.objects.create(record=one, position=1, part=Part.ORIGINAL, title="正本")
    kept = make.record(of=source.fonds)
    assert "2 drafts will be deleted" in client.get(source.get_act_url("retract")).content.decode()

    client.post(source.get_act_url("retract"))
    given = {"row": source.pk, "by": archivist, "at": make.NOW, "progress": tell}
    assert arrival.retract(**given) == "2 drafts were taken back."
    assert arrival.retract(**given) == "2 drafts were taken back."

    source = Import.objects.get(pk=source.pk)
    assert 'id="problems"' not in client.get(source.get_absolute_url()).content.decode()
    assert source.stage == Stage.RETRACTED
    assert list(Record.objects.all()) == [kept]
    assert not ImportRow.objects.filter(source=source).exists()
    told = Entry.objects.filter(verb="discard", table="records.Record", row=str(one.pk)).get()
    assert told.before["title"] == "改过的题名"
    assert told.before["remarks"] == "首行"
    assert told.before["fonds"] == str(source.fonds)
    assert "abstract" not in told.before
    page = client.get(source.get_absolute_url()).content.decode()
    assert "2 drafts were taken back." in page
    again = drafted(checked_rows(row(备注="首行"), OTHER, by=archivist, fonds=source.fonds))
    assert again.committed == 2


def test_what_is_in_custody_is_not_taken_back(archivist):
    source = drafted(checked_rows(row(), OTHER, by=archivist))
    accept(Record.objects.filter(title="关于防汛的通知"), by=archivist, at=make.NOW)

    assert "1 of its records is in custody" in why_not(source, "retract", archivist)
    with pytest.raises(Refused, match="in custody"):
        arrival.retract(row=source.pk, by=archivist, at=make.NOW, progress=tell)

    assert Record.objects.count() == 2
    assert Import.objects.get(pk=source.pk).stage == Stage.DRAFTED


def test_it_is_judged_again_when_the_worker_begins(archivist):
    source = drafted(checked_rows(row(), by=archivist))
    actions.retract_later(source, by=archivist, at=make.NOW)
    accept(Record.objects.all(), by=archivist, at=make.NOW)

    with pytest.raises(Refused, match="in custody"):
        arrival.retract(row=source.pk, by=archivist, at=make.NOW, progress=tell)

    assert Record.objects.get().stage == RecordStage.ACCEPTED
