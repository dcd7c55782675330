"""In SQL: a row begins at a way in, moves by its table, and never without its step."""

import pytest

from records.amendments.models import Amendment
from records.holdings.models import Record
from records.holdings.rules import Stage as Filing
from tests import handover_make, make
from tests.promises.sql import commit, refused, run
from tests.promises.staged import (
    GOING_ON,
    MODELS,
    PASSAGES,
    STEPPED,
    again,
    beginning,
    stages,
    standing,
)
from transfers.handover.models.handovers import Handover
from transfers.handover.rules import Stage

pytestmark = pytest.mark.django_db
BEGINNINGS = [(model, stage) for model in MODELS for stage in stages(model)]


def named(value) -> str:
    return getattr(value, "__name__", str(value))


def move(row, stage) -> int:
    table = row._meta.db_table
    if (type(row), stage) == (Handover, Stage.CLOSED) and row.receipt is None:
        closed = f"UPDATE {table} SET stage = %s, receipt_id = %s WHERE id = %s"
        return run(closed, stage, make.receipt().pk, row.pk)
    if (type(row), stage) == (Record, Filing.TRANSFERRED):
        make.receipted(row)
    return run(f"UPDATE {table} SET stage = %s WHERE id = %s", stage, row.pk)


def step(row, source, target, **given) -> None:
    """As one would forge a step: by the name of a move that leads so, if there is one."""
    names = [move.name for move in row.FLOW if source in move.sources and move.target == target]
    told = {"name": names[0] if names else "?", "source": source, "target": target, **given}
    row.steps.create(**{"by": make.archivist(), "at": make.NOW, **told})


@pytest.mark.parametrize(("model", "source", "target"), PASSAGES, ids=named)
def test_a_stage_moves_by_the_table_alone(model, source, target):
    row = standing(model, source)

    if (source, target) in model.FLOW.passages:
        assert move(row, target) == 1
        make.led(row, target)  # the step, so that the commit agrees
    else:
        with refused(f"does not move from {source} to {target}"):
            move(row, target)


@pytest.mark.parametrize(("model", "stage"), BEGINNINGS, ids=named)
def test_a_row_begins_at_a_way_in(model, stage):
    other = again(beginning(model))
    other.stage = stage

    if stage in model.FLOW.entries:
        other.save_base(force_insert=True)
    else:
        with refused(f"begins as {stage}"):
            other.save_base(force_insert=True)


@pytest.mark.parametrize("model", STEPPED, ids=named)
def test_no_move_is_made_without_its_step(model):
    for source, target in model.FLOW.passages:
        row = standing(model, source)
        with refused("moved without its step"):
            move(row, target)


@pytest.mark.parametrize("model", STEPPED, ids=named)
def test_no_step_is_added_without_its_move(model):
    source, target = model.FLOW.passages[0]
    row = standing(model, source)

    with refused("a row that did not move"):
        step(row, source, target)


@pytest.mark.parametrize("model", GOING_ON, ids=named)
def test_a_step_begins_where_the_last_one_led(model):
    first, second = (
        model.FLOW.passages[0],
        next(pair for pair in model.FLOW.passages if pair[0] not in model.FLOW.entries),
    )
    fresh = beginning(model)
    with refused("where the last one led"):
        step(fresh, *second)

    moved = standing(model, first[1])
    with refused("where the last one led"):
        step(moved, *first)


@pytest.mark.parametrize("model", GOING_ON, ids=named)
def test_two_moves_with_their_steps_fit_into_one_transaction(model):
    row = beginning(model)
    before = row.stage
    after = next(target for source, target in model.FLOW.passages if source == before)

    assert move(row, after) == 1
    step(row, before, after)
    back = next(pair for pair in model.FLOW.passages if pair[0] == after)
    assert move(row, back[1]) == 1
    step(row, *back)

    commit()


FORGED = """
    UPDATE transfers_handover SET stage = 'approved', proposed_by_id = %s, approved_by_id = %s,
        approved_at = now() WHERE id = %s
"""


@pytest.mark.parametrize("stage", [Stage.DRAFT, Stage.CHECKED, Stage.PROPOSED])
def test_no_approval_is_forged(stage):
    row = standing(Handover, stage)
    names = make.archivist().pk, make.supervisor().pk

    with refused("does not move from|without its step"):
        run(FORGED, *names, row.pk)


@pytest.mark.parametrize("model", STEPPED, ids=named)
def test_no_step_is_slipped_in_below_the_last(model):
    source, target = next(pair for pair in model.FLOW.passages if pair[0] in model.FLOW.entries)
    row = standing(model, target)
    onward = next((pair for pair in model.FLOW.passages if pair[0] == target), None)

    with refused("where the last one led"):
        step(row, *(onward or (source, target)), id=-7)


@pytest.mark.parametrize("model", STEPPED, ids=named)
def test_a_step_bears_the_databases_time(model):
    row = beginning(model)
    _source, target = next(pair for pair in model.FLOW.passages if pair[0] == row.stage)
    make.led(row, target)

    assert run(f"SELECT FROM {row.steps.model._meta.db_table} WHERE at = now()") == 1


@pytest.mark.parametrize("model", [Handover, Amendment], ids=named)
@pytest.mark.parametrize("by", ["another", "the proposer"])
def test_who_is_named_under_an_approval_made_its_step(model, by):
    row = standing(model, "proposed")
    other = row.proposed_by if by == "the proposer" else make.supervisor()
    approved = f"UPDATE {row._meta.db_table} SET stage = 'approved' WHERE id = %s"

    with refused("approved_by of .* did not make the step"):
        run(approved, row.pk)
        step(row, "proposed", "approved", by=other)
    run(approved, row.pk)
    step(row, "proposed", "approved", by=row.approved_by)
    commit()


