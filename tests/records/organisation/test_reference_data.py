import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import date

import psycopg
import pytest

from records.audit.models import Entry
from records.holdings.rules import Stage
from records.locks import Lock
from records.organisation.models import Category, Department, Fonds, Unit
from records.organisation.rules import CodePattern
from records.reference import actions
from records.rules import Refused
from tests import make
from tests.database import application

pytestmark = pytest.mark.django_db


def of_fonds(fonds, **changed):
    kept = ("number", "name", "department", "archive", "code_pattern", "number_width", "unit_width")
    return {name: getattr(fonds, name) for name in kept} | changed


def edit(fonds, **changed):
    actions.edit_fonds(fonds, **of_fonds(fonds, **changed), by=make.supervisor(), at=make.NOW)


def test_a_department_is_founded_with_its_trace():
    supervisor = make.supervisor()

    made = actions.found_department(
        name="清岚市数据局",
        short_name="数据局",
        valid_from=date(2024, 3, 1),
        by=supervisor,
        at=make.NOW,
    )

    told = Entry.objects.get()
    assert (told.verb, told.row, told.by) == ("found", str(made.pk), supervisor)
    assert told.after["valid_from"] == "2024-03-01"


def test_a_name_that_is_taken_is_refused_and_nothing_is_written():
    make.department("清岚市数据局")

    with pytest.raises(Refused, match="name: "):
        actions.found_department(
            name="清岚市数据局",
            short_name="数据局",
            valid_from=date(2024, 3, 1),
            by=make.supervisor(),
            at=make.NOW,
        )

    assert Department.objects.count() == 1
    assert not Entry.objects.exists()


def test_nothing_changed_leaves_no_entry():
    fonds = make.fonds()

    edit(fonds)

    assert not Entry.objects.exists()


def test_the_number_changes_until_a_code_with_it_is_given():
    fonds = make.fonds("J014")
    make.record(of=fonds)

    edit(fonds, number="J015")

    assert Fonds.objects.get().number == "J015"
    told = Entry.objects.get()
    assert (told.before, told.after) == ({"number": "J014"}, {"number": "J015"})


def test_the_number_stays_once_records_are_accepted():
    fonds = make.fonds("J014")
    make.record(Stage.ACCEPTED, of=fonds)

    with pytest.raises(Refused, match="have been given"):
        edit(fonds, number="J015")
    edit(fonds, name="清岚市档案局", code_pattern="DAT13")

    assert Fonds.objects.get().number == "J014"


def test_a_malformed_number_is_refused_in_the_words_of_the_rule():
    with pytest.raises(Refused, match="one capital letter and three digits"):
        edit(make.fonds(), number="J1")


def test_a_fonds_with_records_does_not_change_hands():
    fonds = make.fonds()
    make.record(of=fonds)

    with pytest.raises(Refused, match="is followed"):
        edit(fonds, department=make.department())


@pytest.mark.parametrize(
    ("pattern", "code", "why"),
    [
        (CodePattern.DAT22, "B-S", "3 capitals or digits"),
        (CodePattern.DAT22, "BG", "3 capitals or digits"),
        (CodePattern.DAT22, "办公室", "3 capitals or digits"),
        (CodePattern.DAT13, "办 公", "capitals, digits or Chinese"),
        (CodePattern.DAT13, "办·公", "capitals, digits or Chinese"),
    ],
)
def test_an_office_whose_code_no_archival_code_can_hold_is_refused(pattern, code, why):
    fonds, supervisor = make.fonds("J014", code_pattern=pattern), make.supervisor()
    unit = make.unit(fonds, "RSC", "人事处")

    with pytest.raises(Refused, match=why):
        actions.add_unit(fonds, code=code, name="办公室", by=supervisor, at=make.NOW)
    with pytest.raises(Refused, match=why):
        actions.edit_unit(unit, code=code, name="办公室", by=supervisor, at=make.NOW)

    actions.edit_unit(unit, code="RS1", name="人事一处", by=supervisor, at=make.NOW)
    assert list(fonds.units.values_list("code", flat=True)) == ["RS1"]


