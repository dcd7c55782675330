"""In SQL: what is only added to, what keeps its columns, what is never deleted nor emptied."""

from typing import Any

import pgtrigger
import pytest
from django.apps import apps
from django.db import connection

from records.amendments.models import Amendment
from records.audit.actions import note
from records.audit.models import Entry
from records.copies.models import DigitalCopy
from records.holdings.rules import Stage
from records.imports.models import Import
from records.inspection.models import Inspection
from records.loans.models import Loan, LoanEffect
from records.models import CodeAlias
from records.requests.models import AccessRequest
from records.retention.models import DueRule
from records.triggers import Fixed, NeverEmptied, OnlyAdded
from records.uploads.models import Upload
from records.visits.models import Certificate, UseEffect, Visit
from tests import handover_make, loan_make, make, visit_make
from tests.promises.settled import SETTLED
from tests.promises.sql import refused, run
from tests.promises.staged import COLUMNS, otherwise, standing
from transfers.handover.models.handovers import Handover

pytestmark = pytest.mark.django_db
OWNS = """
    SELECT pg_has_role(relowner, 'MEMBER'), now() FROM pg_class
    WHERE oid = 'records_audit_entry'::regclass
"""
MODELS = apps.get_models()
CHANGING = (
    "UPDATE {} SET id = id",
    "DELETE FROM {}",
    "DELETE FROM {} WHERE id = 0",
    "TRUNCATE {}",
    "TRUNCATE {} CASCADE",
)


def declaring(kind) -> set[str]:
    """The models that declare a trigger of a kind."""
    return {
        model.__name__
        for model in MODELS
        if any(isinstance(one, kind) for one in getattr(model._meta, "triggers", []))
    }


ADDED = {"Entry", "ImportStep", "HandoverStep", "AmendmentStep", "CodeAlias", "Receipt", "LoanStep"}
ADDED |= {"LoanEffect", "LoanReminder", "AccessStep", "VisitStep", "Certificate", "UseEffect"}
ADDED |= {"UploadStep", "Inspection"}
STAYING = ADDED | {"Record", "Import", "Handover", "DigitalCopy", "Amendment", "AmendmentItem"}
STAYING |= {"AmendmentPart", "Component", "Loan", "LoanItem"}
STAYING |= {"AccessRequest", "AccessItem", "Grant", "Visit", "VisitItem"}
STAYING |= {"Package", "HandoverItem", "HandoverCheck", "Due", "DueRun", "Hold", "NumberSeries"}


def a_certificate() -> Certificate:
    return visit_make.certified(visit_make.reading((make.record(Stage.ACCEPTED), 1)))


def an_effect() -> UseEffect:
    told = {"benefit": "work", "effect": "查清来历", "told_by": make.archivist()}
    return UseEffect.objects.create(visit=visit_make.left(), told_at=make.NOW, **told)


def an_effect_of_a_loan() -> LoanEffect:
    told = {"benefit": "work", "effect": "查清来历", "told_by": make.archivist()}
    return LoanEffect.objects.create(loan=loan_make.closed(), told_at=make.NOW, **told)


def a_reminder() -> Any:
    told = {"kind": "overdue", "due_on": make.NOW.date(), "at": make.NOW}
    return loan_make.out().reminders.create(**told)


def an_inspection() -> Inspection:
    told = dict.fromkeys(("copies", "bytes", "faults", "restored"), 0)
    return Inspection.objects.create(started_at=make.NOW, finished_at=make.NOW, **told)


MADE: dict[str, Any] = {
    "Certificate": a_certificate,
    "LoanEffect": an_effect_of_a_loan,
    "UseEffect": an_effect,
    "LoanReminder": a_reminder,
    "Inspection": an_inspection,
}


def a_row(name: str) -> Any:
    """A row of a model, and the table that it lies in."""
    if name == "Entry":
        return note("edit", make.record(), by=make.archivist(), at=make.NOW)
    if name == "CodeAlias":
        record = make.record(Stage.ACCEPTED)
        told = {"code": "Z109-WS·2005-Y-0009", "reason": "误", "by": make.archivist()}
        return CodeAlias.objects.create(record=record, at=make.NOW, **told)
    if name in MADE:
        return MADE[name]()
    if name == "Receipt":
        return make.receipt()
    of = {
        "ImportStep": (Import, "checked"),
        "HandoverStep": (Handover, "checked"),
        "AmendmentStep": (Amendment, "rejected"),
        "LoanStep": (Loan, "refused"),
        "AccessStep": (AccessRequest, "withdrawn"),
        "VisitStep": (Visit, "left"),
        "UploadStep": (Upload, "discarded"),
    }
    return standing(*of[name]).steps.get()


def test_what_is_only_added_to_is_known():
    assert declaring(OnlyAdded) == ADDED
    assert declaring(NeverEmptied) >= STAYING


@pytest.mark.parametrize("name", sorted(ADDED))
def test_it_is_only_added_to(name):
    row = a_row(name)
    table = row._meta.db_table
    before = list(type(row).objects.values())

    for statement in CHANGING:
        with refused("append-only|never emptied"):
            run(statement.format(table))
        assert list(type(row).objects.values()) == before, statement


@pytest.mark.parametrize(
    "model", [model for model in MODELS if model.__name__ in STAYING], ids=lambda m: m.__name__
)
def test_no_table_of_evidence_is_emptied(model):
    with refused("never emptied"):
        run(f"TRUNCATE {model._meta.db_table} CASCADE")


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


DESCRIBED = ("described_by_id", "described_at", "fingerprint")


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


