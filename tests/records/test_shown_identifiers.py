from datetime import timedelta

import pytest
from django.apps import apps

from records.holdings import codes
from records.jobs.rules import State
from records.templatetags import house
from transfers.handover.rules import Outcome


@pytest.mark.parametrize(
    ("code", "parts"),
    [
        ("J014-WS·2015-D10-BGS-0038", ("J014-WS·", "2015-D10-BGS-", "0038")),
        ("J014-WS·2015·D10·办公室-0038", ("J014-WS·", "2015·D10·办公室-", "0038")),
        ("J041-KJ·JJ·2015-D30-0006", ("J041-KJ·JJ·", "2015-D30-", "0006")),
        ("J014-1-23", ("", "J014-1-", "23")),
        ("0038", ("", "", "0038")),
    ],
)
def test_an_archival_code_is_told_apart_without_losing_a_character(code, parts):
    assert codes.shown(code) == parts
    assert "".join(codes.shown(code)) == code


@pytest.mark.parametrize(
    ("number", "parts"),
    [
        ("清财办〔2015〕27号", ("清财办〔2015〕", "27", "号")),
        ("清财办[2015]27号", ("清财办[2015]", "27", "号")),
        ("令第5号", ("令第5号", "", "")),
        ("", ("", "", "")),
    ],
)
def test_the_running_number_of_a_document_number_is_found(number, parts):
    assert house.number_parts(number) == parts


def test_every_stage_that_has_a_badge_of_its_own_is_one():
    stages = {move.target for model in apps.get_models() for move in getattr(model, "FLOW", ())}
    known = {str(state) for state in (*stages, *State, *Outcome)}

    assert {stage for kind in house.MEANINGS.values() for stage in kind} <= known
    assert house.meaning("packaged") == "run"
    assert house.meaning("draft") == ""


def test_a_digest_is_read_in_groups_of_four():
    assert house.grouped("9f3c7a1052be") == "9f3c 7a10 52be"


def test_counts_are_grouped_by_three_in_every_language():
    assert house.figure(1204318) == "1,204,318"
    assert house.figure(None) == "0"


@pytest.mark.parametrize(
    ("done", "total", "shown"), [(0, 3, 0), (1, 3, 33), (7863, 7864, 99), (3, 3, 100), (0, 0, 100)]
)
def test_nothing_is_whole_before_it_is_done(done, total, shown):
    assert house.percent(done, total) == shown


def test_a_stage_that_means_nothing_special_has_no_colour():
    assert house.meaning("done") == "ok"
    assert house.meaning("draft") == ""


def test_a_span_is_shown_in_minutes():
    assert house.minutes(timedelta(hours=0.5)) == 30
