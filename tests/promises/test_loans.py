"""In SQL: an original is lent to one person at a time, and is free only when it is back."""

import pytest

from records.holdings.rules import Stage
from records.values.rules import Level
from tests import loan_make, make
from tests.promises.sql import refused, run

pytestmark = pytest.mark.django_db
ADD = "INSERT INTO records_loanitem (loan_id, record_id, condition, note) VALUES (%s, %s, '', '')"
BACK = "UPDATE records_loanitem SET ended_at = now()"
ONCE = "in another loan, or its loan was answered"


def test_one_open_loan_an_original_a_volume_and_what_lies_in_it_counting_as_one():
    reader = make.reader()
    fonds = make.fonds(of=reader.department)
    volume = make.record(Stage.ACCEPTED, fonds, level=Level.VOLUME)
    items = [make.record(Stage.ACCEPTED, fonds, volume=volume) for _n in range(2)]
    loan, other = loan_make.asked(items[0], by=reader), loan_make.asked(by=reader)

    for record in (items[0], volume):
        with refused(f"{ONCE}|one_open_loan_per_original"):
            run(ADD, other.pk, record.pk)
    assert run(ADD, other.pk, items[1].pk) == 1
    make.led(loan, "withdrawn")
    run(f"{BACK} WHERE loan_id = %s", loan.pk)
    assert run(ADD, other.pk, items[0].pk) == 1


@pytest.mark.parametrize("led", [loan_make.approved, loan_make.out, loan_make.closed])
def test_nothing_is_added_to_a_loan_that_was_answered(led):
    loan = led()

    with refused(ONCE):
        run(ADD, loan.pk, make.record(Stage.ACCEPTED).pk)


def test_what_is_handed_out_is_free_only_with_what_was_found_of_it():
    loan = loan_make.out()
    found = "condition = 'damaged', taken_by_id = (SELECT min(id) FROM records_user)"

    with refused("was handed out and is not back"):
        run(BACK)
    with refused("loan_difference_is_said"):
        run(f"{BACK}, {found}")
    with refused("ended with an original that is not back"):
        make.led(loan, "closed")
    assert run(f"{BACK}, {found}, note = '封面破损'") == 1
    loan.refresh_from_db()
    make.led(loan, "closed")


@pytest.mark.parametrize("found", ["", ", condition = 'intact', taken_by_id = 0"])
def test_what_was_not_handed_out_is_free_with_its_loan_alone(found):
    loan = loan_make.approved()

    with refused("or its loan goes on"):
        run(BACK + found)
    make.led(loan, "withdrawn")
    assert run(BACK) == 1


def test_nobody_approves_the_own_request():
    loan = loan_make.asked()

    with refused("approved_by_another"):
        run("UPDATE records_loan SET approved_by_id = borrower_id WHERE id = %s", loan.pk)
    with refused("stays"):
        run("DELETE FROM records_loanitem")
    with refused("stays"):
        run("DELETE FROM records_loan")


@pytest.mark.parametrize(
    "other",
    [
        "due_on = due_on + 1",
        "due_on = due_on - 1",
        "renewals = renewals + 1",
        "renewals = renewals + 1, due_on = due_on - 1",
        "renewals = renewals + 1, due_on = due_on + 8",
        "renewals = renewals + 2, due_on = due_on + 7",
        "due_on = NULL",
    ],
)
def test_the_term_of_what_is_out_changes_by_a_renewal_alone(other):
    loan = loan_make.out()

    with refused("due_on, renewals of records_loan .* is fixed"):
        run(f"UPDATE records_loan SET {other} WHERE id = %s", loan.pk)
    renewed = "UPDATE records_loan SET renewals = renewals + 1, due_on = due_on + 7 WHERE id = %s"
    assert run(renewed, loan.pk) == 1
