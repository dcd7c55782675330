from datetime import date, timedelta

import pytest

from records.audit.models import Entry
from records.holdings.rules import Stage
from records.retention.models import DueRule
from records.values.rules import Level
from tests import make
from tests.due_make import TODAY, figures, kept, rule, run
from transfers.due.models import Due, DueRun

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("year", "period", "last_day"),
    [
        (2005, "Y", date(2025, 12, 31)),
        (1999, "Y", date(2019, 12, 31)),
        (2015, "D10", date(2025, 12, 31)),
        (1995, "D30", date(2025, 12, 31)),
        (2000, "D25", date(2025, 12, 31)),
    ],
)
def test_the_term_is_whole_years_from_the_year_of_formation(year, period, last_day):
    record = kept(year, period)

    run(last_day + timedelta(days=1))

    flag = Due.objects.get()
    assert (flag.record, flag.year, flag.period, flag.due_on) == (record, year, period, last_day)
    assert flag.due_from == last_day + timedelta(days=1)


@pytest.mark.parametrize(("year", "period"), [(2005, "Y"), (2015, "D10"), (1995, "D30")])
def test_nothing_is_due_on_the_last_day_of_its_term(year, period):
    kept(year, period)

    assert figures(run(date(2025, 12, 31))) == (0, 0, 0, 0)


@pytest.mark.parametrize(("period", "duty"), [("Y", "transfer"), ("D10", "appraise")])
def test_permanent_records_are_transferred_and_the_others_appraised(period, duty):
    kept(1980, period)

    run()

    assert [flag.duty for flag in Due.objects.all()] == [duty]


def test_a_flag_tells_its_rule_and_version():
    kept()

    run()

    flag = Due.objects.get()
    assert (flag.rule_version, flag.years) == (2, 20)
    assert "第二十条第二款" in flag.rule.law
    assert flag.rule.version == flag.rule_version


def test_before_the_regulations_the_rule_of_the_old_measures_holds():
    kept(1980)

    run(date(2020, 5, 1))

    assert "《档案法实施办法》" in Due.objects.get().rule.law


@pytest.mark.parametrize("stage", [Stage.DRAFT, Stage.TRANSFERRED])
def test_only_what_is_in_custody_is_looked_at(stage):
    make.record(stage, year=1980)
    make.record(stage, year=None, period="")

    assert figures(run()) == (0, 0, 0, 0)


def test_a_second_run_flags_nothing_twice():
    for year in (2001, 2002, 2003):
        kept(year)
    run()

    assert figures(run()) == (0, 3, 0, 0)
    assert Due.objects.count() == 3


def test_there_is_no_cap():
    of, by = make.fonds(), make.archivist()
    for _ in range(1200):
        kept(of=of, described_by=by)

    assert run().flagged == 1200


def test_a_volume_is_flagged_once_and_its_items_follow_it():
    volume = kept(level=Level.VOLUME)
    kept(volume=volume, of=volume.fonds)
    kept(volume=volume, of=volume.fonds, period="", year=None)

    assert figures(run()) == (1, 0, 0, 0)
    assert Due.objects.get().record == volume


def test_a_run_leaves_its_figures_and_its_trace():
    supervisor = make.supervisor()
    kept()
    kept(period="")

    run()

    done = DueRun.objects.get()
    assert (done.today, done.by, figures(done)) == (TODAY, None, (1, 0, 0, 2))
    assert done.lasted is not None
    assert done.lasted >= timedelta(0)
    told = Entry.objects.get(verb="flag due")
    assert told.by is None
    assert told.after == {"flagged": 1, "already": 0, "cleared": 0, "uncomputable": 2}
    assert not DueRun.objects.visible_to(make.filing_officer()).exists()
    assert DueRun.objects.visible_to(supervisor).exists()


def test_each_archive_and_category_has_its_own_rule_before_the_general_one():
    county = make.archive("县档案馆", "435021")
    works = make.category("KJ", "科技")
    built = make.category("KJ·JJ", "基建")
    rule("transfer", "Y", 10, archive=county)
    rule("transfer", "Y", 15, category=works)
    rule("transfer", "Y", 12, category=works, archive=county)
    rule("appraise", "D10", 8)
    of = make.fonds(archive=county)

    def years(**given) -> int:
        record = kept(1980, **given)
        run()
        return Due.objects.get(record=record).years

    assert years() == 20
    assert years(of=of) == 10
    assert years(category=works) == 15
    assert years(category=built) == 15
    assert years(category=works, of=of) == 12
    assert years(period="D10") == 8
    assert years(period="D25") == 25


def test_a_rule_holds_from_its_first_to_its_last_day():
    kept(2000)
    rule("transfer", "Y", 30, in_force_from=date(2025, 1, 1), in_force_until=date(2027, 12, 31))
    rule("transfer", "Y", 25, in_force_from=date(2028, 1, 1))

    assert run(date(2024, 12, 31)).flagged == 1
    assert figures(run(date(2025, 1, 1))) == (0, 0, 1, 0)
    assert figures(run(date(2027, 12, 31))) == (0, 0, 0, 0)
    assert figures(run(date(2028, 1, 1))) == (1, 0, 0, 0)


def test_the_switch_for_thirty_years_is_a_new_version_of_its_rule():
    kept(2000, "D30")
    assert figures(run()) == (0, 0, 0, 0)

    rule("transfer", "D30", 20)

    assert figures(run()) == (1, 0, 0, 0)
    assert Due.objects.get().rule_version == 2


def test_a_rule_that_flagged_something_stays():
    kept()
    run()

    with pytest.raises(Exception, match="stays"):
        DueRule.objects.filter(pk=Due.objects.get().rule_id)._raw_delete("default")
