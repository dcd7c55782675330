"""In SQL: what is accepted keeps its code, its description, its copies and its volume."""

from typing import Any

import pytest

from records.copies.models import DigitalCopy
from records.holdings.rules import Stage
from tests import handover_make, make
from tests.promises.sql import refused, run
from tests.promises.staged import COLUMNS, otherwise

pytestmark = pytest.mark.django_db


CODE = {
    "fonds_id": "(SELECT id FROM records_fonds WHERE number = 'J001')",
    "category_id": "(SELECT id FROM records_category WHERE code = 'KJ')",
    "unit_id": "(SELECT min(id) FROM records_unit)",
    "year": "1999",
    "period": "'D30'",
    "level": "'volume'",
    "number": "4711",
    "archival_code": "'Z109-WS·2005-Y-4711'",
}


DESCRIBED = ("described_by_id", "described_at", "fingerprint", "place")


@pytest.mark.parametrize("stage", [Stage.ACCEPTED, Stage.TRANSFERRED])
@pytest.mark.parametrize("column", CODE)
def test_what_the_code_of_an_accepted_record_says_stays(column, stage):
    make.unit(make.fonds("J001"))
    make.category("KJ", "科技")
    record = make.record(stage)

    for value in (CODE[column], "NULL"):
        if value == "NULL" and column in {"fonds_id", "category_id", "level", "unit_id", "period"}:
            continue
        with refused("is fixed"):
            run(f"UPDATE records_record SET {column} = {value} WHERE id = %s", record.pk)
    if stage == Stage.ACCEPTED:
        assert run("UPDATE records_record SET title = '改' WHERE id = %s", record.pk) == 1


@pytest.mark.parametrize("column", CODE)
def test_a_draft_may_still_get_another_code(column):
    make.unit(make.fonds("J001"))
    make.category("KJ", "科技")
    record = make.record()

    assert run(f"UPDATE records_record SET {column} = {CODE[column]} WHERE id = %s", record.pk) == 1


@pytest.mark.parametrize("column", DESCRIBED)
@pytest.mark.parametrize("stage", [Stage.ACCEPTED, Stage.TRANSFERRED])
def test_who_described_an_accepted_record_and_what_it_was_imported_as_stays(column, stage):
    make.archivist()
    record = make.record(stage, described_by=make.archivist())

    with refused(f"{column.removesuffix('_id')}.* is fixed"):
        run(otherwise(column), record.pk)


# What archival codes are made of, and who sees the records: as long as there are some.
LEANED_ON = {
    ("fonds", "number"): "'J777'",
    ("fonds", "department_id"): "(SELECT min(id) FROM records_department)",
    ("category", "code"): "'ZX'",
    ("category", "by_volume"): "NOT by_volume",
    ("unit", "fonds_id"): "(SELECT min(id) FROM records_fonds)",
    ("unit", "code"): "'QQQ'",
    ("unit", "name"): "'另一'",
}


@pytest.mark.parametrize(("row", "column"), LEANED_ON)
def test_what_stands_in_codes_stays_as_long_as_they_are_given(row, column):
    make.fonds("J001")
    fonds, category = make.fonds("J002"), make.category("KJ", "科技")
    rows: dict[str, Any] = {"fonds": fonds, "category": category, "unit": make.unit(fonds)}
    other = f"UPDATE records_{row} SET {column} = {LEANED_ON[row, column]} WHERE id = %s"
    placed: dict[str, Any] = {"category": category, "unit": rows["unit"]}
    draft = make.record(of=fonds, **placed)

    if column == "department_id":
        with refused("department of .* is fixed"):
            run(other, rows[row].pk)
        draft.delete()
    assert run(other, rows[row].pk) == 1
    rows[row].save()  # as it was
    make.record(Stage.ACCEPTED, fonds, **placed)
    with refused(f"{column.removesuffix('_id')}.* is fixed"):
        run(other, rows[row].pk)
    assert run("UPDATE records_fonds SET name = '改' WHERE id = %s", fonds.pk) == 1


def test_an_accepted_item_stays_in_its_volume():
    volume = make.record(Stage.ACCEPTED, level="volume")
    item, draft = make.record(Stage.ACCEPTED, volume=volume), make.record(volume=volume)

    with refused("volume of records_record .* is fixed"):
        run("UPDATE records_record SET volume_id = NULL WHERE id = %s", item.pk)
    assert run("UPDATE records_record SET volume_id = NULL WHERE id = %s", draft.pk) == 1


@pytest.mark.parametrize("stage", [Stage.ACCEPTED, Stage.TRANSFERRED])
def test_what_is_accepted_is_not_deleted(stage):
    record = make.record(stage)

    with refused("stays"):
        run("DELETE FROM records_record WHERE id = %s", record.pk)


def test_a_draft_is_deleted():
    record = make.record()

    assert run("DELETE FROM records_record WHERE id = %s", record.pk) == 1


COPY = {
    "component_id": "NULL",
    "name": "'x.pdf'",
    "format": "'x'",
    "size": "1",
    "sha256": "repeat('1', 64)",
    "sm3": "repeat('1', 64)",
    "stored_by_id": "NULL",
    "stored_at": "'1999-01-01'",
    "resolution": "1",
    "colour": "'x'",
}


@pytest.mark.parametrize("column", COPY)
def test_a_stored_copy_keeps_all_but_how_it_was_verified(column):
    copy = handover_make.copy(make.record())

    with refused("is fixed"):
        run(f"UPDATE records_digitalcopy SET {column} = {COPY[column]} WHERE id = %s", copy.pk)
    assert run("UPDATE records_digitalcopy SET verified_at = now(), intact = true") == 1
    assert DigitalCopy.objects.get().sha256 == copy.sha256


def test_nothing_is_added_to_what_was_transferred():
    copy = handover_make.copy(make.record(Stage.ACCEPTED))
    make.led(copy.component.record, Stage.TRANSFERRED)
    part, copy.pk, copy.sha256 = copy.component, None, "2" * 64

    with refused("is added"):
        copy.save_base(force_insert=True)
    part.pk, part.position = None, 9
    with refused("is added"):
        part.save_base(force_insert=True)


def test_of_what_was_transferred_only_its_sharing_changes():
    other, author = make.fonds("J001"), make.archivist()
    make.unit(other), make.category(), make.record(of=other, level="volume", described_by=author)
    record = make.record(Stage.TRANSFERRED, category=make.category("KJ", "科技"))

    for column in set(COLUMNS) - {"access"}:
        with refused(f"{column.removesuffix('_id')}.* is fixed"):
            run(otherwise(column), record.pk)
    assert run(otherwise("access"), record.pk) == 1


def test_nothing_is_put_into_a_volume_that_was_transferred():
    volume, other = make.record(Stage.ACCEPTED, level="volume"), make.record(level="volume")
    inside, beside = make.record(volume=volume), make.record(Stage.ACCEPTED)
    into = "UPDATE records_record SET volume_id = %s WHERE id = %s"
    make.led(volume, Stage.TRANSFERRED)

    with refused("into a volume that was transferred"):
        make.record(volume=volume)
    with refused("into a volume that was transferred"):
        run(into, volume.pk, beside.pk)
    assert run("UPDATE records_record SET title = '改' WHERE id = %s", inside.pk) == 1
    assert run(into, other.pk, beside.pk) == 1
    assert make.record(volume=other)
