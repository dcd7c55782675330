from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from records.holdings.models import Record
from records.holdings.rules import FLOW, Stage
from records.models import Entry
from records.organisation.rules import Role
from records.rules import Refused
from records.workflow.actions import advance_all
from records.workflow.rules import Move, Workflow
from tests import make

TABLE = Workflow(
    Move("submit", "Submit", ("draft", "returned"), "submitted", (Role.FILING_OFFICER,)),
    Move("return", "Return", ("submitted",), "returned", (Role.ARCHIVIST, Role.SUPERVISOR)),
)


def test_the_buttons_of_a_page_come_from_the_table():
    assert [m.name for m in TABLE.open_to(Role.FILING_OFFICER, "draft")] == ["submit"]
    assert [m.name for m in TABLE.open_to(Role.SUPERVISOR, "submitted")] == ["return"]
    assert TABLE.open_to(Role.READER, "draft") == []


def test_a_row_begins_where_a_way_in_leads():
    entered = Workflow(Move("file", "File", (), "draft", (Role.FILING_OFFICER,)), *TABLE)

    assert (TABLE.entries, entered.entries) == ((), ("draft",))
    assert entered.open_to(Role.FILING_OFFICER, "draft") == [TABLE["submit"]]
    assert entered.passages == (
        ("draft", "submitted"),
        ("returned", "submitted"),
        ("submitted", "returned"),
    )


def test_the_constraint_lets_in_every_pair_of_the_table_and_nothing_else():
    legal = {tuple(sorted(part.children)) for part in TABLE.legal_step().children}  # type: ignore[union-attr]

    assert legal == {
        (("name", "submit"), ("source", "draft"), ("target", "submitted")),
        (("name", "submit"), ("source", "returned"), ("target", "submitted")),
        (("name", "return"), ("source", "submitted"), ("target", "returned")),
    }


@pytest.mark.django_db
def test_a_set_moves_together_with_one_entry_each():
    fonds, archivist = make.fonds(), make.archivist()
    for _ in range(3):
        make.record(Stage.ACCEPTED, of=fonds)
    chosen = Record.objects.filter(fonds=fonds)
    make.receipted(*chosen)

    moved = advance_all(chosen, "transfer", label="archival_code", by=archivist, at=make.NOW)

    assert moved == 3
    assert set(chosen.values_list("stage", flat=True)) == {Stage.TRANSFERRED}
    assert Entry.objects.filter(verb="transfer", by=archivist).count() == 3


@pytest.mark.django_db
def test_a_set_with_one_row_elsewhere_is_refused_and_nothing_is_written():
    fonds = make.fonds()
    make.receipted(make.record(Stage.ACCEPTED, of=fonds))
    make.record(Stage.DRAFT, of=fonds)
    chosen = Record.objects.filter(fonds=fonds)

    with pytest.raises(Refused):
        advance_all(chosen, "transfer", label="title", by=make.archivist(), at=make.NOW)

    assert set(chosen.values_list("stage", flat=True)) == {Stage.ACCEPTED, Stage.DRAFT}
    assert not Entry.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("move", [m for m in FLOW if m.sources], ids=lambda move: move.name)
@pytest.mark.parametrize("role", list(Role))
def test_only_the_roles_of_the_table_may_move(move, role):
    record = make.record(Stage(move.sources[0]))
    if move.target == Stage.TRANSFERRED:
        make.receipted(record)
    chosen = Record.objects.filter(pk=record.pk)
    Record.objects.filter(pk=record.pk, archival_code=None).update(archival_code="X")
    department = make.department() if role in {Role.READER, Role.FILING_OFFICER} else None
    person = make.user(role, department)

    if role in move.roles:
        assert advance_all(chosen, move.name, label="title", by=person, at=make.NOW) == 1
    else:
        with pytest.raises(Refused):
            advance_all(chosen, move.name, label="title", by=person, at=make.NOW)


@pytest.mark.django_db(transaction=True)
def test_of_eight_racing_archivists_one_wins():
    record = make.record(Stage.ACCEPTED)
    make.receipted(record)
    people = [make.archivist() for _ in range(8)]

    def press(person):
        chosen = Record.objects.filter(pk=record.pk)
        try:
            return advance_all(chosen, "transfer", label="title", by=person, at=make.NOW)
        except Refused:
            return 0
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(press, people)) == 1
    assert Entry.objects.filter(verb="transfer").count() == 1
