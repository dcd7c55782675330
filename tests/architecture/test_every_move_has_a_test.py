"""Each move of each workflow is named in a test of its subject."""

import re

import pytest
from django.apps import apps
from django.urls import get_resolver

from archive_center.local.provision import PROJECT
from records.workflow.acts import ACTS
from records.workflow.rules import Workflow

FLOWS = {
    model._meta.label: flow
    for model in apps.get_models()
    if isinstance(flow := getattr(model, "FLOW", None), Workflow) and not model._meta.proxy
}
OURS = ("records", "transfers", "stacks", "filing")
MOVES = [(label, move.name) for label, flow in FLOWS.items() for move in flow]


def read_tests(app: str) -> str:
    folder = PROJECT / "tests" / app
    return "\n".join(path.read_text() for path in folder.rglob("test_*.py"))


def test_a_move_is_tested():
    texts = {app: read_tests(app) + read_tests("journeys") for app in OURS}

    assert [
        (label, move)
        for label, move in MOVES
        if not re.search(rf"""["']{move}["']""", texts[label.split(".")[0]])
    ] == []


# What no person does to one row: a receipt transfers its records, the clock ends an old import,
# the last return closes a loan, the last answer leads a request on, and its last day ends it.
OF_OTHERS = {
    "records.Record": {"transfer"},
    "records.Import": {"expire"},
    "records.Upload": {"expire"},
    "records.Loan": {"close"},
    "records.AccessRequest": {"pass_on", "turn_down", "close", "expire", "lapse"},
}


@pytest.mark.parametrize("label", FLOWS)
def test_a_move_from_a_stage_has_one_act(label):
    get_resolver().url_patterns  # noqa: B018 - what the pages use is loaded now
    moves = {move.name for move in FLOWS[label] if move.sources}
    acts = {name for flow, name in ACTS if flow is FLOWS[label]}

    assert moves - acts == OF_OTHERS.get(label, set())


def test_the_search_finds_what_it_looks_for():
    assert {"records.Record", "records.Import", "transfers.Handover"} <= set(FLOWS)
    assert all(len(read_tests(app)) > 1_000 for app in ("records", "transfers", "journeys"))
