"""Whether a record is due is judged again by every step: rules end after the selection is made."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from records.audit.models import Entry
from records.holdings.rules import Stage as RecordStage
from records.jobs.rules import silent
from records.retention.models import DueRule
from records.rules import Refused
from records.values.rules import Level
from tests import handover_make, make
from transfers.handover import work
from transfers.handover.actions import decide, papers, select
from transfers.handover.rules import Carriage, Ground
from transfers.handover.work import package

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def packages(settings, tmp_path):
    settings.PACKAGE_DIR = tmp_path / "packages"


def end_the_rules() -> None:
    yesterday = timezone.localdate() - timedelta(days=1)
    DueRule.objects.filter(duty="transfer", in_force_until=None).update(in_force_until=yesterday)


def deliver(handover, **who):
    given: Any = {"carriage": Carriage.ONLINE, "media_numbers": "", "delivered_on": make.NOW.date()}
    decide.deliver(handover, **given, **who)


@pytest.mark.parametrize(
    ("made", "act"),
    [
        (handover_make.draft, decide.check),
        (handover_make.answered, decide.propose),
        (handover_make.proposed, decide.approve),
        (handover_make.approved, decide.package),
        (handover_make.packaged, deliver),
        (handover_make.draft, lambda row, **who: work.check(row=row.pk, progress=silent, **who)),
        (handover_make.approved, lambda row, **who: package(row=row.pk, progress=silent, **who)),
    ],
    ids=["check", "propose", "approve", "package", "deliver", "tested", "packaged"],
)
def test_what_no_rule_calls_for_any_more_goes_no_further(made, act):
    handover = made()
    end_the_rules()
    entries = Entry.objects.count()

    with pytest.raises(Refused, match=r"3 records are not due .* the first is .*-0001"):
        act(handover, by=make.supervisor(), at=make.NOW)

    assert handover_make.again(handover).stage == handover.stage
    assert Entry.objects.count() == entries


def test_what_is_not_due_is_taken_out_together(client):
    handover = handover_make.draft()
    client.force_login(make.archivist())
    assert (
        "not due for transfer today" not in client.get(handover.get_absolute_url()).content.decode()
    )
    end_the_rules()

    page = client.get(handover.get_absolute_url())
    assert page.context["undue"] == 3
    client.post(reverse("transfers:handover-change", args=[handover.pk, "drop-undue"]))

    assert not handover.items.exists()


def test_a_record_goes_early_on_a_ground_that_is_recorded_and_printed(client):
    handover, by = handover_make.draft(), make.archivist()
    volume = handover_make.due_record(handover.fonds, 8, year=2020, level=Level.VOLUME, period="Y")
    inside = make.record(
        RecordStage.ACCEPTED,
        handover.fonds,
        year=2020,
        volume=volume,
        number=1,
        archival_code=f"{volume.archival_code}-001",
        responsible="局",
        dated_on="2020-01-01",
    )
    select.add(handover, code=str(volume.archival_code), by=by, at=make.NOW)
    why = decide.no_longer_due(handover_make.again(handover), by)
    assert why.startswith("2 records"), "a flag alone is no ground"
    select.drop_undue(handover, by=by, at=make.NOW)
    client.force_login(by)
    add = reverse("transfers:handover-change", args=[handover.pk, "add"])
    early = {"code": volume.archival_code, "ground": Ground.ABOLISHED}
    client.post(add, early)
    assert handover.items.count() == 3, "a ground needs its evidence"

    client.post(add, {**early, "ground_note": "市编委〔2026〕12号"})

    assert {item.record for item in handover.items.exclude(ground="")} == {volume, inside}
    assert Entry.objects.about(handover)[0].after["ground_note"] == "市编委〔2026〕12号"
    assert decide.no_longer_due(handover_make.again(handover), by) == ""
    shown = client.get(reverse("transfers:handover-items", args=[handover.pk])).content.decode()
    assert "市编委〔2026〕12号" in shown


def test_papers_of_a_batch_are_acts_of_the_trail(client):
    handover, by = handover_make.packaged(), make.archivist()

    papers.take(handover, "deed", by=by, at=make.NOW)
    client.force_login(by)
    client.get(reverse("transfers:package-list", args=[handover.package_id]))

    told = [entry.after["paper"] for entry in Entry.objects.about(handover).filter(verb="print")]
    assert told == ["移交清册.PDF", "档案交接文据.PDF"]
