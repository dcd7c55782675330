"""What becomes of the records and of the package on the way, there and back."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.utils.translation import override

from records.audit.models import Entry
from records.audit.pages import differences
from records.holdings.models import Record
from records.holdings.rules import Stage as RecordStage
from records.jobs.rules import silent
from records.rules import Refused
from tests import handover_make, make
from transfers.due.models import Due
from transfers.handover import work
from transfers.handover.actions import decide, papers, receive, select
from transfers.handover.natures.rules import BY_PERSON
from transfers.handover.rules import Outcome, Stage

pytestmark = pytest.mark.django_db
TOMORROW = make.NOW + timedelta(days=1)


@pytest.fixture(autouse=True)
def packages(settings, tmp_path):
    settings.PACKAGE_DIR = tmp_path / "packages"


def test_a_handover_goes_its_whole_way_and_the_trail_tells_it():
    handover = handover_make.closed({2: "附件二缺第 4 页"})

    names = list(handover.steps.values_list("name", flat=True))
    assert names == ["check", "propose", "approve", "package", "deliver", "receipt"]
    told = Entry.objects.about(handover).order_by("id").values_list("verb", flat=True)
    going = ["create", "check", "answer test", *names[1:-1]]
    assert list(told) == [*going, "note rejection", "receipt"]


def test_the_trail_tells_answers_and_papers_in_words():
    handover = handover_make.packaged()
    papers.take(handover, "deed", by=make.archivist(), at=make.NOW)

    with override("zh-hans"):
        answers, printed = (
            [(one.name, one.after) for one in differences(entry, make.supervisor())]
            for verb in ("answer test", "print")
            for entry in Entry.objects.about(handover).filter(verb=verb)
        )

    assert [item for item, _told in answers] == list(BY_PERSON)
    assert answers[0][1].startswith("通过、已查")
    assert printed == [("文据", "档案交接文据.PDF")]


def test_what_is_sent_back_is_selected_anew_and_its_package_is_void(
    django_capture_on_commit_callbacks,
):
    handover = handover_make.packaged()
    assert handover.package
    path = handover.package.path

    with django_capture_on_commit_callbacks(execute=True):
        decide.send_back(handover, reason="缺两件", by=make.supervisor(), at=make.NOW)

    back = handover_make.again(handover)
    assert (back.stage, back.package, back.proposed_by, back.approved_by) == (
        Stage.DRAFT,
        None,
        None,
        None,
    )
    assert not Path(path).exists()
    told = Entry.objects.about(handover).first()
    assert told
    assert told.after["void"]


def test_what_is_called_off_frees_its_records_and_they_stay_due():
    handover = handover_make.checked()

    decide.cancel(handover, reason="并入下一批", by=make.supervisor(), at=make.NOW)

    assert set(handover.items.values_list("outcome", flat=True)) == {Outcome.WITHDRAWN}
    again = select.create(handover.fonds, classes=[(2005, "Y")], by=make.archivist(), at=make.NOW)
    assert again.items.count() == 3
    assert again.sequence == handover.sequence + 1


def test_nothing_is_changed_while_a_job_is_at_work():
    handover = handover_make.draft()
    decide.check(handover, by=make.archivist(), at=make.NOW)

    with pytest.raises(Refused, match="job"):
        select.remove(handover, items=[1], by=make.archivist(), at=make.NOW)


def test_accepted_records_are_transferred_and_rejected_ones_stay_and_stay_due():
    handover = handover_make.closed({2: "附件二缺第 4 页"})

    stages = Record.objects.filter(fonds=handover.fonds).order_by("number")
    assert [record.stage for record in stages] == [
        RecordStage.TRANSFERRED,
        RecordStage.ACCEPTED,
        RecordStage.TRANSFERRED,
    ]
    due = Due.objects.open().filter(fonds=handover.fonds)
    assert [flag.record for flag in due] == [stages[1]]
    entry = Entry.objects.about(stages[0]).first()
    assert entry
    assert (entry.verb, entry.after["handover"]) == ("transfer", str(handover))
    assert entry.before == {"stage": RecordStage.ACCEPTED}
    entry = Entry.objects.about(stages[1]).first()
    assert entry
    assert (entry.verb, entry.after["receipt"]) == ("rejected", "清档收〔2026〕15号")
    assert entry.after["reason"] == "附件二缺第 4 页"
    assert handover.kept_until == make.NOW.date().replace(year=2031)


def test_nothing_is_transferred_before_the_receipt():
    handover = handover_make.delivered()

    assert not Record.objects.filter(stage=RecordStage.TRANSFERRED).exists()
    assert handover.items.pending().count() == 3


def test_what_was_rejected_goes_again_in_a_batch_of_its_own():
    handover = handover_make.closed({2: "附件二缺第 4 页"})

    again = select.resend(handover, by=make.archivist(), at=make.NOW)

    assert again.supplements == handover
    assert [item.record.number for item in again.items.all()] == [2]
    with pytest.raises(Refused, match="in another batch"):
        select.resend(handover, by=make.archivist(), at=make.NOW)


def test_a_receipt_in_the_future_or_before_the_delivery_is_refused():
    handover = handover_make.delivered()

    for day in (TOMORROW.date(), make.NOW.date() - timedelta(days=1)):
        with pytest.raises(Refused, match="day of receipt"):
            receive.enter_receipt(
                handover,
                number="1",
                received_on=day,
                receiver="姜白",
                by=make.archivist(),
                at=make.NOW,
            )


def test_a_package_that_stands_is_not_built_again():
    handover = handover_make.packaged()

    said = work.package(
        row=handover.pk,
        by=make.archivist(),
        at=make.NOW,
        progress=silent,
    )

    assert "already" in said
    assert handover.steps.filter(name="package").count() == 1
