from datetime import date

import pytest

from records.holdings.models import Record
from records.holdings.rules import Stage
from records.retention.models import DueRule
from records.values.rules import Level
from tests import amendment_make, make
from tests.due_make import figures, kept, rule, run
from tests.handover_make import flag
from transfers.due import actions
from transfers.due.models import Due
from transfers.due.rules import Ending

pytestmark = pytest.mark.django_db


def becomes(record, **changed):
    """What stands in the code changes by a correction alone."""
    if {"year", "period"} & set(changed):
        amendment_make.approved(record, **{"period": "", **changed})
    elif "stage" in changed:
        make.led(record, changed["stage"])
    else:
        Record.objects.filter(pk=record.pk).update(**changed)


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"stage": Stage.TRANSFERRED}, Ending.TRANSFERRED),
        ({"period": "D30"}, Ending.PERIOD_CHANGED),
        ({"year": 2015}, Ending.YEAR_CHANGED),
    ],
)
def test_a_flag_whose_record_changed_is_cleared_with_the_reason(changed, reason):
    record = kept()
    run()

    becomes(record, **changed)
    done = run()

    assert (done.flagged, done.already, done.cleared) == (0, 0, 1)
    cleared = Due.objects.get()
    assert (cleared.cleared_at, cleared.cleared_reason) == (make.NOW, reason)


@pytest.mark.parametrize("year", [2015, None])
def test_a_flag_of_another_year_than_the_records_is_cleared(year):
    """The database keeps the year of what is accepted; a flag may be older than that promise."""
    record = kept(year)
    record.year = 2005
    flag(record)

    run()

    assert Due.objects.get().cleared_reason == Ending.YEAR_CHANGED


def test_a_correction_that_leaves_it_due_makes_a_new_flag():
    record = kept(2004)
    record.year = 2005
    flag(record)

    assert figures(run()) == (1, 0, 1, 0)
    assert Due.objects.open().get().due_on == date(2024, 12, 31)


def test_an_item_put_into_a_volume_loses_its_own_flag():
    record = kept()
    volume = kept(2020, level=Level.VOLUME, of=record.fonds)
    run()

    becomes(record, volume=volume)
    run()

    assert Due.objects.get().cleared_reason == Ending.IN_VOLUME


@pytest.mark.parametrize("new", [{"years": 25}, {"applies": False}])
def test_a_new_rule_clears_what_it_does_not_demand(new):
    kept(2005)
    run()

    rule("transfer", "Y", **new)

    assert figures(run()) == (0, 0, 1, 0)
    assert Due.objects.get().cleared_reason == Ending.RULE_CHANGED


def test_a_new_version_flags_anew_so_that_the_flag_names_the_rule_in_force():
    kept(2000)
    run()

    new = rule("transfer", "Y", 20)

    assert figures(run()) == (1, 0, 1, 0)
    assert Due.objects.open().get().rule == new


def test_without_any_rule_the_flag_goes_and_the_ledger_says_so():
    kept()
    run()

    in_force = DueRule.objects.filter(duty="transfer", period="Y", version=2)
    in_force.update(in_force_until=date(2026, 1, 1))

    assert figures(run()) == (0, 0, 1, 1)


def test_what_holds_again_is_flagged_again():
    record = kept()
    run()
    becomes(record, period="D30")
    run()

    becomes(record, period="Y")

    assert figures(run()) == (1, 0, 0, 0)
    assert Due.objects.count() == 2


def test_a_run_for_an_earlier_day_clears_what_was_not_due_then():
    kept(2005)
    run()

    assert figures(run(date(2025, 12, 31))) == (0, 0, 1, 0)
    assert Due.objects.get().cleared_reason == Ending.NOT_DUE


def test_transferred_records_are_settled_at_once():
    gone, stays = kept(), kept()
    run()
    becomes(gone, stage=Stage.TRANSFERRED)

    cleared = actions.settle(Record.objects.filter(pk__in=[gone.pk, stays.pk]), at=make.NOW)

    assert cleared == 1
    assert Due.objects.open().get().record == stays
    assert figures(run()) == (0, 1, 0, 0)
