from datetime import date

import pytest
from django.utils.translation import override

from records.audit.models import Entry
from records.retention import actions
from records.retention.models import DueRule
from records.rules import Refused
from tests import make

pytestmark = pytest.mark.django_db


def publish(**given):
    told = {
        "duty": "transfer",
        "period": "D30",
        "applies": True,
        "years": 20,
        "in_force_from": date(2027, 1, 1),
        "law": "市档案馆 2026 年第 3 号通知",
        "by": make.supervisor(),
        "at": make.NOW,
    }
    return actions.publish_rule(**{**told, **given})


def thirty_years():
    return DueRule.objects.filter(duty="transfer", period="D30").order_by("version")


def test_the_next_version_ends_the_one_before_on_the_day_before():
    made = publish()

    before, after = thirty_years()
    assert after == made
    assert (before.version, before.in_force_until) == (1, date(2026, 12, 31))
    assert (after.version, after.applies, after.in_force_until) == (2, True, None)


def test_both_acts_leave_their_trace():
    made = publish()

    ended, published = Entry.objects.order_by("id")
    assert (ended.verb, ended.before) == ("end", {"in_force_until": None})
    assert (published.verb, published.row) == ("publish", str(made.pk))
    assert published.after["law"] == "市档案馆 2026 年第 3 号通知"


def test_a_rule_for_one_archive_leaves_the_general_one_alone():
    made = publish(archive=make.archive())

    assert made.version == 1
    assert not thirty_years().filter(in_force_until__isnull=False).exists()


def test_a_version_after_an_ended_one_goes_on_counting():
    actions.end_rule(
        thirty_years().get(), until=date(2026, 6, 30), by=make.supervisor(), at=make.NOW
    )

    assert publish().version == 2
    assert thirty_years().first().in_force_until == date(2026, 6, 30)


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"in_force_from": date(2006, 12, 18)}, "begins on 2006-12-18 already"),
        ({"in_force_from": date(2000, 1, 1)}, "begins on 2006-12-18 already"),
        ({"period": "D0"}, "D with years"),
        ({"period": "Y", "years": None}, "say after how many"),
        ({"law": ""}, "law"),
    ],
)
def test_what_cannot_stand_is_refused_and_nothing_is_written(given, told):
    before = list(DueRule.objects.order_by("pk").values())

    with pytest.raises(Refused, match=told):
        publish(**given)

    assert list(DueRule.objects.order_by("pk").values()) == before
    assert not Entry.objects.exists()


def test_only_a_supervisor_publishes_and_ends():
    with pytest.raises(Refused, match="Only a supervisor"):
        publish(by=make.archivist())
    with pytest.raises(Refused, match="Only a supervisor"):
        actions.end_rule(
            thirty_years().get(), until=date(2027, 1, 1), by=make.archivist(), at=make.NOW
        )


@pytest.mark.parametrize(
    ("until", "told"), [(date(2006, 12, 17), "cannot lie before"), (date(2028, 1, 1), "already")]
)
def test_an_end_that_makes_no_sense_is_refused(until, told):
    rule = thirty_years().get()
    if told == "already":
        actions.end_rule(rule, until=date(2027, 12, 31), by=make.supervisor(), at=make.NOW)

    with pytest.raises(Refused, match=told):
        actions.end_rule(rule, until=until, by=make.supervisor(), at=make.NOW)


def test_a_term_that_runs_out_of_the_calendar_is_refused():
    with override("en"), pytest.raises(Refused, match="32000 years is in no schedule"):
        publish(years=32000)

    assert thirty_years().count() == 1