def test_an_office_stays_as_it_stands_in_codes():
    fonds, supervisor = make.fonds(), make.supervisor()
    unit = actions.add_unit(fonds, code="BGS", name="办公室", by=supervisor, at=make.NOW)
    actions.edit_unit(unit, code="ZHC", name="综合处", by=supervisor, at=make.NOW)
    make.record(Stage.ACCEPTED, of=fonds, unit=unit)

    with pytest.raises(Refused, match="Add a new office"):
        actions.edit_unit(unit, code="ZHC", name="办公室", by=supervisor, at=make.NOW)

    assert Unit.objects.get().name == "综合处"


def test_a_category_keeps_its_code_but_may_be_called_otherwise():
    category, supervisor = make.category(), make.supervisor()
    make.record(Stage.ACCEPTED)

    with pytest.raises(Refused, match="Add a new category"):
        actions.edit_category(
            category, code="WX", name="文书", by_volume=False, by=supervisor, at=make.NOW
        )
    actions.edit_category(
        category, code="WS", name="文书档案", by_volume=False, by=supervisor, at=make.NOW
    )

    assert Category.objects.get(code="WS").name == "文书档案"


@pytest.mark.parametrize("maker", [make.archivist, make.auditor, make.reader])
def test_only_a_supervisor_changes_reference_data(maker):
    fonds = make.fonds()

    with pytest.raises(Refused, match="Only a supervisor"):
        actions.edit_fonds(fonds, **of_fonds(fonds, name="别的"), by=maker(), at=make.NOW)


WAITS = """
    SELECT 1 FROM pg_stat_activity
    WHERE datname = current_database() AND wait_event_type = 'Lock'"""


@contextmanager
def meanwhile(statement):
    """Somebody else's statement, which is committed once somebody waits for it."""
    first = psycopg.connect(application())
    first.execute(statement)

    def commit_once_somebody_waits():
        with psycopg.connect(application(), autocommit=True) as watcher:
            deadline = time.monotonic() + 20
            while not watcher.execute(WAITS).fetchone() and time.monotonic() < deadline:
                time.sleep(0.02)
        first.commit()
        first.close()

    with ThreadPoolExecutor(1) as other:
        other.submit(commit_once_somebody_waits)
        yield


ENTERED = "INSERT INTO records_receivingarchive (name, code) VALUES ('区馆', '230102')"


@pytest.mark.django_db(transaction=True)
def test_of_two_who_enter_the_same_at_once_the_second_is_told():
    supervisor = make.supervisor()

    with (
        meanwhile(ENTERED),
        pytest.raises(Refused, match="Somebody else has just entered “区馆”"),
    ):
        actions.add_archive(name="区馆", code="230103", by=supervisor, at=make.NOW)

    assert not Entry.objects.filter(verb="add archive").exists()


@pytest.mark.django_db(transaction=True)
def test_of_two_who_give_one_name_at_once_the_second_is_told():
    supervisor, archive = make.supervisor(), make.archive()

    with (
        meanwhile(ENTERED),
        pytest.raises(Refused, match="Somebody else has just entered “区馆”"),
    ):
        actions.edit_archive(archive, name="区馆", code="230103", by=supervisor, at=make.NOW)

    assert not Entry.objects.filter(verb="edit archive").exists()


@pytest.mark.django_db(transaction=True)
def test_a_number_does_not_change_while_codes_with_it_are_given():
    record = make.record()
    fonds = Fonds.objects.get()
    given = f"""
        SELECT pg_advisory_xact_lock_shared({Lock.CODES}, 0);
        UPDATE records_record SET stage = 'accepted', number = 1, archival_code = 'J014-1'
        WHERE id = {record.pk}"""

    with meanwhile(given), pytest.raises(Refused, match="have been given"):
        edit(fonds, number="J015")

    assert Fonds.objects.get().number == fonds.number
