"""Rows of evidence that are settled, and what somebody might write into them."""

from datetime import timedelta
from typing import Any

from django.db.models import Model

from filing.batches.models import BatchItem, FilingBatch
from records.amendments.models import Amendment, AmendmentItem, AmendmentPart
from records.copies.models import PageText
from records.holdings.models import Component, Grant, NumberSeries
from records.holdings.rules import Stage
from records.inspection.models import CopyFault
from records.jobs.models import Job
from records.jobs.rules import State
from records.loans.models import Loan, LoanItem
from records.notices.actions import tell
from records.notices.models import Notice
from records.organisation.models import PasswordLink, Substitute
from records.recognition.actions import correct
from records.requests.models import AccessItem, AccessRequest
from records.visits.models import Visit, VisitItem
from tests import amendment_make, handover_make, loan_make, make, request_make, visit_make
from tests.promises.sql import run
from tests.promises.staged import beginning, standing
from transfers.due.models import Due, DueRun
from transfers.due.rules import Ending
from transfers.handover.models.checks import HandoverCheck
from transfers.handover.models.handovers import Handover
from transfers.handover.models.items import HandoverItem
from transfers.packages.models import Package


def a_substitute() -> Any:
    """One that was ended."""
    officer = make.filing_officer()
    told = {"named_at": make.NOW, "until": make.NOW.date(), "ended_at": make.NOW}
    stand_in = make.reader(officer.department)
    return Substitute.objects.create(officer=officer, stand_in=stand_in, **told)


def a_filed() -> Any:
    return standing(FilingBatch, "open").items.create(record=make.record())


def a_year_taken_in() -> Any:
    return standing(FilingBatch, "accepted")


def a_package() -> Any:
    return standing(Handover, "packaged").package


def an_item(*, answered: bool = True) -> Any:
    batch = handover_make.draft(1, copies=False)
    item = batch.items.get()
    if answered:
        make.led(batch, "cancelled")
        assert run("UPDATE transfers_handoveritem SET outcome = 'withdrawn' WHERE id = %s", item.pk)
    return item


def a_check(result: str = "passed") -> Any:
    batch = beginning(Handover)
    check = batch.checks.create(item="1-1", result=result)
    make.led(batch, "checked")
    return check


def a_flag(*, cleared: bool = True) -> Any:
    flag = handover_make.flag(make.record(Stage.ACCEPTED, year=2005, period="Y"))
    if cleared:
        ended = "UPDATE transfers_due SET cleared_at = now(), cleared_reason = %s WHERE id = %s"
        assert run(ended, Ending.NOT_DUE.value, flag.pk)
    return flag


def a_run(*, finished: bool = True) -> Any:
    made = DueRun.objects.create(today=make.NOW.date(), started_at=make.NOW)
    if finished:
        assert run("UPDATE transfers_duerun SET finished_at = started_at WHERE id = %s", made.pk)
    return made


def a_fault() -> Any:
    copy = handover_make.copy(make.record(Stage.ACCEPTED), b"content")
    told = {"harm": "changed", "found_at": make.NOW, "ended_at": make.NOW}
    return CopyFault.objects.create(copy=copy, **told)


def a_text() -> Any:
    copy, by = handover_make.copy(make.record(Stage.ACCEPTED), b"scan", "a.tif"), make.archivist()
    handover_make.copy(copy.component.record, b"another", "b.tif")
    make.archivist()
    return correct(copy, 1, text="水库", seen="", by=by, at=make.NOW)


def a_notice() -> Any:
    make.archivist()  # somebody else, to whom it might be told instead
    tell([make.reader()], "Sent.", at=make.NOW)
    return Notice.objects.get()


def a_job(state: str = State.DONE) -> Job:
    by = make.archivist()
    return Job.objects.create(task="t", title="t", by=by, queued_at=make.NOW, state=state)


def a_link(*, used: bool = True) -> Any:
    person, boss = make.reader(), make.supervisor()
    ends = make.NOW + timedelta(days=3)
    link = PasswordLink.objects.create(
        person=person, digest="0" * 64, made_by=boss, made_at=make.NOW, expires_at=ends
    )
    if used:
        assert run("UPDATE records_passwordlink SET used_at = now() WHERE id = %s", link.pk)
    return link


def an_amendment() -> Any:
    return amendment_make.approved()


def an_amended() -> Any:
    return amendment_make.approved().items.get()


def a_part() -> Any:
    return amendment_make.parts_approved().parts.first()


def a_request() -> Any:
    return request_make.asked()


def an_answer() -> Any:
    return request_make.consented().items.get()


def a_grant() -> Any:
    grant = request_make.released().grants.get()
    ended = "UPDATE records_grant SET ended_at = now(), ended_by_id = %s, end_reason = '误'"
    assert run(f"{ended} WHERE id = %s", make.archivist().pk, grant.pk)
    return grant


