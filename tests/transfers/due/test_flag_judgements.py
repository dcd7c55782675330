"""What the nightly statements find, clause by clause, over a handful of rows."""

from datetime import date

import pytest

from records.holdings.rules import Stage
from records.organisation.models import Category, ReceivingArchive
from records.values.rules import Level
from tests import make
from tests.due_make import TODAY, execute, kept, seeded_rules_end
from tests.due_make import only_rule as rule
from transfers.due import flags_sql as sql
from transfers.due.rules import Obstacle

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_rules():
    """Each test makes its own rules."""
    seeded_rules_end()


def verdict(duty="transfer", period="Y", today=TODAY, **place):
    of = {"archive_id": make.archive().pk, "category_id": make.category().pk, **place}
    found = [row for row in execute(sql.VERDICTS, today) if of.items() <= row.items()]
    (only,) = [row for row in found if (row["duty"], row["period"]) == (duty, period)]
    return only


def judged(record, duty="transfer", today=TODAY):
    rows = execute(sql.JUDGED, today)
    (only,) = [row for row in rows if (row["record_id"], row["duty"]) == (record.pk, duty)]
    return only["obstacle"], only["due_on"]


def found(today=TODAY):
    rows = execute(f"SELECT record_id, duty, obstacle FROM ({sql.FOUND}) found", today)
    return {tuple(row.values()) for row in rows}


class TestVerdicts:
    def test_there_is_one_for_each_archive_category_period_and_duty(self):
        make.archive("县档案馆", "435021"), make.category("KJ", "科技")
        rule(), rule(archive=make.archive()), rule(category=make.category()), rule(period="Dn")

        rows = execute(sql.VERDICTS)
        keys = {(r["archive_id"], r["category_id"], r["period"], r["duty"]) for r in rows}

        classes = ReceivingArchive.objects.count() * Category.objects.count()
        assert len(rows) == len(keys) == classes * len(sql.PERIODS) * 2

    def test_a_rule_counts_for_its_duty_and_its_period_alone(self):
        only = rule("transfer", "D30", 25)

        assert verdict("transfer", "D30")["rule_id"] == only.pk
        assert verdict("appraise", "D30")["rule_id"] is None
        assert verdict("transfer", "D3")["rule_id"] is None
        assert verdict("transfer", "Y")["rule_id"] is None

    def test_it_tells_rule_version_and_whether_the_duty_arises(self):
        told = rule(applies=False, years=None, version=3)

        row = verdict()
        assert (row["rule_id"], row["rule_version"], row["applies"]) == (told.pk, 3, False)

    @pytest.mark.parametrize(
        ("today", "holds"),
        [("2025-01-31", False), ("2025-02-01", True), ("2025-03-31", True), ("2025-04-01", False)],
    )
    def test_a_rule_holds_on_its_first_and_last_day_and_not_beside_them(self, today, holds):
        rule(in_force_from=date(2025, 2, 1), in_force_until=date(2025, 3, 31))

        assert (verdict(today=today)["obstacle"] == "") == holds

    def test_a_rule_without_an_end_goes_on(self):
        rule()

        assert verdict(today="2999-01-01")["obstacle"] == ""

    @pytest.mark.parametrize(
        ("period", "obstacle"),
        [
            ("", Obstacle.NO_PERIOD),
            ("Y", Obstacle.NO_RULE),
            ("D10", Obstacle.NO_RULE),
            ("C", Obstacle.LEGACY_PERIOD),
            ("D", Obstacle.LEGACY_PERIOD),
        ],
    )
    def test_without_a_rule_the_period_says_what_is_missing(self, period, obstacle):
        assert verdict(period=period)["obstacle"] == obstacle

    def test_any_number_of_years_covers_numbers_and_nothing_else(self):
        rule(period="Dn", years=None)

        assert [verdict(period=f"D{n}")["years"] for n in (1, 10, 99)] == [1, 10, 99]
        assert {verdict(period=p)["obstacle"] for p in ("C", "D")} == {Obstacle.LEGACY_PERIOD}
        assert verdict(period="Y")["obstacle"] == Obstacle.NO_RULE
        assert verdict(period="")["obstacle"] == Obstacle.NO_PERIOD

    def test_the_years_of_a_rule_go_before_those_of_the_period(self):
        rule(period="D30", years=20)

        assert verdict(period="D30")["years"] == 20

    def test_another_archives_rule_does_not_count(self):
        rule(archive=make.archive("县档案馆", "435021"))

        assert verdict()["obstacle"] == Obstacle.NO_RULE

    def test_a_category_covers_its_further_levels_but_no_namesakes(self):
        works = make.category("KJ·JJ", "基建")
        covers = rule(category=works)
        below, namesake = make.category("KJ·JJ·A", "房屋"), make.category("KJ·JJA", "基建案")

        assert verdict(category_id=works.pk)["rule_id"] == covers.pk
        assert verdict(category_id=below.pk)["rule_id"] == covers.pk
        assert verdict(category_id=namesake.pk)["rule_id"] is None
        assert verdict()["rule_id"] is None

    def test_a_rule_of_the_further_level_says_nothing_of_the_higher(self):
        works, below = make.category("KJ", "科技"), make.category("KJ·JJ", "基建")
        rule(category=below)

        assert verdict(category_id=works.pk)["rule_id"] is None

    def test_archive_goes_before_category_and_category_before_period(self):
        works, below = make.category("KJ", "科技"), make.category("KJ·JJ", "基建")
        any_number = rule(period="Dn", years=None)
        named = rule(period="D30", years=21)
        assert verdict(period="D30", category_id=below.pk)["rule_id"] == named.pk
        of_works = rule(period="Dn", years=None, category=works)
        assert verdict(period="D30", category_id=below.pk)["rule_id"] == of_works.pk
        of_below = rule(period="Dn", years=None, category=below)
        assert verdict(period="D30", category_id=below.pk)["rule_id"] == of_below.pk
        of_archive = rule(period="Dn", years=None, archive=make.archive())
        assert verdict(period="D30", category_id=below.pk)["rule_id"] == of_archive.pk
        assert verdict(period="D25", category_id=works.pk)["rule_id"] == of_archive.pk
        other = make.archive("县档案馆", "435021")
        assert verdict(period="D25", archive_id=other.pk)["rule_id"] == any_number.pk


