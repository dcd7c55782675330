"""In SQL: packages, answers, findings, flags and runs are not written again once settled."""

import pytest

from tests import make
from tests.promises.settled import SETTLED, a_check, a_flag, a_run, a_series, an_item
from tests.promises.sql import refused, run
from tests.promises.staged import standing
from transfers.handover.models.handovers import Handover

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("model", SETTLED, ids=lambda model: model.__name__)
def test_a_row_of_evidence_is_not_written_again(model):
    make.archivist()
    made, columns = SETTLED[model]
    row = made()
    before = model.objects.filter(pk=row.pk).values().get()

    for column, other in columns.items():
        with refused(f"{column.removesuffix('_id')}.* is fixed"):
            run(f"UPDATE {row._meta.db_table} SET {column} = {other} WHERE id = %s", row.pk)
        assert model.objects.filter(pk=row.pk).values().get() == before, column


@pytest.mark.parametrize("made", [an_item, a_flag, a_run, a_series], ids=lambda made: made.__name__)
def test_a_row_of_evidence_is_not_deleted(made):
    row = made()

    with refused("stays"):
        run(f"DELETE FROM {row._meta.db_table} WHERE id = %s", row.pk)


def test_a_package_is_not_deleted_nor_another_put_in_its_place():
    batch = standing(Handover, "packaged")
    other = make.evidence("packaged")["package"]

    with refused("package of .* is fixed"):
        run("UPDATE transfers_handover SET package_id = %s WHERE id = %s", other.pk, batch.pk)
    with refused("violates"):
        run("DELETE FROM transfers_package WHERE id = %s", batch.package_id)
    assert run("DELETE FROM transfers_package WHERE id = %s", other.pk) == 1  # nobody's


@pytest.mark.parametrize("stage", ["draft", "packaged", "cancelled"])
def test_a_handover_is_called_off_not_deleted(stage):
    with refused("stays"):
        run("DELETE FROM transfers_handover WHERE id = %s", standing(Handover, stage).pk)


def test_what_is_still_open_is_settled_once():
    item, flag, due_run = an_item(answered=False), a_flag(cleared=False), a_run(finished=False)
    check = a_check("manual")
    ended = "cleared_at = now(), cleared_reason = 'not_due'"

    assert run("UPDATE transfers_handoveritem SET reason = '缺页' WHERE id = %s", item.pk) == 1
    assert run("DELETE FROM transfers_handoveritem WHERE id = %s", item.pk) == 1
    assert run(f"UPDATE transfers_due SET {ended} WHERE id = %s", flag.pk) == 1
    assert run("UPDATE transfers_duerun SET flagged = 3 WHERE id = %s", due_run.pk) == 1
    assert run("UPDATE transfers_handovercheck SET result = 'passed' WHERE id = %s", check.pk) == 1


def test_a_series_of_numbers_counts_on_and_never_back():
    series = a_series()
    counted = "UPDATE records_numberseries SET last = %s WHERE id = %s"

    assert run(counted, 7, series.pk) == 1
    assert run(counted, 8, series.pk) == 1
    with refused("is not set back"):
        run(counted, 7, series.pk)
