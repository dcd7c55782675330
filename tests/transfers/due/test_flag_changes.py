"""What the nightly statements write, clause by clause, over a handful of rows."""

from datetime import date, timedelta

import pytest
from django.db import connection

from records.holdings.rules import Stage
from records.locks import Lock
from records.retention.models import DueRule
from records.values.rules import Level
from tests import handover_make, make
from tests.due_make import TODAY, execute, kept, seeded_rules_end
from tests.due_make import only_rule as rule
from transfers.due import actions
from transfers.due import flags_sql as sql
from transfers.due.models import Due, Uncomputable
from transfers.due.rules import Ending, Obstacle

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def no_rules():
    """Each test makes its own rules."""
    seeded_rules_end()


def change():
    execute("DROP TABLE IF EXISTS change")
    execute(sql.COMPARE)
    return execute("SELECT record_id, duty, obstacle, standing_id FROM change")


class TestChange:
    def standing(self, record, **told):
        in_force = rule(), rule("appraise", applies=False, years=None)
        return handover_make.flag(record, **{"rule": in_force[0], **told})

    def test_what_stands_as_it_is_found_is_no_change(self):
        self.standing(kept(2005))

        assert change() == []

    @pytest.mark.parametrize(
        "other",
        [
            lambda: {"fonds": make.fonds()},
            lambda: {"rule": DueRule.objects.order_by("pk").first()},
            lambda: {"year": 2004},
            lambda: {"period": "D30"},
            lambda: {"due_on": date(2024, 12, 31)},
        ],
    )
    def test_a_flag_that_tells_anything_else_goes_and_comes_anew(self, other):
        record = kept(2005)
        flag = self.standing(record, **other())

        assert {row["standing_id"] for row in change()} == {flag.pk, None}
        assert {row["record_id"] for row in change()} == {record.pk}

    def test_a_cleared_flag_does_not_stand(self):
        reason = {"cleared_at": make.NOW, "cleared_reason": Ending.NOT_DUE}
        self.standing(kept(2005), **reason)

        assert [row["standing_id"] for row in change()] == [None]

    def test_a_line_stands_by_record_duty_fonds_and_reason(self):
        record = kept(2005, "")
        change(), execute(sql.LIST)
        assert change() == []

        line = Uncomputable.objects.get(duty="transfer")
        Uncomputable.objects.filter(pk=line.pk).update(reason=Obstacle.NO_YEAR)

        rows = {(row["standing_id"], row["obstacle"]) for row in change()}
        assert rows == {(line.pk, Obstacle.NO_YEAR), (None, Obstacle.NO_PERIOD)}
        assert {row["record_id"] for row in change()} == {record.pk}

    def test_a_flag_and_a_line_of_the_same_number_are_told_apart(self):
        self.standing(kept(2005))
        unclear, gone = kept(None), kept(None)
        change(), execute(sql.LIST)
        kept_line, gone_line = Uncomputable.objects.order_by("record_id")
        flag = Due.objects.get()
        Due.objects.filter(pk=flag.pk).update(id=gone_line.pk)
        make.led(gone, Stage.TRANSFERRED)

        change(), execute(sql.CLEAR), execute(sql.STRIKE)
        assert list(Uncomputable.objects.values_list("record", flat=True)) == [unclear.pk]
        assert Due.objects.open().count() == 1

        Due.objects.update(id=kept_line.pk)
        make.led(flag.record, Stage.TRANSFERRED)
        change(), execute(sql.CLEAR), execute(sql.STRIKE)
        assert Uncomputable.objects.count() == 1
        assert not Due.objects.open().exists()

    def test_each_is_written_to_its_own_table_with_what_was_found(self):
        held = rule(), rule("appraise", applies=False, years=None)
        due, unclear = kept(2005), kept(None)

        change(), execute(sql.FLAG), execute(sql.LIST)

        told = ("record", "fonds", "duty", "rule", "rule_version", "year", "period", "years")
        made = Due.objects.values_list(*told, "due_on", "flagged_at", "cleared_reason").get()
        ending = (date(2025, 12, 31), make.NOW, "")
        of = due.fonds_id
        assert made == (due.pk, of, "transfer", held[0].pk, 7, 2005, "Y", 20, *ending)
        line = Uncomputable.objects.values_list("record", "fonds", "duty", "reason", "found_at")
        assert line.get() == (unclear.pk, unclear.fonds_id, "transfer", "no_year", make.NOW)

    @pytest.mark.parametrize(
        ("record", "flagged", "today", "reason"),
        [
            ({"stage": Stage.TRANSFERRED}, {}, TODAY, Ending.TRANSFERRED),
            ({"stage": Stage.TRANSFERRED, "period": "D30"}, {}, TODAY, Ending.TRANSFERRED),
            ({"in_volume": True, "period": "D30"}, {}, TODAY, Ending.IN_VOLUME),
            ({"period": "D30"}, {"year": 2004}, TODAY, Ending.PERIOD_CHANGED),
            ({}, {"year": 2004}, TODAY, Ending.YEAR_CHANGED),
            ({"year": None}, {"year": 2004}, TODAY, Ending.YEAR_CHANGED),
            ({}, {}, date(2025, 12, 31), Ending.NOT_DUE),
            ({}, {"due_on": date(2025, 12, 30)}, date(2025, 12, 31), Ending.RULE_CHANGED),
        ],
    )
    def test_the_reason_for_clearing_is_the_first_that_holds(self, record, flagged, today, reason):
        given = {"year": 2005, **record}
        stage = given.pop("stage", Stage.ACCEPTED)
        if given.pop("in_volume", False):
            volume = kept(2020, level=Level.VOLUME)
            given |= {"of": volume.fonds, "volume": volume}
        row = make.record(stage, **given)
        told = {"year": 2005, "period": "Y", "due_on": date(2025, 12, 31), **flagged}
        flag = handover_make.flag(row, **told)

        execute("DROP TABLE IF EXISTS change")
        execute(sql.COMPARE, today), execute(sql.CLEAR, today)

        flag.refresh_from_db()
        assert (flag.cleared_reason, flag.cleared_at) == (reason, make.NOW)

    def test_what_was_cleared_before_keeps_its_reason(self):
        ended = {"cleared_at": make.NOW - DAY, "cleared_reason": Ending.NOT_DUE}
        flag = self.standing(kept(2005), **ended)

        change(), execute(sql.CLEAR)

        flag.refresh_from_db()
        assert flag.cleared_at == make.NOW - DAY

    def test_a_flag_that_a_receipt_cleared_meanwhile_keeps_its_reason(self):
        flag = self.standing(kept(2005), year=2004)
        ended = {"cleared_at": make.NOW - DAY, "cleared_reason": Ending.TRANSFERRED}

        change()
        Due.objects.filter(pk=flag.pk).update(**ended)
        execute(sql.CLEAR)

        flag.refresh_from_db()
        assert (flag.cleared_at, flag.cleared_reason) == tuple(ended.values())


def test_a_run_waits_for_the_one_that_is_under_way():
    holders = []

    def look(done, total=None, text=""):
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pid = pg_backend_pid() FROM pg_locks JOIN pg_database d ON d.oid = database"
                " WHERE locktype = 'advisory' AND classid = %s AND granted"
                " AND datname = current_database()",
                [int(Lock.DUE)],
            )
            holders.append(cursor.fetchall())

    actions.flag(today=TODAY, at=make.NOW, progress=look)

    assert holders
    assert all(held == [(True,)] for held in holders)


def test_the_bar_of_a_run_goes_through_its_steps():
    bar = []

    def told(done, total=None, text=""):
        bar.append((done, total))

    actions.flag(today=TODAY, at=make.NOW, progress=told)

    assert bar == [(done, 4) for done in range(5)]


def test_a_run_ends_after_it_began():
    run = actions.flag(today=TODAY, at=make.NOW)

    assert run.finished_at is not None
    assert run.started_at == make.NOW < run.finished_at
