import pytest
from django.db.models import F

from records.holdings.rules import Stage
from records.retention.models import DueRule
from records.values.rules import Level
from tests import amendment_make, make
from tests.due_make import figures, kept, rule, run
from transfers.due.models import Due, Uncomputable
from transfers.due.rules import REMEDY, Obstacle

pytestmark = pytest.mark.django_db


def ledger():
    return {(line.duty, line.reason) for line in Uncomputable.objects.all()}


@pytest.mark.parametrize(
    ("year", "period", "lines"),
    [
        (2005, "", {("transfer", "no_period"), ("appraise", "no_period")}),
        (None, "", {("transfer", "no_period"), ("appraise", "no_period")}),
        (None, "Y", {("transfer", "no_year")}),
        (None, "D10", {("appraise", "no_year")}),
        (2027, "Y", {("transfer", "future_year")}),
        (2026, "Y", set()),
        (1998, "C", {("appraise", "legacy_period")}),
        (1998, "D", {("appraise", "legacy_period")}),
    ],
)
def test_each_obstacle_is_a_line_with_its_reason(year, period, lines):
    kept(year, period)

    done = run()

    assert ledger() == lines
    assert figures(done) == (0, 0, 0, len(lines))


def test_no_rule_in_force_is_a_line():
    kept(2005, "Y")
    DueRule.objects.filter(period="Y").update(in_force_until=F("in_force_from"))

    run()

    assert ledger() == {("transfer", "no_rule"), ("appraise", "no_rule")}


def test_a_legacy_period_is_computed_once_a_rule_names_its_years():
    kept(1998, "C")
    rule("appraise", "C", 16)

    assert figures(run()) == (1, 0, 0, 0)
    assert Due.objects.get().due_on.year == 2014


@pytest.mark.parametrize(
    ("of_volume", "of_item", "lines"),
    [
        ("Y", "D10", {("transfer", "volume_period")}),
        ("D10", "Y", {("appraise", "volume_period")}),
        ("Y", "Y", set()),
        ("Y", "", set()),
    ],
)
def test_an_item_that_contradicts_its_volume_is_a_line(of_volume, of_item, lines):
    volume = kept(2020, of_volume, level=Level.VOLUME)
    kept(2020, of_item, of=volume.fonds, volume=volume)

    run()

    assert ledger() == lines


def test_an_item_in_custody_whose_volume_is_not_is_a_line():
    volume = make.record(level=Level.VOLUME)
    kept(of=volume.fonds, volume=volume)

    run()

    assert ledger() == {("transfer", "volume_elsewhere")}


def test_a_line_goes_when_its_obstacle_does():
    record = kept(2005, "")
    run()

    amendment_make.approved(record, period="Y")

    assert figures(run()) == (1, 0, 0, 0)
    assert not Uncomputable.objects.exists()


def test_a_line_changes_with_its_reason_and_else_stays():
    kept(None, "C")
    other = kept(None, "Y")
    run()
    before = Uncomputable.objects.get(record=other)
    assert ("appraise", "legacy_period") in ledger()

    rule("appraise", "C", 16)
    run()

    assert ledger() == {("transfer", "no_year"), ("appraise", "no_year")}
    assert Uncomputable.objects.filter(pk=before.pk).exists()
    assert Uncomputable.objects.count() == 2


def test_what_has_left_custody_leaves_the_ledger():
    record = kept(None, "Y")
    run()

    make.led(record, Stage.TRANSFERRED)
    run()

    assert not Uncomputable.objects.exists()


def test_every_obstacle_has_its_remedy():
    assert set(REMEDY) == set(Obstacle)


@pytest.mark.parametrize("obstacle", Obstacle)
def test_each_obstacle_says_what_mends_it_and_who(obstacle):
    assert obstacle.remedy
    assert obstacle.mended_by
