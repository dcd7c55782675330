"""In SQL: nothing of a held record is changed, but its workflow moves it on."""

import pytest

from records.copies.models import DigitalCopy
from records.holdings.actions import hold, release
from records.holdings.models import CodeAlias, Component, Hold, Record
from records.holdings.rules import Stage
from records.jobs.models import Job
from records.jobs.rules import OPEN, State
from records.values.rules import Level
from tests import handover_make, make
from tests.promises import staged
from tests.promises.sql import refused, run
from tests.promises.staged import COLUMNS, OTHERWISE, otherwise
from transfers.handover.models.handovers import Handover

pytestmark = pytest.mark.django_db
HELD = "is held"


@pytest.fixture
def batch() -> Handover:
    other = make.fonds("J001")
    make.unit(other)
    make.record(level=Level.VOLUME, of=other)
    return Handover.objects.create(
        year=2026, sequence=1, fonds=other, created_by=make.archivist(), created_at=make.NOW
    )


def keep(batch, *records, job=None) -> None:
    chosen = Record.objects.filter(pk__in=[record.pk for record in records])
    hold(chosen, batch, by=make.archivist(), at=make.NOW, job=job)


@pytest.fixture
def draft(batch) -> Record:
    """Held while nothing else fixes any of its columns."""
    made = make.record(of=make.fonds(), category=make.category("KJ", "科技"))
    keep(batch, made)
    return made


@pytest.mark.parametrize("column", COLUMNS)
def test_no_column_of_a_held_description_is_changed(draft, column):
    with refused(HELD):
        run(otherwise(column), draft.pk)


@pytest.mark.parametrize("column", COLUMNS)
def test_it_is_again_when_the_hold_is_released(draft, batch, column):
    release(batch, at=make.NOW)

    assert run(otherwise(column), draft.pk) == 1


def test_a_held_record_is_moved_on_and_is_written_as_it_was(batch):
    record = make.record(Stage.ACCEPTED)
    make.receipted(record)
    keep(batch, record)

    record.save(force_update=True)
    assert run("UPDATE records_record SET stage = 'transferred' WHERE id = %s", record.pk) == 1


def test_a_move_changes_nothing_else_of_it(batch):
    record = make.record(Stage.ACCEPTED)
    keep(batch, record)

    with refused(HELD):
        run(
            "UPDATE records_record SET stage = 'transferred', title = '改' WHERE id = %s", record.pk
        )


def test_a_held_draft_is_not_thrown_away(draft):
    with refused("is held|violates foreign key"):
        run("DELETE FROM records_record WHERE id = %s", draft.pk)


def part(record: Record) -> Component:
    return Component.objects.create(record=record, position=1, part="original", title="正本")


@pytest.mark.parametrize(
    "change",
    [
        """INSERT INTO records_component (record_id, position, part, title)
        VALUES (%s, 2, 'copy', '附')""",
        "UPDATE records_component SET title = '改' WHERE record_id = %s",
        "UPDATE records_component SET position = 7 WHERE record_id = %s",
        """UPDATE records_component SET record_id = (SELECT min(id) FROM records_record)
        WHERE record_id = %s""",
        "DELETE FROM records_component WHERE record_id = %s",
    ],
)
@pytest.mark.parametrize("level", ["itself", "its volume"])
def test_no_component_of_a_held_record_is_added_changed_or_taken_off(batch, change, level):
    record = make.record(volume=volume) if (volume := _volume(level)) else make.record()
    part(record)
    keep(batch, volume or record)

    with refused(HELD):
        run(change, record.pk)

    release(batch, at=make.NOW)
    assert run(change, record.pk) == 1


def _volume(level: str) -> Record | None:
    return make.record(level=Level.VOLUME) if level == "its volume" else None


def test_no_component_is_moved_to_a_held_record(batch):
    free, held = part(make.record()), make.record()
    keep(batch, held)

    with refused(HELD):
        run("UPDATE records_component SET record_id = %s WHERE id = %s", held.pk, free.pk)


