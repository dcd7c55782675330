"""Each test of the four natures finds what it is there for."""

from datetime import date
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.utils.translation import override

from records.audit.actions import note
from records.audit.models import Entry
from records.copies.models import DigitalCopy
from records.holdings.models import Component, Record
from records.holdings.rules import Stage as RecordStage
from records.jobs.rules import silent
from records.organisation.models import Fonds
from records.rules import Refused
from records.values.rules import Level
from tests import amendment_make, handover_make, make
from transfers.handover import work
from transfers.handover.actions import decide, select
from transfers.handover.models.checks import HandoverCheck
from transfers.handover.models.handovers import Handover
from transfers.handover.models.items import HandoverItem
from transfers.handover.natures.findings import numbers
from transfers.handover.natures.rules import BY_PACKAGE, BY_PERSON, FINDINGS, TESTS, Result
from transfers.handover.pages import natures
from transfers.handover.rules import Stage

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def packages(settings, tmp_path):
    settings.PACKAGE_DIR = tmp_path / "packages"


def found(handover: Handover) -> dict[str, str]:
    """The results by item, after the test was made."""
    work.check(row=handover.pk, by=make.archivist(), at=make.NOW, progress=silent)
    return dict(handover.checks.values_list("item", "result"))


def first(handover: Handover):
    return Record.objects.filter(pk=handover.items.get(position=1).record.pk)


def copy(handover: Handover) -> DigitalCopy:
    return DigitalCopy.objects.get(component__record=first(handover).get())


def test_a_clean_batch_passes_and_moves_on():
    handover = handover_make.draft()
    for record in Record.objects.all():
        note("accept", record, by=record.described_by, at=make.NOW)

    results = found(handover)

    assert set(results) == set(TESTS)
    assert Result.FAILED not in results.values()
    assert Result.WARNING not in results.values()
    assert handover_make.again(handover).stage == Stage.CHECKED


@pytest.mark.parametrize("now", [{"number_width": 6}, {"code_pattern": "DAT13"}])
def test_codes_that_were_given_stay_regular_when_the_fonds_gives_others(now):
    handover = handover_make.draft()
    Fonds.objects.filter(pk=handover.fonds_id).update(**now)

    assert found(handover)["1-7"] == Result.PASSED


def harmed(**changes):
    """One record of the batch is no longer as it should be."""

    def harm(handover):
        first(handover).update(**changes)

    return harm


def lose_bytes(handover):
    default_storage.delete(copy(handover).path)


def change_bytes(handover):
    stored = copy(handover)
    path = Path(default_storage.path(stored.path))
    path.write_bytes(b"%PDF-" + b"x" * (stored.size - 5))


def shorten_bytes(handover):
    Path(default_storage.path(copy(handover).path)).write_bytes(b"%PDF-1.7")


def call_it_a_picture(handover):
    handover_make.copy(first(handover).get(), name="照片.jpg")


def call_it_a_program(handover):
    handover_make.copy(first(handover).get(), name="程序.exe")


def no_body(handover):
    first(handover).update(responsible="")


def a_day_to_come(handover):
    first(handover).update(dated_on=date(2030, 1, 1))


def a_broken_code(handover):
    number, code = handover.items.count() + 1, f"{handover.fonds.number}-WS·2005-Y-00X9"
    handover_make.due_record(handover.fonds, number, archival_code=code)
    select.add(handover, code=code, by=make.archivist(), at=make.NOW)


def a_lost_number(handover):
    record = handover_make.due_record(handover.fonds, handover.items.count() + 2)
    select.add(handover, code=record.archival_code or "", by=make.archivist(), at=make.NOW)


def leave_an_item_behind(handover):
    volume = handover_make.due_record(handover.fonds, 8, level=Level.VOLUME)
    select.add(handover, code=volume.archival_code or "", by=make.archivist(), at=make.NOW)
    item = handover_make.due_record(handover.fonds, 9)
    Record.objects.filter(pk=item.pk).update(volume=volume)


