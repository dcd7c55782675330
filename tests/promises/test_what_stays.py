"""In SQL: what is only added to, what keeps its columns, what is never deleted nor emptied."""

from typing import Any

import pgtrigger
import pytest
from django.apps import apps
from django.db import connection

from filing.batches.models import FilingBatch
from records.amendments.models import Amendment
from records.audit.actions import note
from records.audit.models import Entry
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
from tests import loan_make, make, visit_make
from tests.promises.settled import SETTLED
from tests.promises.sql import refused, run
from tests.promises.staged import COLUMNS, standing
from tests.promises.test_records_stay import CODE, COPY, LEANED_ON
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
ADDED |= {"UploadStep", "Inspection", "FilingStep"}
STAYING = ADDED | {"Record", "Import", "Handover", "DigitalCopy", "Amendment", "AmendmentItem"}
STAYING |= {"AmendmentPart", "Component", "Loan", "LoanItem"}
STAYING |= {"FilingBatch", "BatchItem", "ReceiptPoint"}
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
        "FilingStep": (FilingBatch, "called_off"),
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