@pytest.mark.parametrize("value", ["NULL", "(SELECT max(id) FROM records_user)"])
def test_who_is_named_under_a_proposal_made_its_step(value):
    row = standing(Handover, Stage.PROPOSED)
    make.reader()

    with refused("proposed_by of .* did not make the step"):
        run(f"UPDATE transfers_handover SET proposed_by_id = {value} WHERE id = %s", row.pk)


def test_who_approved_another_batch_since_then_says_nothing_of_this_one():
    first, _second = standing(Handover, Stage.APPROVED), standing(Handover, Stage.APPROVED)
    _source, target = next(pair for pair in Handover.FLOW.passages if pair[0] == Stage.APPROVED)

    make.led(first, target)
    commit()

    assert again(first).stage == target


BATCH = {
    **dict.fromkeys(("year", "sequence"), "77"),
    "fonds_id": "(SELECT max(id) FROM records_fonds)",
    "supplements_id": "id",
    "created_by_id": "(SELECT max(id) FROM records_user)",
    "created_at": "'2001-01-01'",
}


@pytest.mark.parametrize("column", BATCH)
def test_a_batch_keeps_its_number_and_whose_it_is(column):
    row = beginning(Handover)
    make.fonds(), make.reader()

    with refused("is fixed"):
        run(f"UPDATE transfers_handover SET {column} = {BATCH[column]} WHERE id = %s", row.pk)


@pytest.mark.parametrize("column", ["gap_note", "account"])
def test_what_a_batch_says_is_written_while_it_is_selected(column):
    written = f"UPDATE transfers_handover SET {column} = '另一' WHERE id = %s"
    row = beginning(Handover)
    assert run(written, row.pk) == 1
    make.led(row, Stage.CHECKED)

    with refused("is fixed"):
        run(written.replace("另一", "又一"), row.pk)


SENT = "INSERT INTO transfers_handoveritem (handover_id, record_id, position, outcome, reason,"
CHANGES = {
    f"{SENT} ground, ground_note) VALUES (%s, 0, 9, 'pending', '', '', '')": "added",
    "DELETE FROM transfers_handoveritem WHERE handover_id = %s": "taken out",
    "UPDATE transfers_handoveritem SET position = 9 WHERE handover_id = %s": "changed",
    "UPDATE transfers_handoveritem SET outcome = 'accepted' WHERE handover_id = %s": "changed",
    "DELETE FROM transfers_handovercheck WHERE handover_id = %s": "taken out",
}


@pytest.mark.parametrize("statement", CHANGES)
def test_what_was_tested_stays_as_it_was_tested(statement):
    batch = handover_make.proposed(records=1)

    with refused(f"is {CHANGES[statement]} at this stage"):
        run(statement, batch.pk)


def test_a_finding_is_answered_before_the_approval_or_with_the_package():
    answer = "UPDATE transfers_handovercheck SET result = 'passed' WHERE id = %s"
    batch = beginning(Handover)
    checks = iter([batch.checks.create(item=f"1-{n}", result="later") for n in range(1, 5)])

    for stage in (Stage.CHECKED, Stage.PROPOSED, Stage.APPROVED, Stage.PACKAGED):
        make.led(batch, stage)
        if stage in {Stage.CHECKED, Stage.APPROVED}:
            assert run(answer, next(checks).pk) == 1
        else:
            with refused("is changed at this stage"):
                run(answer, next(checks).pk)


def test_nothing_is_found_after_the_test():
    with refused("is added at this stage"):
        standing(Handover, Stage.CHECKED).checks.create(item="1-1", result="passed")


@pytest.mark.parametrize("column", ["proposed_by_id", "approved_by_id", "approved_at", "fonds_id"])
@pytest.mark.parametrize("stage", [Stage.APPROVED, Stage.PACKAGED, Stage.DELIVERED, Stage.CLOSED])
def test_the_names_under_an_approval_stay(stage, column):
    row = standing(Handover, stage)
    other = {"fonds_id": make.fonds().pk, "approved_at": "2020-01-01"}
    value = other.get(column) or make.archivist().pk

    with refused("is fixed"):
        run(f"UPDATE transfers_handover SET {column} = %s WHERE id = %s", value, row.pk)


@pytest.mark.parametrize(
    "change", ["delivered_on = '2020-01-01'", "carriage = 'online'", "media_numbers = 'x'"]
)
@pytest.mark.parametrize("stage", [Stage.DELIVERED, Stage.CLOSED])
def test_what_was_delivered_stays(stage, change):
    row = standing(Handover, stage)

    with refused("is fixed"):
        run(f"UPDATE transfers_handover SET {change} WHERE id = %s", row.pk)


def test_the_package_and_the_receipt_of_a_closed_batch_stay():
    row = standing(Handover, Stage.CLOSED)
    other = {"package": make.evidence(Stage.PACKAGED)["package"].pk, "receipt": make.receipt().pk}

    for column, key in other.items():
        with refused("is fixed"):
            run(f"UPDATE transfers_handover SET {column}_id = %s WHERE id = %s", key, row.pk)


def test_what_becomes_void_loses_its_names():
    row = standing(Handover, Stage.PACKAGED)
    make.led(row, Stage.DRAFT)

    assert run("UPDATE transfers_handover SET approved_by_id = NULL, package_id = NULL") == 1


def test_there_are_staged_models():
    assert {"Record", "Import", "Handover"} <= {model.__name__ for model in MODELS}
    assert {"Import", "Handover"} <= {model.__name__ for model in STEPPED}
