import random
from datetime import date

import pytest

from records.holdings.models import Record
from records.holdings.rules import Stage
from records.retention.rules import Duty, Evidence
from records.values.rules import Level
from tests import make
from tests.due_make import TODAY, kept, rule, run
from transfers.due.explanation import explain, explain_all
from transfers.due.models import Due, Uncomputable
from transfers.due.rules import Standing

pytestmark = pytest.mark.django_db
PERIODS = ["Y", "D10", "D30", "D5", "D25", "C", "D", ""]


def by_duty(record, today=TODAY):
    return {found.duty: found for found in explain(record, today=today)}


def test_the_arithmetic_is_laid_open():
    record = kept(2005)
    run()

    told = by_duty(record)[Duty.TRANSFER]

    assert (told.standing, told.year, told.years) == (Standing.DUE, 2005, 20)
    assert told.begins_on == date(2006, 1, 1)
    assert told.due_on == date(2025, 12, 31)
    assert told.due_from == date(2026, 1, 1)
    assert told.rule.version == 2
    assert told.flag == Due.objects.get()
    assert told.rule.is_law


def test_what_never_arises_names_the_rule_that_says_so():
    told = by_duty(kept(2005, "D10"))[Duty.TRANSFER]

    assert told.standing == Standing.NEVER
    assert "10 年期档案不进馆" in told.rule.law
    assert told.rule.evidence == Evidence.COMMENTARY, "a local setting, not shown as law"


def test_before_its_day_a_duty_is_coming():
    told = by_duty(kept(2010))[Duty.TRANSFER]

    assert (told.standing, told.due_on, told.flag) == (Standing.COMING, date(2030, 12, 31), None)


def test_on_the_last_day_of_its_term_a_record_is_not_due_yet():
    record = kept(2005)

    last, next_one = (
        by_duty(record, today=day)[Duty.TRANSFER] for day in (date(2025, 12, 31), date(2026, 1, 1))
    )

    assert (last.standing, next_one.standing) == (Standing.COMING, Standing.DUE)


def test_what_is_missing_is_said_with_its_remedy():
    told = by_duty(kept(None))[Duty.TRANSFER]

    assert (told.standing, told.obstacle, told.due_on) == (Standing.UNKNOWN, "no_year", None)
    assert told.next_step


@pytest.mark.parametrize("stage", [Stage.DRAFT, Stage.TRANSFERRED])
def test_outside_custody_the_night_does_not_count_it(stage):
    told = by_duty(make.record(stage, year=2005))[Duty.TRANSFER]

    assert not told.counts
    assert (told.standing == Standing.DONE) == (stage == Stage.TRANSFERRED)


def test_an_item_is_explained_by_its_volume():
    volume = kept(2005, level=Level.VOLUME)
    item = kept(2015, "D10", of=volume.fonds, volume=volume)
    run()

    told = by_duty(item)[Duty.TRANSFER]

    assert told.basis == volume
    assert (told.year, told.standing, told.obstacle) == (2005, "unknown", "volume_period")
    assert told.flag.record == volume


def scatter(many):
    """Records of every kind, the same ones each time."""
    dice = random.Random(20261122)
    city, county = make.fonds(), make.fonds(archive=make.archive("县档案馆", "435021"))
    kinds = [make.category(), make.category("KU", "会计"), make.category("KU·PZ", "凭证")]
    rule("transfer", "Y", 10, archive=county.archive)
    rule("transfer", "D30", 20, category=kinds[1])
    rule("appraise", "D25", 15, category=kinds[2], archive=county.archive)
    rule("appraise", "D", 15)
    by, gone = make.archivist(), []
    for _ in range(many):
        stage = dice.choice([Stage.ACCEPTED, Stage.ACCEPTED, Stage.DRAFT, Stage.TRANSFERRED])
        record = make.record(
            Stage.ACCEPTED if stage == Stage.TRANSFERRED else stage,
            of=dice.choice([city, county]),
            category=dice.choice(kinds),
            year=dice.choice([None, *range(1985, 2028)]),
            period=dice.choice(PERIODS),
            described_by=by,
        )
        gone += [record] if stage == Stage.TRANSFERRED else []
    make.receipted(*gone)
    Record.objects.filter(pk__in=[one.pk for one in gone]).update(stage=Stage.TRANSFERRED)


def test_of_thousands_of_records_what_is_stored_is_what_is_explained():
    scatter(1200)
    run()

    told = explain_all(list(Record.objects.select_related("volume")), today=TODAY)

    stored = {
        (flag.record_id, flag.duty): (flag.rule_id, flag.year, flag.years, flag.due_on)
        for flag in Due.objects.open()
    }
    explained = {
        (found.basis.pk, found.duty): (
            found.rule and found.rule.pk,
            found.year,
            found.years,
            found.due_on,
        )
        for found in told
        if found.counts and found.standing == Standing.DUE
    }
    assert stored == explained
    assert len(stored) > 200
    listed = {(line.record_id, line.duty): line.reason for line in Uncomputable.objects.all()}
    unknown = {
        (found.basis.pk, found.duty): found.obstacle
        for found in told
        if found.counts and found.obstacle
    }
    assert listed == unknown
    assert len(listed) > 80
    for found in told:
        if found.due_on and found.year and found.years:
            assert found.due_on == date(found.year + found.years, 12, 31)


def test_explaining_costs_the_same_for_one_and_for_many(django_assert_num_queries):
    records = [kept(), kept(2010), kept(2015, "D10")]

    with django_assert_num_queries(2):
        explain(records[0], today=TODAY)
    with django_assert_num_queries(2):
        explain_all(records, today=TODAY)
