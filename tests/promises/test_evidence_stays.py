"""In SQL: packages, answers, findings, flags and runs are not written again once settled."""

from typing import Any

import pytest

from records.holdings.models import Grant
from records.holdings.rules import Stage
from records.inspection.models import CopyFault
from records.jobs.rules import OPEN, State
from records.requests import actions as requests
from records.requests.models import AccessRequest
from records.values.rules import Level
from records.visits.models import Certificate
from tests import handover_make, make, request_make, visit_make
from tests.promises.settled import (
    JOB_ENDS,
    SETTLED,
    a_check,
    a_fault,
    a_flag,
    a_job,
    a_link,
    a_run,
    a_series,
    an_item,
)
from tests.promises.sql import refused, run
from tests.promises.staged import standing
from transfers.due.models import Due
from transfers.handover.models.handovers import Handover

pytestmark = pytest.mark.django_db
FLAGGED = {
    name: other for name, other in SETTLED[Due][1].items() if not name.startswith("cleared_")
}


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


@pytest.mark.parametrize("column", FLAGGED)
def test_what_an_open_flag_says_stays(column):
    flag = a_flag(cleared=False)

    with refused(f"{column.removesuffix('_id')}.* is fixed"):
        run(f"UPDATE transfers_due SET {column} = {FLAGGED[column]} WHERE id = %s", flag.pk)


def test_a_series_of_numbers_counts_on_and_never_back():
    series = a_series()
    counted = "UPDATE records_numberseries SET last = %s WHERE id = %s"

    assert run(counted, 7, series.pk) == 1
    assert run(counted, 8, series.pk) == 1
    with refused("is not set back"):
        run(counted, 7, series.pk)


def test_a_fault_goes_with_the_copy_of_a_draft_alone():
    fault = a_fault()
    gone = "DELETE FROM records_copyfault WHERE id = %s"
    of_draft = CopyFault.objects.create(
        copy=handover_make.copy(make.record()), harm="missing", found_at=make.NOW
    )

    with refused("records_copyfault .* stays"):
        run(gone, fault.pk)
    assert run(gone, of_draft.pk) == 1


def test_a_password_link_ends_sooner_never_later():
    link = a_link(used=False)
    moved = "UPDATE records_passwordlink SET expires_at = expires_at + %s::interval WHERE id = %s"

    with refused("does not last longer"):
        run(moved, "1 second", link.pk)
    assert run(moved, "-1 second", link.pk) == 1


@pytest.mark.parametrize("column", JOB_ENDS)
@pytest.mark.parametrize("state", State)
def test_what_came_of_a_job_is_said_once(column, state):
    job = a_job(state)
    said = f"UPDATE records_job SET {column} = {JOB_ENDS[column]} WHERE id = %s"

    if state in OPEN:
        assert run(said, job.pk) == 1
    else:
        with refused("is fixed"):
            run(said, job.pk)


def test_certificates_are_numbered_without_gaps_and_for_no_more_than_was_copied():
    visit = visit_make.reading((make.record(Stage.ACCEPTED), 2))
    made = visit_make.certified(visit)
    told = {
        field.attname: getattr(made, field.attname)
        for field in made._meta.concrete_fields
        if not field.primary_key
    }
    following = told | {"number": 2}

    for number in (3, 0):
        with refused("is not the next"):
            Certificate.objects.create(**told | {"number": number})
    for more in ({"count": 3}, {"sets": 3}):
        with refused("not so much of it copied"):
            Certificate.objects.create(**following | more)
    Certificate.objects.create(**following | {"count": 2})
    Certificate.objects.create(**told | {"year": made.year + 1})  # each year begins anew


def test_the_archive_answers_before_the_batch_is_closed():
    batch = standing(Handover, "draft")
    batch.items.create(record=make.record(Stage.ACCEPTED), position=1)
    answered = "UPDATE transfers_handoveritem SET outcome = 'accepted' WHERE handover_id = %s"
    make.led(batch, "delivered")
    Handover.objects.filter(pk=batch.pk).update(receipt=make.receipt())
    make.led(batch, "closed")

    with refused("is changed at this stage"):
        run(answered, batch.pk)


def test_nothing_is_wanted_nor_answered_once_a_request_was_passed_on():
    request = request_make.asked(make.record(Stage.ACCEPTED), make.record(Stage.ACCEPTED))
    answered = (
        "UPDATE records_accessitem SET answer = 'consented', answered_at = now(),"
        " answered_by_id = (SELECT min(id) FROM records_user) WHERE id = %s"
    )
    first, second = request.items.order_by("pk")

    assert run(answered, first.pk) == 1
    make.led(request, "consented")
    with refused("is changed at this stage"):
        run(answered, second.pk)
    with refused("is added at this stage"):
        run(
            "INSERT INTO records_accessitem (request_id, wanted, answer, reason, pages,"
            " may_download, may_print) VALUES (%s, '某件', 'waiting', '', '', false, false)",
            request.pk,
        )


@pytest.mark.parametrize("allowed", ["may_download", "may_print"])
def test_a_grant_allows_no_more_than_was_consented_to(allowed):
    record = make.record(Stage.ACCEPTED)
    granted = _granted(request_make.consented(record))

    with refused("was not consented to"):
        Grant.objects.create(record=record, **granted, **{allowed: True})
    Grant.objects.create(record=record, **granted)


def test_what_a_department_said_of_an_item_goes_before_what_it_said_of_the_volume():
    fonds = make.fonds()
    officer = make.filing_officer(fonds.department)
    volume = make.record(Stage.ACCEPTED, fonds, level=Level.VOLUME)
    closed, partly, silent = (make.record(Stage.ACCEPTED, fonds, volume=volume) for _n in range(3))
    request = request_make.asked(volume, closed, partly)
    said: dict[str, Any] = {"by": officer, "at": make.NOW}
    of = {one.record: {one.pk: one.record_id} for one in request.items.all()}
    requests.refuse(request, items=of[closed], reason="涉及个人信息", **said)
    requests.consent(request, items=of[partly], pages="1", **said)
    requests.consent(request, items=of[volume], **said)
    granted = _granted(AccessRequest.objects.get(pk=request.pk))

    for record in (closed, partly):
        with refused("was not consented to"):
            Grant.objects.create(record=record, **granted)
    Grant.objects.create(record=partly, pages="1", **granted)
    for record in (volume, silent):
        Grant.objects.create(record=record, **granted)


def _granted(request: AccessRequest) -> dict[str, Any]:
    """What a grant of a request says, once that is released; all but the record."""
    make.led(request, "released")
    told = {"request": request, "until": request.until, "person": request.asker}
    return told | {"department": request.department, "granted_at": make.NOW}