def test_no_copy_of_a_held_record_is_added_or_taken_off(batch):
    copy = handover_make.copy(make.record())
    record = copy.component.record
    keep(batch, record)
    more = DigitalCopy.objects.get(pk=copy.pk)
    more.pk, more.sha256 = None, "2" * 64

    with refused(HELD):
        more.save_base(force_insert=True)
    with refused(HELD):
        run("DELETE FROM records_digitalcopy WHERE id = %s", copy.pk)

    assert run("UPDATE records_digitalcopy SET verified_at = now(), intact = true") == 1
    release(batch, at=make.NOW)
    assert run("DELETE FROM records_digitalcopy WHERE id = %s", copy.pk) == 1


def test_no_code_of_a_held_record_is_corrected(batch):
    record = make.record(Stage.ACCEPTED)
    keep(batch, record)
    alias = {"code": "J001-WS·2005-Y-0009", "reason": "误", "by": make.archivist()}

    with refused(HELD):
        CodeAlias.objects.create(record=record, at=make.NOW, **alias)

    release(batch, at=make.NOW)
    CodeAlias.objects.create(record=record, at=make.NOW, **alias)


def test_nothing_is_put_into_a_held_volume_changed_in_it_or_taken_out(batch):
    volume = make.record(level=Level.VOLUME)
    inside, outside = make.record(volume=volume), make.record()
    keep(batch, volume)

    with refused(HELD):
        make.record(volume=volume)
    for key, change in (
        (outside.pk, f"volume_id = {volume.pk}"),
        (inside.pk, "volume_id = NULL"),
        (inside.pk, "title = '改'"),
    ):
        with refused(HELD):
            run(f"UPDATE records_record SET {change} WHERE id = %s", key)
    with refused(HELD):
        run("DELETE FROM records_record WHERE id = %s", inside.pk)

    assert run("UPDATE records_record SET title = '改' WHERE id = %s", outside.pk) == 1
    release(batch, at=make.NOW)
    assert run("DELETE FROM records_record WHERE id = %s", inside.pk) == 1


@pytest.mark.parametrize("state", State)
def test_a_hold_for_a_job_lasts_as_long_as_the_job(batch, state):
    job = Job.objects.create(task="t", title="t", by=make.archivist(), queued_at=make.NOW)
    record = make.record()
    keep(batch, record, job=job)
    Job.objects.filter(pk=job.pk).update(state=state)
    change = "UPDATE records_record SET title = '改' WHERE id = %s"

    if state in OPEN:
        with refused(HELD):
            run(change, record.pk)
    else:
        assert run(change, record.pk) == 1
    assert Hold.objects.open().exists() is (state in OPEN)
    assert Record.objects.free().filter(pk=record.pk).exists() is (state not in OPEN)


@pytest.mark.parametrize("column", ["record_id", "kind", "of", "reason", "by_id", "at"])
def test_a_hold_says_what_it_said(draft, batch, column):
    other = {"kind": "'x'", "reason": "'x'", "at": "now()", "of": "0"}
    least = f"(SELECT min(id) FROM {'records_record' if column == 'record_id' else 'records_user'})"

    with refused("of records_hold .* is fixed"):
        run(f'UPDATE records_hold SET "{column}" = {other.get(column, least)}')


def test_a_hold_stays_and_ends_once(draft, batch):
    with refused("records_hold .* stays"):
        run("DELETE FROM records_hold")
    release(batch, at=make.NOW)
    for again in ("NULL", "now()"):
        with refused("of records_hold .* is fixed"):
            run(f"UPDATE records_hold SET released_at = {again}")


def test_one_hold_at_a_time_for_one_thing(draft, batch):
    held = Hold.objects.get()
    held.pk = None

    with refused("one_open_hold_for_one_thing"):
        held.save_base(force_insert=True)

    release(batch, at=make.NOW)
    keep(batch, draft)
    assert Hold.objects.filter(record=draft).count() == 2


def test_two_things_hold_one_record_and_both_have_to_release_it(draft, batch):
    other = staged.again(batch)
    other.save_base(force_insert=True)
    keep(other, draft)
    release(batch, at=make.NOW)

    with refused(HELD):
        run("UPDATE records_record SET title = '改' WHERE id = %s", draft.pk)
    release(other, at=make.NOW)
    assert run("UPDATE records_record SET title = '改' WHERE id = %s", draft.pk) == 1


def test_every_column_of_a_description_is_tried():
    texts = {"CharField", "TextField"}
    written = {f.column for f in Record._meta.concrete_fields if f.get_internal_type() in texts}

    assert set(COLUMNS) <= written | set(OTHERWISE)