@pytest.mark.parametrize(
    ("harm", "item"),
    [
        (lose_bytes, "1-11"),
        (change_bytes, "1-1"),
        (shorten_bytes, "2-7"),
        (call_it_a_picture, "3-4"),
        (call_it_a_program, "3-3"),
        (no_body, "2-4"),
        (a_day_to_come, "1-5"),
        (a_broken_code, "1-7"),
        (a_lost_number, "2-6"),
        (shorten_bytes, "1-10"),
        (harmed(date_text="20050231", dated_on=None), "1-3"),
        (harmed(date_text="20051340"), "1-3"),
        (harmed(origin="forged"), "1-4"),
        (harmed(title="题\x02名"), "1-6"),
        (leave_an_item_behind, "2-8"),
    ],
)
def test_what_the_archive_would_send_back_fails_and_keeps_the_batch_here(harm, item):
    handover = handover_make.draft()
    harm(handover)

    results = found(handover_make.again(handover))

    assert results[item] == Result.FAILED
    assert handover_make.again(handover).stage == Stage.DRAFT
    check = handover.checks.get(item=item)
    assert check.examples
    assert check.finding


def test_numbers_that_stay_here_are_told_apart_from_lost_ones():
    handover = handover_make.draft(records=5)
    for position in (3, 2):
        select.remove(
            handover,
            items=[handover.items.get(position=position).pk],
            by=make.archivist(),
            at=make.NOW,
        )
    assert found(handover)["2-6"] == Result.WARNING
    check = handover.checks.get(item="2-6")
    assert (check.said, check.figures) == ("elsewhere", {"lost": 0, "elsewhere": 2})
    assert check.examples == ["WS·2005-Y 0002", "WS·2005-Y 0003"]


def test_a_number_that_a_corrected_record_bore_is_not_lost():
    handover = handover_make.draft()
    item = handover.items.get(position=2)
    select.remove(handover, items=[item.pk], by=make.archivist(), at=make.NOW)
    amendment_make.approved(item.record)

    assert found(handover)["2-6"] == Result.WARNING
    assert handover.checks.get(item="2-6").figures == {"lost": 0, "elsewhere": 1}


def test_thousands_of_numbers_are_checked_by_a_few_statements(django_assert_max_num_queries):
    handover = handover_make.draft(records=1, copies=False)
    record = handover.items.get().record
    many = 4_000
    numbered = range(2, many + 1)
    Record.objects.bulk_create(
        Record(
            fonds=record.fonds,
            category=record.category,
            year=2005,
            period="Y",
            number=number,
            archival_code=f"n-{number}",
            title="件",
            stage=record.stage,
            described_by=record.described_by,
            described_at=make.NOW,
            normal_text="",
        )
        for number in numbered
    )
    others = Record.objects.exclude(pk=record.pk).order_by("number")
    HandoverItem.objects.bulk_create(
        HandoverItem(handover=handover, record=other, position=place)
        for place, other in enumerate(others, start=2)
    )

    with django_assert_max_num_queries(5):
        assert numbers(handover).result == Result.PASSED


def test_a_missing_number_that_is_explained_is_a_reminder():
    handover = handover_make.draft()
    a_lost_number(handover)

    select.explain(
        handover, gap_note="0004 号在形成时作废", account="", by=make.archivist(), at=make.NOW
    )

    assert found(handover_make.again(handover))["2-6"] == Result.WARNING


def test_paper_only_word_files_and_equal_numbers_are_reminders():
    handover = handover_make.draft(copies=False)
    Record.objects.filter(fonds=handover.fonds).update(document_number="1", title="同一题名")
    handover_make.copy(
        first(handover).get(), content=b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", name="a.xls"
    )

    results = found(handover)

    assert {results[item] for item in ("1-8", "1-11", "3-5")} == {Result.WARNING}
    assert handover_make.again(handover).stage == Stage.CHECKED