class TestJudged:
    def test_the_term_ends_with_the_year_and_begins_after_the_year_of_formation(self):
        rule()

        assert judged(kept(2005)) == ("", date(2025, 12, 31))

    @pytest.mark.parametrize(
        ("year", "expected"),
        [
            (None, (Obstacle.NO_YEAR, None)),
            (2026, ("", date(2046, 12, 31))),
            (2027, (Obstacle.FUTURE_YEAR, None)),
        ],
    )
    def test_a_year_that_is_missing_or_has_not_come(self, year, expected):
        rule()

        assert judged(kept(year)) == expected

    @pytest.mark.parametrize("year", [2005, None, 2027])
    def test_a_duty_that_never_arises_has_neither_date_nor_obstacle(self, year):
        rule(applies=False, years=None)

        assert judged(kept(year)) == ("", None)

    def test_what_the_class_lacks_goes_before_what_the_record_lacks(self):
        assert judged(kept(None, "Y")) == (Obstacle.NO_RULE, None)
        assert judged(kept(2027, "")) == (Obstacle.NO_PERIOD, None)

    def test_a_record_meets_the_rule_of_its_fonds_archive_and_its_category(self):
        county, works = make.archive("县档案馆", "435021"), make.category("KJ", "科技")
        rule(years=20), rule(years=10, archive=county), rule(years=15, category=works)

        assert judged(kept(2005))[1] == date(2025, 12, 31)
        assert judged(kept(2005, of=make.fonds(archive=county)))[1] == date(2015, 12, 31)
        assert judged(kept(2005, category=works))[1] == date(2020, 12, 31)

    @pytest.mark.parametrize("stage", Stage)
    def test_every_stage_is_judged_for_the_explanation(self, stage):
        rule()

        assert judged(make.record(stage, year=2005)) == ("", date(2025, 12, 31))


class TestFound:
    def test_what_is_over_is_found_from_the_day_after_the_last(self):
        rule()
        record = kept(2005)

        assert found(date(2025, 12, 31)) == {(record.pk, "appraise", "no_rule")}
        assert (record.pk, "transfer", "") in found(date(2026, 1, 1))

    @pytest.mark.parametrize("stage", [Stage.DRAFT, Stage.TRANSFERRED])
    def test_only_custody_counts(self, stage):
        make.record(stage, year=1980)

        assert found() == set()

    def test_a_duty_that_never_arises_is_not_found(self):
        rule(applies=False, years=None), rule("appraise", applies=False, years=None)
        kept(1980)

        assert found() == set()

    def test_an_obstacle_has_no_rule_year_period_or_date_to_be_told_by(self):
        rule(), rule("appraise", "Y", applies=False, years=None)
        kept(None)

        told = "rule_id, year, period, due_on = '-infinity' AS no_day"
        (row,) = execute(f"SELECT {told} FROM ({sql.FOUND}) found")
        assert tuple(row.values()) == (0, 0, "", True)

    def items(self, of_volume, of_item, stage=Stage.ACCEPTED, item_stage=Stage.ACCEPTED):
        rule(), rule("appraise", applies=False, years=None)
        rule("appraise", "D10", 10), rule("transfer", "D10", applies=False, years=None)
        begun = Stage.ACCEPTED if stage == Stage.TRANSFERRED else stage
        volume = make.record(begun, year=2020, period=of_volume, level=Level.VOLUME)
        given = {"year": 1980, "period": of_item, "of": volume.fonds, "volume": volume}
        item = make.record(item_stage, **given)
        make.led(volume, stage)
        return item

    @pytest.mark.parametrize(
        ("of_volume", "of_item", "duty"),
        [("Y", "D10", "transfer"), ("D10", "Y", "appraise"), ("Y", "Y", ""), ("Y", "", "")],
    )
    def test_an_item_follows_its_volume_and_is_found_where_it_contradicts(
        self, of_volume, of_item, duty
    ):
        item = self.items(of_volume, of_item)

        assert found() == ({(item.pk, duty, "volume_period")} if duty else set())

    def test_a_volume_without_a_period_contradicts_no_item(self):
        item = self.items("", "Y")

        assert {row for row in found() if row[0] == item.pk} == set()

    @pytest.mark.parametrize("stage", [Stage.DRAFT, Stage.TRANSFERRED])
    @pytest.mark.parametrize("of_item", ["Y", "D10"])
    def test_an_item_whose_volume_is_elsewhere_is_told_so_first(self, stage, of_item):
        item = self.items("Y", of_item, stage)

        assert found() == {(item.pk, "transfer", "volume_elsewhere")}

    @pytest.mark.parametrize("stage", [Stage.DRAFT, Stage.TRANSFERRED])
    def test_an_item_outside_custody_is_not_found(self, stage):
        self.items("Y", "D10", item_stage=stage)

        assert found() == set()