IMPORTED = {
    "fonds_id": "(SELECT min(id) FROM records_fonds)",
    "name": "'另一'",
    "made_by_id": "(SELECT min(id) FROM records_user)",
    "made_at": "'2001-01-01'",
}
COUNTED = {
    "category_id": "(SELECT min(id) FROM records_category WHERE code = 'KJ')",
    "level": "'volume'",
    "year": "1999",
    "period": "'D30'",
    **dict.fromkeys(("read", "ok", "warned", "rejected", "duplicate"), "7"),
    "checked_at": "'2001-01-01'",
}


@pytest.mark.parametrize("column", IMPORTED)
@pytest.mark.parametrize("stage", ["uploaded", "committed"])
def test_who_sent_a_table_into_which_fonds_stays(column, stage):
    make.fonds("J001"), make.archivist()
    row = standing(Import, stage)

    with refused(f"{column.removesuffix('_id')}.* is fixed"):
        run(f"UPDATE records_import SET {column} = {IMPORTED[column]} WHERE id = %s", row.pk)


@pytest.mark.parametrize("column", COUNTED)
@pytest.mark.parametrize("stage", ["drafted", "committed", "retracted"])
def test_what_an_import_found_stays_once_it_was_made(column, stage):
    make.category("KJ", "科技")
    row = standing(Import, stage)

    with refused(f"{column.removesuffix('_id')}.* is fixed"):
        run(f"UPDATE records_import SET {column} = {COUNTED[column]} WHERE id = %s", row.pk)


@pytest.mark.parametrize("column", COUNTED)
def test_what_a_check_found_is_found_anew_by_another(column):
    make.category("KJ", "科技")
    row = standing(Import, "checked")
    more = {"ok": ", read = 7", "read": ", ok = 7"}.get(column, ", read = 7")
    changed = COUNTED[column] + (more if COUNTED[column] == "7" else "")

    assert run(f"UPDATE records_import SET {column} = {changed} WHERE id = %s", row.pk) == 1


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


RULE = {
    "duty": "'appraise'",
    "period": "'D15'",
    "category_id": "(SELECT min(id) FROM records_category)",
    "archive_id": "(SELECT min(id) FROM records_receivingarchive)",
    "applies": "NOT applies",
    "years": "coalesce(years, 0) + 1",
    "in_force_from": "in_force_from - 1",
    "version": "version + 7",
    "law": "'x'",
    "evidence": "'commentary'",
}


@pytest.mark.parametrize("column", RULE)
def test_a_rule_is_ended_not_changed(column):
    make.category()
    make.archive()
    rule = DueRule.objects.filter(duty="transfer").first()
    assert rule

    with refused("is fixed"):
        run(f"UPDATE records_duerule SET {column} = {RULE[column]} WHERE id = %s", rule.pk)
    with refused("stays"):
        run("DELETE FROM records_duerule WHERE id = %s", rule.pk)
    assert run("UPDATE records_duerule SET in_force_until = '2099-01-01' WHERE id = %s", rule.pk)


def test_every_fixed_column_is_tried_here():
    fixed = {
        (model.__name__, field)
        for model in MODELS
        for one in getattr(model._meta, "triggers", [])
        if isinstance(one, Fixed) and model.__name__ != "Hold"  # tried in test_holds
        for field in one.fields
    }
    tried = {("Record", column.removesuffix("_id")) for column in CODE} | {("Record", "volume")}
    tried |= {("Record", column.removesuffix("_id")) for column in COLUMNS if column != "access"}
    tried |= {("DueRule", column.removesuffix("_id")) for column in RULE}
    tried |= {("DigitalCopy", column.removesuffix("_id")) for column in COPY}
    names = "fonds proposed_by approved_by approved_at package carriage media_numbers"
    named = [*names.split(), "delivered_on", "receipt", "gap_note", "account"]
    named += ["year", "sequence", "supplements", "created_by", "created_at"]

    tried |= {("Handover", name) for name in named}
    tried |= {(row.capitalize(), column.removesuffix("_id")) for row, column in LEANED_ON}
    tried |= {("Import", column.removesuffix("_id")) for column in IMPORTED | COUNTED}
    tried |= {
        (model.__name__, column.removesuffix("_id"))
        for model, (_made, columns) in SETTLED.items()
        for column in columns
    }

    assert fixed == tried


def test_no_session_can_have_a_trigger_ignored():
    """pgtrigger brings a switch, which anybody could set; ours are installed without it."""
    record = make.record(Stage.ACCEPTED)
    names = ",".join(trigger.get_pgid(model) for model, trigger in pgtrigger.registered())
    run("SELECT set_config('pgtrigger.ignore', %s, true)", "{" + names + "}")

    with refused("stays"):
        run("DELETE FROM records_record WHERE id = %s", record.pk)


def test_no_table_of_ones_own_stands_in_for_a_table_of_steps():
    row = standing(Import, "checked")
    run("CREATE TEMPORARY TABLE records_importstep (LIKE public.records_importstep)")
    run(
        """INSERT INTO pg_temp.records_importstep
        (id, of_id, name, source, target, by_id, at, reason)
        VALUES (1, %s, 'commit', 'checked', 'committed', 1, now(), '')""",
        row.pk,
    )

    with refused("without its step"):
        run("UPDATE records_import SET stage = 'committed' WHERE id = %s", row.pk)


def test_an_entry_bears_the_databases_time():
    """Who owns the table may write history (the demonstration does); nobody else."""
    entry = note("edit", make.record(), by=make.archivist(), at=make.NOW)
    with connection.cursor() as cursor:
        cursor.execute(OWNS)
        owns, now = cursor.fetchone()

    assert Entry.objects.get(pk=entry.pk).at == (make.NOW if owns else now)
