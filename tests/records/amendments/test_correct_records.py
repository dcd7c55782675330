"""Year and period of records in custody are corrected by two people, or not at all."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from records.amendments import actions
from records.amendments.models import Amendment
from records.audit.models import Entry
from records.holdings.actions import accept, hold
from records.holdings.models import CodeAlias, Hold, Record
from records.holdings.rules import Stage
from records.jobs.models import Job
from records.models import PasswordLink
from records.rules import Refused
from records.values.rules import Level
from tests import amendment_make, handover_make, make

pytestmark = pytest.mark.django_db


@pytest.fixture
def fonds():
    return make.fonds("Z109")


def kept(fonds, number, period="C", year=2003, **given) -> Record:
    code = f"Z109-WS·{year}-{period}-{number:04d}"
    told = {"number": number, "archival_code": code, **given}
    return make.record(Stage.ACCEPTED, fonds, year=year, period=period, **told)


def codes(*records) -> list[str | None]:
    return [Record.objects.get(pk=record.pk).archival_code for record in records]


def test_from_the_page_of_a_record_to_its_new_code(client, fonds):
    kept(fonds, 7, "D30")
    record, archivist, other = kept(fonds, 12), make.archivist(), make.archivist()
    client.force_login(archivist)
    address = reverse("records:record-amend", args=[record.pk])

    assert address in client.get(record.get_absolute_url()).content.decode()
    assert client.get(address).status_code == 200
    answer = client.post(address, {"period": "D30", "reason": "保管期限表第3项"})
    amendment = Amendment.objects.get()
    assert answer["Location"] == amendment.get_absolute_url()
    page = client.get(amendment.get_absolute_url()).content.decode()
    assert "Z109-WS·2003-D30-0008" in page  # what approval would give now
    assert 'disabled aria-describedby="why-approve"' in page
    assert "Another person approves it" in page
    mine = client.get(reverse("desk-tasks")).content.decode()
    assert amendment.get_absolute_url() not in mine
    with pytest.raises(Refused, match="Another person approves it"):
        actions.approve(amendment, by=archivist, at=make.NOW)

    client.force_login(other)
    assert amendment.get_absolute_url() in client.get(reverse("desk-tasks")).content.decode()
    client.post(amendment.get_act_url("approve"))

    record.refresh_from_db()
    told = (record.archival_code, record.number, record.period, record.year)
    assert told == ("Z109-WS·2003-D30-0008", 8, "D30", 2003)
    alias = record.aliases.get()
    assert (alias.code, alias.by, alias.reason) == (
        "Z109-WS·2003-C-0012",
        other,
        "保管期限表第3项",
    )
    entry = Entry.objects.about(record).get(verb="amend")
    before = {"archival_code": "Z109-WS·2003-C-0012", "year": 2003, "period": "C"}
    assert entry.before == before
    assert entry.after == {
        "archival_code": "Z109-WS·2003-D30-0008",
        "year": 2003,
        "period": "D30",
        "reason": "保管期限表第3项",
    }
    amendment.refresh_from_db()
    assert (amendment.stage, amendment.approved_by) == ("approved", other)
    assert amendment.steps.get().name == "approve"
    assert not Hold.objects.open().exists()
    assert Job.objects.get().task == "transfers.flag_due_now"
    found = client.get(reverse("records:record-list"), {"q": "Z109-WS·2003-C-0012"})
    assert f'href="{record.get_absolute_url()}"' in found.content.decode()
    card = client.get(record.get_absolute_url()).content.decode()
    assert amendment.get_absolute_url() in card
    (item,) = client.get(amendment.get_absolute_url()).context["page"].rows
    assert str(item) == "Z109-WS·2003-C-0012 → Z109-WS·2003-D30-0008"
    assert amendment.called in client.get(reverse("records:amendment-list")).content.decode()


def test_many_are_numbered_on_without_a_gap(fonds):
    records = [kept(fonds, number) for number in (3, 1, 2)]
    kept(fonds, 5, "D30")

    amendment_make.approved(*records)

    assert sorted(map(str, codes(*records))) == [f"Z109-WS·2003-D30-000{n}" for n in (6, 7, 8)]
    assert CodeAlias.objects.filter(record__in=records).count() == 3
    assert Entry.objects.filter(verb="amend").count() == 3
    draft = make.record(of=fonds, year=2003, period="C")
    accept(Record.objects.filter(pk=draft.pk), by=make.archivist(), at=make.NOW)
    assert codes(draft) == ["Z109-WS·2003-C-0004"]  # no former number is given again


def test_a_volume_takes_its_items_along(fonds):
    volume = kept(fonds, 3, level=Level.VOLUME, archival_code="Z109-WS·2003-C-003")
    inside = [
        kept(fonds, n, volume=volume, archival_code=f"Z109-WS·2003-C-003-000{n}") for n in (1, 2)
    ]

    amendment = amendment_make.approved(volume, year=2004)

    assert codes(volume, *inside) == [
        "Z109-WS·2004-D30-001",
        "Z109-WS·2004-D30-001-0001",
        "Z109-WS·2004-D30-001-0002",
    ]
    assert amendment.items.count() == 3
    assert set(Record.objects.values_list("year", "period")) == {(2004, "D30")}


def held(fonds) -> Record:
    batch = handover_make.checked(records=1, copies=False)
    return batch.items.get().record


REFUSED = {
    "is not in custody": lambda fonds: [make.record(of=fonds)],
    "the public archive has": lambda fonds: [make.record(Stage.TRANSFERRED, fonds)],
    "Have the batch sent back|Open the selection": lambda fonds: [held(fonds)],
    "has this year and period already": lambda fonds: [kept(fonds, 1), kept(fonds, 1, "D30")],
    "say the one that is missing": lambda fonds: [make.record(Stage.ACCEPTED, fonds, year=None)],
    "would differ from it": lambda fonds: [
        kept(
            fonds,
            1,
            volume=kept(fonds, 3, level=Level.VOLUME, archival_code="Z109-WS·2003-C-003"),
            archival_code="Z109-WS·2003-C-003-0001",
        )
    ],
    "No record is chosen": lambda fonds: [Record(pk=0)],
    "code is taken already": lambda fonds: [
        kept(fonds, 1),
        kept(fonds, 2, "Y", archival_code="Z109-WS·2003-D30-0001"),
    ],
    "a correction is proposed": lambda fonds: [
        amendment_make.proposed(kept(fonds, 1)).items.get().record
    ],
}


@pytest.mark.parametrize("why", REFUSED)
def test_what_is_refused_when_it_is_proposed(fonds, why):
    records = REFUSED[why](fonds)
    before = Amendment.objects.count()

    with override("en"), pytest.raises(Refused, match=why):
        amendment_make.proposed(*records[:1] if "taken" in why else records)

    assert Amendment.objects.count() == before


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"period": "C", "year": 2010}, "was a period up to 2006"),
        ({"year": 2199}, "no year between"),
        ({"period": ""}, "Say the right year"),
        ({"reason": "机密★10年"}, "state secret"),
    ],
)
def test_values_pass_the_checks_of_every_road(fonds, given, why):
    with override("en"), pytest.raises(Refused, match=why):
        amendment_make.proposed(kept(fonds, 1), **given)


def test_only_archivists_propose_and_the_form_keeps_what_was_typed(client, fonds):
    record = kept(fonds, 1)
    with pytest.raises(Refused):
        amendment_make.proposed(record, by=make.supervisor())
    client.force_login(make.archivist())

    answer = client.post(
        reverse("records:record-amend", args=[record.pk]),
        {"period": "C", "reason": "依据"},
        headers={"HX-Request": "true"},
    )

    assert answer.status_code == 422
    assert "has this year and period already" in answer.content.decode()
    assert "依据" in answer.content.decode()


def test_while_it_waits_the_record_stays_and_is_free_again_when_it_is_turned_down(client, fonds):
    record, archivist, boss = kept(fonds, 1), make.archivist(), make.supervisor()
    amendment = amendment_make.proposed(record, by=archivist)
    client.force_login(archivist)

    assert "is proposed" in client.get(record.get_absolute_url()).content.decode()
    with pytest.raises(Refused, match="withdraw it"):
        actions.reject(amendment, reason="否", by=archivist, at=make.NOW)
    client.force_login(boss)
    assert client.post(amendment.get_act_url("reject"), {"reason": ""}).status_code == 422
    client.post(amendment.get_act_url("reject"), {"reason": "依据不足"})

    amendment.refresh_from_db()
    assert amendment.stage == "rejected"
    assert "依据不足" in client.get(amendment.get_absolute_url()).content.decode()
    assert not Hold.objects.open().exists()
    assert codes(record) == ["Z109-WS·2003-C-0001"]

    again = amendment_make.proposed(record, by=archivist)
    with pytest.raises(Refused, match="Who proposed it"):
        actions.withdraw(again, by=make.archivist(), at=make.NOW)
    actions.withdraw(again, by=archivist, at=make.NOW)
    assert again.steps.get().name == "withdraw"
    assert not Hold.objects.open().exists()


def test_maker_of_a_password_link_and_its_person_are_one_hand(fonds):
    archivist, boss = make.archivist(), make.supervisor()
    amendment = amendment_make.proposed(kept(fonds, 1), by=archivist)
    now = timezone.now()
    ends = now + timedelta(days=3)
    PasswordLink.objects.create(
        person=archivist, digest="0" * 64, made_by=boss, made_at=now, expires_at=ends
    )

    with override("en"), pytest.raises(Refused, match="another person approves this"):
        actions.approve(amendment, by=boss, at=make.NOW)
    actions.approve(amendment, by=make.supervisor(), at=make.NOW)


def test_what_is_held_since_by_another_is_not_approved(fonds):
    record, batch = kept(fonds, 1), handover_make.draft(1, copies=False)
    amendment = amendment_make.proposed(record)
    hold(Record.objects.filter(pk=record.pk), batch, by=make.archivist(), at=make.NOW)

    with override("en"), pytest.raises(Refused, match="stays as it is"):
        actions.approve(amendment, by=make.supervisor(), at=make.NOW)

    assert codes(record) == ["Z109-WS·2003-C-0001"]
    assert Hold.objects.placed_for(amendment).open().exists()


@pytest.mark.django_db(transaction=True)
def test_a_correction_and_an_acceptance_into_one_class_leave_no_gap(fonds):
    kept(fonds, 1, "D30")
    amendments = [amendment_make.proposed(kept(fonds, n)) for n in range(1, 4)]
    drafts = [make.record(of=fonds, year=2003, period="D30") for _ in range(3)]
    boss, archivist = make.supervisor(), make.archivist()

    def work(row):
        try:
            if isinstance(row, Amendment):
                actions.approve(row, by=boss, at=make.NOW)
            else:
                accept(Record.objects.filter(pk=row.pk), by=archivist, at=make.NOW)
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(work, [*amendments, *drafts]))

    given = Record.objects.filter(period="D30").order_by("number")
    assert list(given.values_list("number", flat=True)) == [1, 2, 3, 4, 5, 6, 7]