def put_into_one_box(handover):
    """With a record of another year that stays here."""
    first(handover).update(box_number="12")
    make.record(RecordStage.ACCEPTED, handover.fonds, year=2006, box_number="12")


def leave_a_part_bare(handover):
    Component.objects.create(
        record=first(handover).get(), position=2, part="attachment", title="附件"
    )


@pytest.mark.parametrize(
    ("harm", "item"),
    [
        (harmed(title="长" * 1001), "1-2"),
        (harmed(dated_on=date(2004, 12, 30)), "1-5"),
        (put_into_one_box, "1-5"),
        (harmed(remarks="\ue000"), "1-6"),
        (harmed(pages=None), "2-3"),
        (harmed(opening="unreviewed"), "2-4"),
        (harmed(), "2-5"),
        (leave_a_part_bare, "2-8"),
    ],
)
def test_what_the_archive_would_only_remark_is_a_reminder(harm, item):
    handover = handover_make.draft()
    harm(handover)

    assert found(handover)[item] == Result.WARNING
    check = handover.checks.get(item=item)
    assert check.examples
    assert check.finding


def test_what_only_a_person_can_say_is_left_to_one_and_keeps_the_batch_until_it_is_said():
    handover, by = handover_make.checked(), make.archivist()
    left = handover.checks.filter(result=Result.MANUAL)
    assert set(left.values_list("item", flat=True)) == set(BY_PERSON)
    cards = {card.name: (card.meaning, card.text) for card in natures(handover.checks.all())}
    assert cards["safety"] == ("", "7 open")

    with pytest.raises(Refused, match="await a person: 2-9, 3-6, 4-1"):
        decide.propose(handover, by=by, at=make.NOW)
    good = {item: (Result.PASSED, "已查") for item in BY_PERSON if item != "4-2"}
    assert decide.answer(handover, answers=good, by=by, at=make.NOW) == len(BY_PERSON) - 1
    virus = {"4-2": (Result.FAILED, "发现病毒 3 个")}
    decide.answer(handover, answers=virus, by=by, at=make.NOW)

    check = handover.checks.get(item="4-2")
    assert (check.result, check.finding, check.answered_by) == ("failed", "发现病毒 3 个", by)
    entry = Entry.objects.about(handover).first()
    assert entry
    assert entry.after == {"4-2": ["not passed", "发现病毒 3 个"]}
    with pytest.raises(Refused, match="not passed: 发现病毒 3 个"):
        decide.propose(handover, by=by, at=make.NOW)
    with pytest.raises(Refused, match="Nothing was answered"):
        decide.answer(handover, answers={"4-2": (Result.PASSED, "无")}, by=by, at=make.NOW)


def test_a_finding_is_said_in_the_language_of_who_reads_it():
    handover = handover_make.draft()
    no_body(handover)
    with override("zh-hans"):
        found(handover)
    check = handover.checks.get(item="2-4")

    with override("en"):
        assert check.finding == "1 lacks title, date, responsible body, year or period"
    with override("zh-hans"):
        assert check.finding.startswith("1 条缺")


@pytest.mark.parametrize("said", FINDINGS)
def test_every_finding_has_its_sentence(said):
    figures = dict.fromkeys(["count", "lost", "elsewhere", "listed", "held"], 7)

    assert "7" in HandoverCheck(item="1-1", said=said, figures=figures).finding


def test_incomplete_records_are_taken_out_together():
    handover = handover_make.draft()
    no_body(handover)

    count = select.drop_incomplete(handover, by=make.archivist(), at=make.NOW)

    assert count == 1
    assert handover.items.count() == 2


def test_the_tests_of_the_package_are_known_when_it_is_built():
    handover = handover_make.approved()
    later = handover.checks.filter(result=Result.LATER)
    assert set(later.values_list("item", flat=True)) == set(BY_PACKAGE)

    work.package(row=handover.pk, by=make.archivist(), at=make.NOW, progress=silent)

    assert not later.exists()
    assert handover.checks.filter(item__in=BY_PACKAGE, result=Result.PASSED).count() == 9