def a_component() -> Any:
    return amendment_make.with_parts().components.first()


def a_loan() -> Any:
    return loan_make.closed()


def a_reading() -> Any:
    return visit_make.left().items.get()


def a_lent() -> Any:
    return loan_make.closed().items.get()


def a_series() -> Any:
    make.fonds("K001"), make.category("KJ", "科技")
    given = {"year": 2005, "period": "Y", "level": "item", "last": 7}
    return NumberSeries.objects.create(fonds=make.fonds(), category=make.category(), **given)


JOB_ENDS = {
    "state": "'running'",
    "message": "'\"另一\"'",
    **dict.fromkeys(("done", "total"), "7"),
    "finished_at": "'2001-01-01'",
}

# How a row that is settled is made, and what somebody would put into its columns.
SETTLED: dict[type[Model], tuple[Any, dict[str, str]]] = {
    BatchItem: (a_filed, {"batch_id": "batch_id + 1", "record_id": "record_id + 1"}),
    FilingBatch: (
        a_year_taken_in,
        {
            **dict.fromkeys(("opened_at", "handed_in_at", "accepted_at"), "'2001-01-01'"),
            **dict.fromkeys(
                ("opened_by_id", "handed_in_by_id", "accepted_by_id"),
                "(SELECT min(id) FROM records_user)",
            ),
            **dict.fromkeys(("fonds_id", "year", "supplement"), "9"),
            "account": "'另一'",
        },
    ),
    PageText: (
        a_text,
        {
            "copy_id": "copy_id + 1",
            "number": "2",
            "text": "'水厂'",
            "normal_text": "'水厂'",
            "origin": "'layer', corrected_by_id = NULL, corrected_at = NULL",
            "corrected_by_id": "corrected_by_id + 1",
            "corrected_at": "'2001-01-01'",
        },
    ),
    AccessRequest: (
        a_request,
        {
            "asker_id": "(SELECT min(id) FROM records_user)",
            "department_id": "(SELECT min(id) FROM records_department)",
            "of_id": "(SELECT min(id) FROM records_department)",
            "purpose": "'另一'",
            **dict.fromkeys(("until", "asked_at"), "'2001-01-01'"),
            **dict.fromkeys(("may_download", "may_print"), "true"),
        },
    ),
    AccessItem: (
        an_answer,
        {
            "request_id": "request_id + 1",
            "wanted": "'另一'",
            "pages": "'1'",
            "department_id": "department_id + 1",
            "record_id": "record_id + 1",
            "answer": "'refused'",
            "reason": "'另一'",
            **dict.fromkeys(("may_download", "may_print"), "true"),
            "answered_by_id": "answered_by_id + 1",
            "answered_at": "'2001-01-01'",
        },
    ),
    Substitute: (
        a_substitute,
        {
            **dict.fromkeys(("officer_id", "stand_in_id"), "(SELECT min(id) FROM records_user)"),
            **dict.fromkeys(("until", "named_at", "ended_at"), "'2001-01-01'"),
        },
    ),
    Grant: (
        a_grant,
        {
            **dict.fromkeys(("record_id", "person_id", "department_id", "request_id"), "0"),
            **dict.fromkeys(("until", "granted_at", "ended_at"), "'2001-01-01'"),
            **dict.fromkeys(("may_download", "may_print"), "true"),
            "ended_by_id": "ended_by_id + 1",
            "end_reason": "'另一'",
            "pages": "'1'",
        },
    ),
    Amendment: (
        an_amendment,
        {
            **dict.fromkeys(
                ("proposed_by_id", "approved_by_id"), "(SELECT min(id) FROM records_user)"
            ),
            **dict.fromkeys(("proposed_at", "approved_at"), "'2001-01-01'"),
            "year": "1999",
            "period": "'Y'",
            "of_components": "true",
            "reason": "'另一'",
        },
    ),
    AmendmentItem: (
        an_amended,
        {
            **dict.fromkeys(("former_code", "code"), "'Z109-WS·2005-Y-4711'"),
            **dict.fromkeys(("former_year", "number"), "1999"),
            "amendment_id": "amendment_id + 1",
            "record_id": "record_id + 1",
            "former_period": "'D10'",
        },
    ),
    AmendmentPart: (
        a_part,
        {
            "amendment_id": "amendment_id + 1",
            "component_id": "component_id + 1",
            **dict.fromkeys(("former_part", "part"), "'copy'"),
            **dict.fromkeys(("former_title", "title"), "'另一'"),
            **dict.fromkeys(("former_pages", "pages"), "7"),
            **dict.fromkeys(("former_position", "position"), "9"),
        },
    ),
    Component: (
        a_component,
        {
            "record_id": "record_id + 1",
            "part": "'copy'",
            "title": "'另一'",
            "pages": "7",
            "position": "NULL",
        },
    ),
    Loan: (
        a_loan,
        {
            **dict.fromkeys(
                ("borrower_id", "approved_by_id"), "(SELECT min(id) FROM records_user)"
            ),
            **dict.fromkeys(("asked_at", "approved_at", "lent_at", "due_on"), "'2001-01-01'"),
            **dict.fromkeys(("days", "renewals"), "9"),
            "department_id": "department_id + 1",
            "purpose": "'另一'",
            "purpose_kind": "'study'",
        },
    ),
    Visit: (
        visit_make.left,
        {
            **dict.fromkeys(("used_on", "registered_at"), "'2001-01-01'"),
            **dict.fromkeys(("name", "unit", "letter", "contact", "purpose"), "'另一'"),
            **dict.fromkeys(("consent", "note", "identity_number"), "'另一'"),
            "department_id": "(SELECT min(id) FROM records_department)",
            "identity_kind": "'staff'",
            "purpose_kind": "'study'",
            "manner": "'excerpt'",
            "registered_by_id": "0",
        },
    ),
    VisitItem: (
        a_reading,
        {"visit_id": "visit_id + 1", "record_id": "record_id + 1"},
    ),
    LoanItem: (
        a_lent,
        {
            "loan_id": "loan_id + 1",
            "record_id": "record_id + 1",
            "ended_at": "'2001-01-01'",
            "condition": "'damaged'",
            "pages": "7",
            "note": "'另一'",
            "taken_by_id": "(SELECT min(id) FROM records_user)",
        },
    ),
    NumberSeries: (
        a_series,
        {
            "fonds_id": "(SELECT min(id) FROM records_fonds)",
            "category_id": "(SELECT id FROM records_category WHERE code = 'KJ')",
            "year": "1999",
            "period": "'D30'",
            **dict.fromkeys(("unit_id", "volume_id"), "0"),
            "level": "'volume'",
        },
    ),
    Job: (
        a_job,
        {
            "task": "'records.commit_import'",
            "title": "'\"另一\"'",
            "arguments": "'{\"row\": 7}'",
            "by_id": "(SELECT min(id) FROM records_user)",
            "address": "'10.0.0.1'",
            "queued_at": "'2001-01-01'",
            **JOB_ENDS,
            "state": "'queued'",
        },
    ),
    CopyFault: (
        a_fault,
        {
            "copy_id": "copy_id + 1",
            "harm": "'missing'",
            **dict.fromkeys(("intact_at", "found_at", "ended_at"), "'2001-01-01'"),
        },
    ),
    Notice: (
        a_notice,
        {
            "person_id": "(SELECT min(id) FROM records_user)",
            "said": "'\"另一\"'",
            "view": "'records:record'",
            "key": "7",
            "told_at": "'2001-01-01'",
            "address": "'a@b.example'",
        },
    ),
    Package: (
        a_package,
        {
            **dict.fromkeys(("records", "paper_only", "files", "bytes", "content_bytes"), "7"),
            **dict.fromkeys(("sha256", "sm3"), "repeat('f', 64)"),
            **dict.fromkeys(("name", "path"), "'/elsewhere'"),
            "built_at": "now()",
        },
    ),
    PasswordLink: (
        a_link,
        {
            **dict.fromkeys(("person_id", "made_by_id"), "(SELECT min(id) FROM records_user)"),
            **dict.fromkeys(("made_at", "expires_at", "used_at"), "'2001-01-01'"),
            "digest": "repeat('f', 64)",
        },
    ),
    HandoverItem: (
        an_item,
        {
            "handover_id": "handover_id + 1",
            "record_id": "record_id + 1",
            "position": "position + 1",
            "outcome": "'accepted'",
            "reason": "'另一'",
            "ground": "'abolished'",
            "ground_note": "'另一'",
        },
    ),
    HandoverCheck: (
        a_check,
        {
            "handover_id": "handover_id + 1",
            "item": "'1-2'",
            "said": "'other'",
            "figures": "'{\"bad\": 0}'",
            "examples": "'[1]'",
            "result": "'failed'",
            "answered_by_id": "(SELECT min(id) FROM records_user)",
            "answered_at": "now()",
            "text": "'另一'",
        },
    ),
    Due: (
        a_flag,
        {
            **dict.fromkeys(("record_id", "fonds_id", "rule_id"), "0"),
            **dict.fromkeys(("rule_version", "year", "years"), "7"),
            **dict.fromkeys(("due_on", "flagged_at"), "'2001-01-01'"),
            "duty": "'appraise'",
            "period": "'D30'",
            "cleared_at": "NULL",
            "cleared_reason": "'rule_changed'",
        },
    ),
    DueRun: (
        a_run,
        {
            **dict.fromkeys(("flagged", "already", "cleared", "uncomputable"), "7"),
            **dict.fromkeys(("today", "started_at"), "'2001-01-01'"),
            "by_id": "(SELECT min(id) FROM records_user)",
            "finished_at": "NULL",
        },
    ),
}
