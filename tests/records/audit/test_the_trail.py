import psycopg
import pytest
from django.db import connection

from records.audit.actions import acting_from, note, note_all
from records.holdings.models import Record
from records.models import Entry
from tests import make

pytestmark = pytest.mark.django_db


def test_an_entry_says_who_did_what_when_from_where_and_how_it_was_before():
    record, archivist = make.record(), make.archivist()

    with acting_from("10.1.2.3"):
        note(
            "edit",
            record,
            by=archivist,
            at=make.NOW,
            before={"pages": 1},
            after={"pages": 2},
        )

    entry = Entry.objects.get()
    assert (entry.verb, entry.by, entry.address) == ("edit", archivist, "10.1.2.3")
    assert (entry.before, entry.after) == ({"pages": 1}, {"pages": 2})
    assert list(Entry.objects.about(record)) == [entry]


def test_an_act_on_a_set_leaves_an_entry_for_each_row_in_one_statement(
    django_assert_num_queries,
):
    fonds = make.fonds()
    records = [make.record(of=fonds) for _ in range(5)]
    archivist = make.archivist()

    with django_assert_num_queries(1):
        written = note_all(
            "share",
            Record.objects.filter(fonds=fonds),
            label="title",
            by=archivist,
            at=make.NOW,
            after={"access": "shared"},
        )

    assert written == 5
    assert {entry.label for entry in Entry.objects.all()} == {r.title for r in records}
    assert set(Entry.objects.values_list("row", flat=True)) == {str(r.pk) for r in records}


def test_an_act_on_an_empty_set_leaves_nothing():
    nobody = Record.objects.none()

    assert note_all("share", nobody, label="title", by=make.archivist(), at=make.NOW) == 0


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("statement", "refused"),
    [
        ("UPDATE records_audit_entry SET verb = 'x'", "append-only"),
        ("DELETE FROM records_audit_entry", "append-only"),
        ("TRUNCATE records_audit_entry", "never emptied"),
    ],
)
def test_the_database_keeps_the_trail_even_from_its_owner(owner, statement, refused):
    note("edit", make.record(), by=make.archivist(), at=make.NOW)

    with pytest.raises(psycopg.errors.RestrictViolation, match=refused):
        owner.execute(statement)

    assert Entry.objects.get().verb == "edit"


def test_an_entry_s_time_is_the_database_s_own_whatever_was_given():
    note("edit", make.record(), by=make.archivist(), at=make.NOW)

    with connection.cursor() as cursor:
        cursor.execute("SELECT now()")  # of this transaction
        assert Entry.objects.get().at == cursor.fetchone()[0]


def test_only_supervisors_and_auditors_read_the_trail():
    note("edit", make.record(), by=make.archivist(), at=make.NOW)

    for allowed in (make.supervisor(), make.auditor()):
        assert Entry.objects.visible_to(allowed).count() == 1
    for refused in (make.reader(), make.filing_officer(), make.archivist()):
        assert Entry.objects.visible_to(refused).count() == 0
